import type { Expression } from './math-types.ts';
import type { RuleNode } from './rule-types.ts';
import type { MetricIdentity } from './sample-types.ts';
import type { Statistic } from './statistic-types.ts';

/** The public types of the simulator. Times are milliseconds since the epoch unless the name says otherwise. */

/** CloudWatch's states of an alarm. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/**
 * How sure it is that AWS would decide alike: AWS publishes the rule, the rule follows from what AWS publishes or from
 * captured notifications, or AWS says nothing and the simulator had to choose.
 */
export type Certainty = 'documented' | 'inferred' | 'undocumented';

/** One period of a metric or an expression, aggregated to one number. */
export interface Datapoint {
  /** Start of the period. */
  readonly timestamp: number;
  readonly value: number;
  /** Number of samples behind the value; absent for metric math. */
  readonly sampleCount?: number;
  /**
   * Lowest and highest value that other readings of an unpublished computation would give (percentiles between two
   * samples). A verdict that would differ between them is *inferred*.
   */
  readonly spread?: readonly [number, number];
  /** The datapoint itself rests on something AWS does not publish. @default documented */
  readonly certainty?: Certainty;
  /** Expected values of this period, where the alarm compares with an anomaly detection band. */
  readonly band?: { readonly lower: number; readonly upper: number };
}

/** Datapoints of the evaluation range, oldest first; `undefined` is a missing one. */
export type Window = readonly (Datapoint | undefined)[];

/** How a datapoint is compared with the threshold, or with a band. */
export type ComparisonOperator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold'
  | BandOperator;

/** Comparisons with an anomaly detection band. */
export type BandOperator =
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'GreaterThanUpperThreshold';

/** CloudWatch's words for what a missing datapoint means. */
export type MissingDataTreatment = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** What decides over a window of datapoints. */
export interface ThresholdRule {
  readonly comparisonOperator: ComparisonOperator;
  /** Absent where each datapoint is compared with its {@link Datapoint.band}. */
  readonly threshold?: number;
  /** N: how many datapoints decide. */
  readonly evaluationPeriods: number;
  /** M: how many of the N must breach for ALARM. @default - N */
  readonly datapointsToAlarm?: number;
  /** @default missing */
  readonly treatMissingData?: MissingDataTreatment;
  /** Seconds; appears in the reason data. @default 60 */
  readonly period?: number;
  /** As AWS writes it in the reason data, for example `Average` or `p90`. @default - left out, as AWS does for metric math */
  readonly statistic?: string;
  /** As AWS writes it in the reason data. @default - left out */
  readonly unit?: string;
  /**
   * The state stays while the deciding datapoints hold fewer samples than this (`EvaluateLowSampleCountPercentile:
   * ignore`). @default 0
   */
  readonly minimumSamples?: number;
}

/** Name of the documented (or inferred) rule that decided a verdict. */
export type VerdictRule =
  | 'newest datapoints'
  | 'missing counted as breaching'
  | 'missing counted as not breaching'
  | 'no data in the evaluation range'
  | 'enough breaching datapoints'
  | 'premature alarm'
  | 'breaching datapoints too young'
  | 'not enough breaching datapoints'
  | 'too few samples for the percentile'
  | 'warm-up'
  | 'alarm rule';

/** AWS's `StateReasonData` of a metric alarm. */
export interface MetricReasonData {
  readonly version: '1.0';
  readonly queryDate: string;
  readonly startDate?: string;
  readonly statistic?: string;
  readonly unit?: string;
  readonly period: number;
  /** Oldest first. */
  readonly recentDatapoints: readonly number[];
  /** Absent for a band. */
  readonly threshold?: number;
  /** Oldest first; only for a band. */
  readonly recentLowerThresholds?: readonly number[];
  readonly recentUpperThresholds?: readonly number[];
  /** Newest first. */
  readonly evaluatedDatapoints: readonly {
    timestamp: string;
    sampleCount?: number;
    value?: number;
    /** Edge of the band, where only one counts. */
    threshold?: number;
  }[];
}

/** AWS's `StateReasonData` of a composite alarm. */
export interface CompositeReasonData {
  readonly triggeringAlarms: readonly { arn: string; state: { value: AlarmState; timestamp: string } }[];
}

/** AWS's `StateReasonData`. */
export type ReasonData = MetricReasonData | CompositeReasonData;

/** What an evaluation comes to, and what the answer rests on. */
export interface Verdict {
  readonly state: AlarmState;
  /** In AWS's words, as `StateReason` of the alarm would read. */
  readonly reason: string;
  readonly reasonData: MetricReasonData;
  readonly certainty: Certainty;
  readonly rule: VerdictRule;
  /**
   * What the simulator says beside AWS's words: where a band comes from, or why a period with data has no datapoint.
   * @default - nothing
   */
  readonly notes?: readonly string[];
}

interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  /** In the template. */
  readonly logicalId: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** ARNs, at most five for each state. */
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  /** Tags that notifications and events carry (`ActionConfiguration`). @default - they carry none */
  readonly propagatedTags?: Readonly<Record<string, string>>;
}

/** A metric with the statistic that makes datapoints of its samples. */
export interface MetricStatistic {
  readonly metric: MetricIdentity;
  readonly statistic: Statistic;
  /** Seconds. */
  readonly period: number;
  /** Only samples of this unit count. @default - samples of all units */
  readonly unit?: string;
}

/** One entry of an alarm's `Metrics` property. */
export interface MetricEntry {
  readonly id: string;
  readonly label?: string;
  readonly accountId?: string;
  readonly returnData: boolean;
  readonly source:
    | ({ readonly type: 'metric' } & MetricStatistic)
    | {
        readonly type: 'expression';
        readonly text: string;
        readonly expression: Expression;
        /** Seconds, as written; the metrics' period decides. */
        readonly period?: number;
      };
}

/** What a metric alarm watches: one statistic (the classic form), or `Metrics[]` with one entry that returns data. */
export type MetricQuery =
  | ({ readonly form: 'classic' } & MetricStatistic)
  | { readonly form: 'metrics'; readonly entries: readonly MetricEntry[]; readonly returned: string };

/** What datapoints are compared with. */
export type AlarmLimit =
  | { readonly type: 'static'; readonly threshold: number }
  /** `ThresholdMetricId`: the entry of `Metrics` with `ANOMALY_DETECTION_BAND`. */
  | { readonly type: 'band'; readonly id: string };

/**
 * Where the boundaries of periods lie: they slide with each evaluation, or they are those of a clock.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export type EvaluationWindow =
  | { readonly type: 'sliding' }
  /** `timeZone`: an IANA name, `+05:30`, or `UTC+05:30`. */
  | { readonly type: 'wallClock'; readonly timeZone: string };

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html */
export interface WarmUp {
  /** From 1 to 2,880. */
  readonly minutes: number;
  /** Wait for the whole time even if there is enough data sooner. */
  readonly onlyStartAfter: boolean;
}

/** An alarm on a metric, on metric math, or on an anomaly detection band. */
export interface MetricAlarm extends AlarmBase {
  readonly kind: 'metric';
  readonly query: MetricQuery;
  readonly comparisonOperator: ComparisonOperator;
  /** What datapoints are compared with: a number, or the band of the entry with this id. */
  readonly limit: AlarmLimit;
  /** From `EvaluationWindow`. */
  readonly window: EvaluationWindow;
  /** From `WarmUpConfiguration`. @default - evaluated from the start */
  readonly warmUp?: WarmUp;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingDataTreatment;
  readonly evaluateLowSampleCountPercentile: 'evaluate' | 'ignore';
  /** Seconds. */
  readonly period: number;
  /** What the template itself says; AWS repeats only that in its messages. */
  readonly written: {
    readonly datapointsToAlarm?: number;
    readonly treatMissingData?: MissingDataTreatment;
    readonly evaluateLowSampleCountPercentile?: 'evaluate' | 'ignore';
  };
}

/** An alarm on the states of others. */
export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite';
  readonly ruleText: string;
  readonly rule: RuleNode;
  /** The rule read without precedence, if it mixes AND and OR without brackets; a verdict compares the two. */
  readonly leftToRight?: RuleNode;
  /** Names or ARNs in the rule, in order, each once. */
  readonly children: readonly string[];
  readonly suppressor?: {
    /** Name or ARN. */
    readonly alarm: string;
    /** Seconds that the actions wait for the suppressor to go to ALARM. */
    readonly waitPeriod: number;
    /** Seconds that the actions wait after the suppressor has left ALARM. */
    readonly extensionPeriod: number;
  };
}

/** An alarm as it was read. */
export type AlarmDefinition = MetricAlarm | CompositeAlarm;

/** A fault in what was read: where it is, and what to write instead. */
export interface Problem {
  /** For example `Metrics[1].Expression`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** A value, or all that is wrong with what it was to be read from. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: Problem[] };

/** An alarm, or all that is wrong with its properties. */
export type AlarmParseResult =
  | { readonly ok: true; readonly alarm: AlarmDefinition }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/** Why the actions of a composite alarm are held back, in the words of `DescribeAlarms`. */
export type SuppressedBy = 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';

/** Where an alarm stands. */
export interface AlarmStatus {
  readonly state: AlarmState;
  /** When the state last changed; `undefined` until the first evaluation changes it. */
  readonly since: number | undefined;
  readonly reason: string;
  readonly reasonData: ReasonData | undefined;
  readonly certainty: Certainty;
  /** Only while actions are held back. */
  readonly actionsSuppressedBy?: SuppressedBy;
  /** `EvaluationState` of `DescribeAlarms`, only while there is something to say. */
  readonly evaluationState?: 'IN_WARM_UP';
}

/** A change of state, or the actions of an earlier change that a suppressor had held back. */
export interface Transition {
  /**
   * `stateChange`: the alarm went from one state to another at `at`. `delayedActions`: no change; the actions for the
   * present state run only now, because a wait or extension period is over. A history of states counts only the first.
   */
  readonly kind: 'stateChange' | 'delayedActions';
  readonly alarm: AlarmDefinition;
  /** Virtual time of the evaluation. */
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** When the state changed: `at`, or earlier for delayed actions. */
  readonly changedAt: number;
  readonly reason: string;
  readonly reasonData: ReasonData | undefined;
  readonly certainty: Certainty;
  readonly rule: VerdictRule;
  /** As of the {@link Verdict}. */
  readonly notes?: readonly string[];
  /** ARNs that are called now: empty when there are none, when they are suppressed, or when `ActionsEnabled` is false. */
  readonly actions: readonly string[];
  readonly actionsSuppressedBy?: SuppressedBy;
}

/** Account and region that the message names; AWS fills them from the alarm. */
export interface NotificationContext {
  /** Twelve digits. */
  readonly accountId: string;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** When the alarm was last deployed. @default - the message leaves it out */
  readonly configurationUpdatedAt?: number;
}

/** What SNS sends for a transition. */
export interface Notification {
  readonly subject: string;
  /** Text of the e-mail, as CloudWatch hands it to SNS for `email` subscriptions. */
  readonly emailBody: string;
  /** Text of `sms` subscriptions. */
  readonly smsText: string;
  /** The `Message` of every other subscription, as an object; SNS carries it as JSON text. */
  readonly message: Readonly<Record<string, unknown>>;
}

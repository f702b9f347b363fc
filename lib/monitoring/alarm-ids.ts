/** Settings key of each alarm that has a rule of its own to set. The burn-rate alarms follow from `availability`. */
export const ALARM_IDS = [
  'highLatency',
  'inferenceError',
  'errorRate',
  'noTraffic',
  'functionErrors',
  'functionThrottles',
  'functionNearTimeout',
  'endpoint5xx',
  'endpoint4xx',
  'modelLatency',
  'tableThrottles',
  'apiServerErrors',
  'persistFailures',
  'logOnlyRecords',
  'recordQueueAge',
  'recordDeadLetters',
  'metricFormatErrors',
] as const;

/** Settings key of an alarm: `highLatency`. */
export type AlarmId = (typeof ALARM_IDS)[number];

/** How urgent an alarm is; each severity has its own topic. */
export const SEVERITIES = ['critical', 'warning'] as const;
/** How urgent an alarm is; critical ones are also sent by SMS. */
export type Severity = (typeof SEVERITIES)[number];

/** CloudWatch's words for what a missing datapoint means. */
export const MISSING_DATA_TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
/** What a missing datapoint means to an alarm. */
export type MissingDataTreatment = (typeof MISSING_DATA_TREATMENTS)[number];

/** What a user may change on one alarm; what is left out keeps the alarm's own default. */
export interface AlarmOverride {
  /** Whether the alarm is made. @default - as the alarm's catalogue entry says */
  readonly enabled?: boolean;
  /** In the alarm's unit. */
  readonly threshold?: number;
  /** Seconds: a multiple of 60, since no metric here has values more often. */
  readonly period?: number;
  /** N: how many periods are looked at. */
  readonly evaluationPeriods?: number;
  /** M: how many of them must breach. At most N. */
  readonly datapointsToAlarm?: number;
  /** A CloudWatch statistic: `Average`, `Sum`, `p90`, `tm99`, … */
  readonly statistic?: string;
  /** What a missing datapoint means. */
  readonly treatMissingData?: MissingDataTreatment;
  /** How urgent the alarm is, and so which topic it calls. */
  readonly severity?: Severity;
}

/** Changes to single alarms, by their ids; an id that no alarm has fails synthesis. */
export type AlarmOverrides = Partial<Readonly<Record<AlarmId, AlarmOverride>>>;

/**
 * A CloudWatch statistic as an alarm takes it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export const STATISTIC_PATTERN =
  /^(Average|Sum|Minimum|Maximum|SampleCount|IQM|(p|tm|tc|ts|wm)(\d{1,2}(\.\d+)?|100)|(PR|TM|TC|TS|WM)\([\d.]*%?:[\d.]*%?\))$/;

import { Duration, Tags } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmBase,
  ComparisonOperator,
  CompositeAlarm,
  type HorizontalAnnotation,
  type IAlarm,
  type IAlarmRule,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { distance } from 'fastest-levenshtein';
import { prefixed } from '../../shared/names.ts';
import { ALARM_IDS, type AlarmId, type AlarmOverride, type AlarmOverrides, type Severity } from '../alarm-ids.ts';
import type { AlertTopics } from '../alert-topics.ts';
import type { WatchedMetrics } from '../metrics/watched-metrics.ts';
import type { MonitoringTargets } from '../targets.ts';
import type { AlarmRule, AlarmSpec, AlarmText, Comparison } from './alarm-spec.ts';
import { resolveRule } from './resolve-rule.ts';
import { alarmDescription } from './runbooks.ts';

/** Tag that carries an alarm's severity. */
export const SEVERITY_TAG = 'severity';

/** Colours of the threshold lines, so that a graph shows how urgent its alarm is. */
const SEVERITY_COLORS: Readonly<Record<Severity, string>> = { critical: '#d62728', warning: '#ff7f0e' };

const COMPARISON_OPERATORS: Readonly<Record<Comparison, ComparisonOperator>> = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  atLeast: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
};

const MISSING_DATA: Readonly<Record<AlarmRule['treatMissingData'], TreatMissingData>> = {
  breaching: TreatMissingData.BREACHING,
  notBreaching: TreatMissingData.NOT_BREACHING,
  ignore: TreatMissingData.IGNORE,
  missing: TreatMissingData.MISSING,
};

/** Whether an alarm sends messages itself: `part` is for alarms that are a condition of a composite. */
export type AlarmRole = 'alarm' | 'part' | 'health' | 'maintenance';

/** An alarm that exists, with what people and graphs need to know of it. */
export interface RegisteredAlarm {
  /** Name in CloudWatch, prefix included. */
  readonly name: string;
  readonly text: AlarmText;
  readonly severity: Severity;
  readonly role: AlarmRole;
  readonly alarm: AlarmBase;
}

/** A registered alarm on one metric: it can be drawn. */
export interface RegisteredMetricAlarm extends RegisteredAlarm {
  readonly rule: AlarmRule;
  readonly metric: IMetric;
}

export interface MetricAlarmDefinition extends AlarmText {
  readonly severity: Severity;
  readonly role: AlarmRole;
  readonly rule: AlarmRule;
  readonly metric: IMetric;
}

export interface CompositeAlarmDefinition extends AlarmText {
  readonly severity: Severity;
  readonly role: AlarmRole;
  readonly when: IAlarmRule;
  /** While it is in ALARM, the composite acts on nothing. @default - none */
  readonly suppressor?: { readonly alarm: IAlarm; readonly wait: Duration; readonly extension: Duration };
}

export interface AlarmRegistryProps {
  readonly topics: AlertTopics;
  /** Put in front of each name. @default - none */
  readonly prefix?: string;
  /** @default - each alarm as its catalogue entry says */
  readonly overrides?: AlarmOverrides;
  /** Roles that send messages. */
  readonly senders: readonly AlarmRole[];
  /** @default - the repository's `docs/runbooks` */
  readonly runbookBaseUrl?: string;
}

/**
 * The only place that makes alarms. Each gets its name, its treatment of missing data, its severity, its topic for
 * ALARM and for OK, and a description with its meaning and its runbook; nobody adds an action to an alarm elsewhere.
 * Overrides that are wrong, unknown or without anything to apply to stop synthesis, all of them at once.
 */
export class AlarmRegistry extends Construct {
  readonly #props: AlarmRegistryProps;
  readonly #prefix: string;
  readonly #overrides: AlarmOverrides;
  readonly #alarms: RegisteredAlarm[] = [];
  readonly #byId = new Map<AlarmId, RegisteredMetricAlarm>();
  readonly #errors: string[];

  constructor(scope: Construct, id: string, props: AlarmRegistryProps) {
    super(scope, id);
    this.#props = props;
    this.#prefix = props.prefix ?? '';
    this.#overrides = props.overrides ?? {};
    this.#errors = unknownIds(this.#overrides);
    this.node.addValidation({ validate: () => this.#errors });
  }

  /** Every alarm made so far, in the order of making. */
  get alarms(): readonly RegisteredAlarm[] {
    return this.#alarms;
  }

  /** The alarm of a catalogue entry; nothing when it is off or has nothing to watch. */
  find(id: AlarmId): RegisteredMetricAlarm | undefined {
    return this.#byId.get(id);
  }

  /** Makes the catalogue's alarms that are on and have something to watch, with the user's changes. */
  addCatalogue(catalogue: readonly AlarmSpec[], targets: MonitoringTargets, watched: WatchedMetrics): void {
    for (const spec of catalogue) this.#addSpec(spec, targets, watched);
  }

  addMetricAlarm(definition: MetricAlarmDefinition): RegisteredMetricAlarm {
    const { rule, metric, severity, role, ...text } = definition;
    const name = prefixed(this.#prefix, text.name);
    const alarm = new Alarm(this, text.name, {
      alarmName: name,
      alarmDescription: alarmDescription(text, severity, this.#props.runbookBaseUrl),
      metric,
      threshold: rule.threshold,
      comparisonOperator: COMPARISON_OPERATORS[rule.comparison],
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.datapointsToAlarm,
      treatMissingData: MISSING_DATA[rule.treatMissingData],
      // With few requests a percentile is decided by few values. They count: the M of N is what protects from chance.
      evaluateLowSampleCountPercentile: rule.statistic?.startsWith('p') ? 'evaluate' : undefined,
    });
    return this.#register({ name, text, severity, role, alarm, rule, metric });
  }

  addCompositeAlarm(definition: CompositeAlarmDefinition): RegisteredAlarm {
    const { when, suppressor, severity, role, ...text } = definition;
    const name = prefixed(this.#prefix, text.name);
    const alarm = new CompositeAlarm(this, text.name, {
      compositeAlarmName: name,
      alarmDescription: alarmDescription(text, severity, this.#props.runbookBaseUrl),
      alarmRule: when,
      actionsSuppressor: suppressor?.alarm,
      actionsSuppressorWaitPeriod: suppressor?.wait,
      actionsSuppressorExtensionPeriod: suppressor?.extension,
    });
    return this.#register({ name, text, severity, role, alarm });
  }

  /** Fails synthesis with the message, together with all other errors. */
  addError(message: string): void {
    this.#errors.push(message);
  }

  #addSpec(spec: AlarmSpec, targets: MonitoringTargets, watched: WatchedMetrics): void {
    const { id, needs, enabledByDefault, severity, rule, metric, unit: _unit, ...text } = spec;
    const override: AlarmOverride | undefined = this.#overrides[id];
    if (targets[needs] === undefined) {
      if (override !== undefined) {
        this.addError(`alarms.${id} is set, but there is nothing to watch: no ${needs} among the targets`);
      }
      return;
    }
    if (!(override?.enabled ?? enabledByDefault)) return;
    const resolved = resolveRule(id, rule(targets), override);
    if (!resolved.ok) {
      this.#errors.push(...resolved.errors);
      return;
    }
    const reading = { period: Duration.seconds(resolved.rule.period), statistic: resolved.rule.statistic };
    const read = metric(watched, reading);
    if (read === undefined) return;
    const definition = { ...text, severity: override?.severity ?? severity, role: 'alarm' } as const;
    this.#byId.set(id, this.addMetricAlarm({ ...definition, rule: resolved.rule, metric: read }));
  }

  #register<T extends RegisteredAlarm>(registered: T): T {
    const { alarm, severity, role } = registered;
    Tags.of(alarm).add(SEVERITY_TAG, severity);
    if (this.#props.senders.includes(role)) {
      const action = new SnsAction(this.#props.topics.of(severity));
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    this.#alarms.push(registered);
    return registered;
  }
}

/** The alarm's threshold as a line on a graph. */
export function thresholdLine({ name, severity, rule }: RegisteredMetricAlarm): HorizontalAnnotation {
  return { value: rule.threshold, label: name, color: SEVERITY_COLORS[severity] };
}

/** The alarm's own metric, named for a graph. */
export function alarmLine({ metric, text }: RegisteredMetricAlarm, label: string = text.title): IMetric {
  if (metric instanceof Metric || metric instanceof MathExpression) return metric.with({ label });
  return metric;
}

/** The settings loader refuses unknown ids already; an application in plain JavaScript passes no such check. */
function unknownIds(overrides: AlarmOverrides): string[] {
  const known: readonly string[] = ALARM_IDS;
  return Object.keys(overrides)
    .filter((id) => !known.includes(id))
    .map((id) => `alarms.${id} is unknown: did you mean alarms.${nearest(id, known)}?`);
}

function nearest(word: string, candidates: readonly string[]): string {
  return [...candidates].sort((a, b) => distance(word, a) - distance(word, b))[0] ?? word;
}

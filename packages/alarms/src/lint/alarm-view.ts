import type { LoadedAlarmType } from '../source/types.ts';
import { booleanOf, listOf, numberOf, type RawProperties, recordOf, textOf } from './raw.ts';

/** A metric that an alarm reads, as far as the template says. */
export interface ReadMetric {
  /** Where it stands: empty for the classic form, else for example `Metrics[1].MetricStat`. */
  readonly path: string;
  /** Only in the `Metrics[]` form. */
  readonly id?: string;
  readonly namespace?: string;
  readonly metricName?: string;
  /** Names of its dimensions; absent if one of them is known only after deployment. */
  readonly dimensionNames?: readonly string[];
  /** Names with their values, as far as these are known. */
  readonly dimensions: Readonly<Record<string, string | undefined>>;
  /** Seconds. */
  readonly period?: number;
  readonly statistic?: string;
  readonly unit?: string;
}

/** An entry of `Metrics[]` that computes. */
export interface ReadExpression {
  /** For example `Metrics[0]`. */
  readonly path: string;
  readonly id?: string;
  readonly text: string;
}

/** On which side of the threshold the trouble is; `band` for anomaly detection. */
export type Direction = 'above' | 'below' | 'band';

/** A metric alarm's properties in the words of the rules. Nothing is refused: a value that is wrong is left out. */
export interface MetricAlarmView {
  readonly kind: 'metric';
  readonly form: 'classic' | 'metrics';
  readonly raw: RawProperties;
  readonly metrics: readonly ReadMetric[];
  readonly expressions: readonly ReadExpression[];
  /** Id of the entry that the alarm watches, in the `Metrics[]` form. */
  readonly watchedId?: string;
  readonly threshold?: number;
  readonly operator?: string;
  readonly direction?: Direction;
  /** N. */
  readonly evaluationPeriods?: number;
  /** M; N where it is not written. */
  readonly datapointsToAlarm?: number;
  /** As CloudWatch treats it: what is written, or its default; `unknown` where only a deployment knows. */
  readonly missingData: string;
  /** Seconds; the longest where they differ. */
  readonly period?: number;
}

export interface CompositeAlarmView {
  readonly kind: 'composite';
  readonly raw: RawProperties;
}

/** Kinds that the rules on metrics and composites say nothing about: alarms on logs. */
export interface OtherAlarmView {
  readonly kind: 'other';
  readonly raw: RawProperties;
}

export type AlarmView = MetricAlarmView | CompositeAlarmView | OtherAlarmView;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'below',
  LessThanLowerOrGreaterThanUpperThreshold: 'band',
  LessThanLowerThreshold: 'band',
  GreaterThanUpperThreshold: 'band',
};

/** Place of a property of a metric: `Period`, or `Metrics[1].MetricStat.Period`. */
export const at = (path: string, property: string): string => (path === '' ? property : `${path}.${property}`);

function readMetric(path: string, metric: RawProperties, reading: RawProperties, statistic: unknown): ReadMetric {
  const dimensions = listOf(metric.Dimensions).map(recordOf);
  const names = dimensions.map(({ Name }) => textOf(Name));
  const known = names.filter((name) => name !== undefined);
  return {
    path,
    namespace: textOf(metric.Namespace),
    metricName: textOf(metric.MetricName),
    dimensionNames: known.length === names.length ? known : undefined,
    dimensions: Object.fromEntries(
      dimensions.flatMap(({ Name, Value }) => (typeof Name === 'string' ? [[Name, textOf(Value)]] : [])),
    ),
    period: numberOf(reading.Period),
    statistic: textOf(statistic),
    unit: textOf(reading.Unit),
  };
}

type Queries = Pick<MetricAlarmView, 'form' | 'metrics' | 'expressions' | 'watchedId'>;

function readEntries(entries: readonly RawProperties[]): Queries {
  const metrics: ReadMetric[] = [];
  const expressions: ReadExpression[] = [];
  for (const [index, entry] of entries.entries()) {
    const path = `Metrics[${index}]`;
    const id = textOf(entry.Id);
    const text = textOf(entry.Expression);
    if (text !== undefined) expressions.push({ path, id, text });
    if (entry.MetricStat === undefined) continue;
    const stat = recordOf(entry.MetricStat);
    metrics.push({ ...readMetric(`${path}.MetricStat`, recordOf(stat.Metric), stat, stat.Stat), id });
  }
  const watched = entries.filter(({ ReturnData }) => booleanOf(ReturnData, true));
  // An anomaly alarm returns two series: the metric and its band. The metric is what is watched.
  const watchedId = watched.length === 1 ? textOf(watched[0]?.Id) : undefined;
  return { form: 'metrics', metrics, expressions, watchedId };
}

function readQueries(raw: RawProperties): Queries {
  if (raw.Metrics !== undefined) return readEntries(listOf(raw.Metrics).map(recordOf));
  const metric = readMetric('', raw, raw, raw.Statistic ?? raw.ExtendedStatistic);
  const empty = raw.MetricName === undefined && raw.Namespace === undefined;
  return { form: 'classic', metrics: empty ? [] : [metric], expressions: [] };
}

const UNKNOWN = 'unknown';

/**
 * CloudWatch's default is `missing`. For AWS/DynamoDB AWS's texts contradict each other (always ignored, or ignored by
 * default); the later one counts, as in the simulator.
 */
function missingDataOf(raw: RawProperties, metrics: readonly ReadMetric[]): string {
  const fallback = metrics.some(({ namespace }) => namespace === 'AWS/DynamoDB') ? 'ignore' : 'missing';
  return raw.TreatMissingData === undefined ? fallback : (textOf(raw.TreatMissingData) ?? UNKNOWN);
}

function readMetricAlarm(raw: RawProperties): MetricAlarmView {
  const queries = readQueries(raw);
  const operator = textOf(raw.ComparisonOperator);
  const evaluationPeriods = numberOf(raw.EvaluationPeriods);
  const periods = queries.metrics.flatMap(({ period }) => period ?? []);
  return {
    kind: 'metric',
    raw,
    ...queries,
    threshold: numberOf(raw.Threshold),
    operator,
    direction: operator === undefined ? undefined : DIRECTIONS[operator],
    evaluationPeriods,
    datapointsToAlarm: raw.DatapointsToAlarm === undefined ? evaluationPeriods : numberOf(raw.DatapointsToAlarm),
    missingData: missingDataOf(raw, queries.metrics),
    period: periods.length === 0 ? undefined : Math.max(...periods),
  };
}

/** What the rules look at. */
export function viewOf(type: LoadedAlarmType, raw: RawProperties): AlarmView {
  if (type === 'AWS::CloudWatch::CompositeAlarm') return { kind: 'composite', raw };
  return type === 'AWS::CloudWatch::Alarm' ? readMetricAlarm(raw) : { kind: 'other', raw };
}

/** The one metric that the alarm compares with its threshold, if no expression stands between them. */
export function watchedMetric(view: MetricAlarmView): ReadMetric | undefined {
  if (view.form === 'classic') return view.metrics[0];
  return view.watchedId === undefined ? undefined : view.metrics.find(({ id }) => id === view.watchedId);
}

/** `AWS/Lambda Errors`, for messages. */
export const nameOf = ({ namespace = '?', metricName = '?' }: ReadMetric): string => `${namespace} ${metricName}`;

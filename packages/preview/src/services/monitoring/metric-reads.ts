import {
  addSample,
  emptySummary,
  parseStatistic,
  type Statistic,
  toDatapoint,
} from '../../../../alarm-simulator/src/index.ts';
import type { MetricStore } from '../../observability/metric-store.ts';
import type { Clock, MetricIdentity } from '../../types.ts';
import { type Failure, fail, type JsonObject, type OperationResult, succeed } from '../protocol.ts';
import { list, number, object, objects, text } from '../template.ts';

interface MetricReads {
  readonly clock: Clock;
  readonly metrics: MetricStore;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MAX_QUERIES = 500;

/** Seconds, as CloudWatch allows them: 1, 5, 10, 20, 30, or a multiple of 60. */
const isPeriod = (seconds: number) => [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Epoch seconds in JSON and CBOR, ISO 8601 in the query protocol, in real time; undefined if it is no time. */
function readTime(value: unknown, clock: Clock): number | undefined {
  const seconds = number(value);
  const realMs = seconds === undefined ? Date.parse(String(value)) : seconds * 1000;
  return Number.isFinite(realMs) ? clock.toVirtual(realMs) : undefined;
}

function readRange(input: JsonObject, clock: Clock): TimeRange | undefined {
  const from = readTime(input.StartTime, clock);
  const to = readTime(input.EndTime, clock);
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

interface Series {
  readonly metric: MetricIdentity;
  /** Seconds. */
  readonly period: number;
  readonly unit?: string;
}

/** Datapoints of the periods that begin in the range, oldest first; periods start at multiples of their length. */
function datapoints(
  { metrics }: MetricReads,
  { metric, period, unit }: Series,
  statistic: Statistic,
  range: TimeRange,
) {
  const periodMs = period * 1000;
  const first = Math.floor(range.from / periodMs) * periodMs;
  const summaries = new Map<number, ReturnType<typeof emptySummary>>();
  for (const sample of metrics.samples(metric, first, Math.ceil(range.to / periodMs) * periodMs)) {
    const start = Math.floor(sample.timestamp / periodMs) * periodMs;
    const summary = summaries.get(start) ?? emptySummary(statistic);
    addSample(summary, sample, unit);
    summaries.set(start, summary);
  }
  return [...summaries]
    .filter(([start]) => start < range.to)
    .sort(([a], [b]) => a - b)
    .flatMap(([start, summary]) => toDatapoint(statistic, start, summary) ?? []);
}

/**
 * `GetMetricData` without metric math, which nothing asks for yet and which fails with a message.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function getMetricData(input: JsonObject, deps: MetricReads): OperationResult {
  const range = readRange(input, deps.clock);
  if (!range) return invalid('The parameter StartTime must be less than the parameter EndTime.');
  const queries = objects(input.MetricDataQueries);
  if (queries.length === 0 || queries.length > MAX_QUERIES) {
    return invalid(`The collection MetricDataQueries must have a size from 1 to ${MAX_QUERIES}.`);
  }
  const results: JsonObject[] = [];
  for (const query of queries) {
    if (query.ReturnData === false || query.ReturnData === 'false') continue;
    const result = runQuery(query, range, input.ScanBy === 'TimestampAscending', deps);
    if (!result.ok) return result;
    results.push(result.data);
  }
  return succeed({ MetricDataResults: results });
}

type QueryResult = { readonly ok: true; readonly data: JsonObject } | Failure;

function runQuery(query: JsonObject, range: TimeRange, ascending: boolean, deps: MetricReads): QueryResult {
  const id = text(query.Id) ?? '';
  const stat = object(query.MetricStat);
  if (!stat) return invalid(`The preview computes no expressions in GetMetricData (query ${id}).`);
  const metric = object(stat.Metric);
  const series = readSeries({ ...metric, Period: stat.Period, Unit: stat.Unit });
  if ('ok' in series) return series;
  const statistic = parseStatistic(text(stat.Stat) ?? '');
  if (!statistic.ok) return invalid(statistic.errors.map(({ message }) => message).join('; '));
  const points = datapoints(deps, series, statistic.value, range);
  if (!ascending) points.reverse();
  const data = {
    Id: id,
    Label: text(query.Label) ?? series.metric.metricName,
    Timestamps: points.map(({ timestamp }) => new Date(timestamp)),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
  return { ok: true, data };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics(input: JsonObject, deps: MetricReads): OperationResult {
  const range = readRange(input, deps.clock);
  if (!range) return invalid('The parameter StartTime must be less than the parameter EndTime.');
  const series = readSeries(input);
  if ('ok' in series) return series;
  const simple = list(input.Statistics).map(String);
  const extended = list(input.ExtendedStatistics).map(String);
  const byTime = new Map<number, { values: Record<string, number>; extendedValues: Record<string, number> }>();
  for (const name of [...simple, ...extended]) {
    const statistic = parseStatistic(name);
    if (!statistic.ok) return invalid(statistic.errors.map(({ message }) => message).join('; '));
    for (const { timestamp, value } of datapoints(deps, series, statistic.value, range)) {
      const point = byTime.get(timestamp) ?? { values: {}, extendedValues: {} };
      (extended.includes(name) ? point.extendedValues : point.values)[name] = value;
      byTime.set(timestamp, point);
    }
  }
  const Datapoints = [...byTime].map(([timestamp, { values, extendedValues }]) => ({
    Timestamp: new Date(timestamp),
    ...values,
    ...(extended.length === 0 ? {} : { ExtendedStatistics: new Map(Object.entries(extendedValues)) }),
    Unit: series.unit ?? 'None',
  }));
  return succeed({ Label: series.metric.metricName, Datapoints });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(input: JsonObject, { metrics }: MetricReads): OperationResult {
  const namespace = text(input.Namespace);
  const metricName = text(input.MetricName);
  const wanted = objects(input.Dimensions);
  const matching = metrics.list().filter((metric) => {
    if (namespace !== undefined && metric.namespace !== namespace) return false;
    if (metricName !== undefined && metric.metricName !== metricName) return false;
    return wanted.every(({ Name, Value }) => {
      const own = metric.dimensions[String(Name)];
      return own !== undefined && (Value === undefined || Value === own);
    });
  });
  const Metrics = matching.map((metric) => ({
    Namespace: metric.namespace,
    MetricName: metric.metricName,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  return succeed({ Metrics });
}

/** Name, dimensions, period and unit of what is asked for. */
function readSeries(input: JsonObject): Series | Failure {
  const namespace = text(input.Namespace);
  const metricName = text(input.MetricName);
  const period = number(input.Period);
  if (namespace === undefined || metricName === undefined) {
    return invalid('The parameters Namespace and MetricName are required.');
  }
  if (period === undefined || !isPeriod(period)) {
    return invalid(`The value ${period} for parameter Period is invalid.`);
  }
  const dimensions = objects(input.Dimensions).map(({ Name, Value }) => [String(Name), String(Value)] as const);
  return {
    metric: { namespace, metricName, dimensions: Object.fromEntries(dimensions) },
    period,
    unit: text(input.Unit),
  };
}

function invalid(message: string): Failure {
  return fail(400, 'InvalidParameterValueException', message, { queryCode: 'InvalidParameterValue' });
}

import { STANDARD_UNITS } from '../../../alarm-simulator/src/index.ts';
import type { MetricStore } from '../observability/metric-store.ts';
import type { TemplateResource } from '../observability/types.ts';
import {
  isMetricValue,
  isTimely,
  MAX_DIMENSION_VALUE_LENGTH,
  MAX_DIMENSIONS,
  MAX_NAME_LENGTH,
  storedTimestamp,
} from '../observability/units.ts';
import type { Clock, MetricSample, ServicePlugin } from '../types.ts';
import { describeAlarms } from './monitoring/alarm-reads.ts';
import { getDashboard, listDashboards } from './monitoring/dashboard-reads.ts';
import { getMetricData, getMetricStatistics, listMetrics } from './monitoring/metric-reads.ts';
import { type Failure, fail, type JsonObject, type OperationResult, rpcPlugin, succeed } from './protocol.ts';
import { list, number, object, objects, text } from './template.ts';
import type { RunningParts } from './types.ts';

interface MonitoringDependencies {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  readonly dashboards: readonly TemplateResource[];
  readonly running: RunningParts;
}

const MAX_DATA = 1000;
const MAX_VALUES = 150;

/**
 * Amazon CloudWatch: `PutMetricData`, and reading of metrics, alarms and dashboards, in each of the protocols that SDK
 * versions speak, compressed or not.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
 */
export function createMonitoringPlugin(deps: MonitoringDependencies): ServicePlugin {
  return rpcPlugin('monitoring', {
    PutMetricData: (input) => putMetricData(input, deps),
    GetMetricData: (input) => getMetricData(input, deps),
    GetMetricStatistics: (input) => getMetricStatistics(input, deps),
    ListMetrics: (input) => listMetrics(input, deps),
    DescribeAlarms: (input) => describeAlarms(input, deps.running),
    GetDashboard: (input) => getDashboard(input, deps.dashboards),
    ListDashboards: (input) => listDashboards(input, deps.dashboards),
  });
}

/** All data of a request are stored, or none. */
function putMetricData(input: JsonObject, { clock, metrics }: MonitoringDependencies): OperationResult {
  const namespace = text(input.Namespace);
  if (namespace === undefined) return missing('Namespace');
  if (namespace.startsWith('AWS/') || namespace.startsWith(':') || namespace.length > MAX_NAME_LENGTH) {
    return invalid(`The value ${namespace} for parameter Namespace is invalid.`);
  }
  const entities = objects(input.EntityMetricData).flatMap((entity) => objects(entity.MetricData));
  const data = [...objects(input.MetricData), ...entities];
  if (data.length === 0) return missing('MetricData');
  if (data.length > MAX_DATA)
    return invalid(`The collection MetricData must not have a size greater than ${MAX_DATA}.`);
  const samples: MetricSample[] = [];
  for (const [index, datum] of data.entries()) {
    const read = readDatum(datum, `MetricData.member.${index + 1}`, namespace, clock);
    if (!read.ok) return read;
    samples.push(...read.samples);
  }
  for (const sample of samples) metrics.publish(sample);
  return succeed();
}

type DatumResult = { readonly ok: true; readonly samples: readonly MetricSample[] } | Failure;

function readDatum(datum: JsonObject, at: string, namespace: string, clock: Clock): DatumResult {
  const metricName = text(datum.MetricName);
  if (metricName === undefined) return missing(`${at}.MetricName`);
  const unit = datum.Unit ?? 'None';
  if (typeof unit !== 'string' || !STANDARD_UNITS.includes(unit)) {
    return invalid(`The value ${unit} for parameter ${at}.Unit is invalid.`);
  }
  const storageResolution = number(datum.StorageResolution) ?? 60;
  if (storageResolution !== 1 && storageResolution !== 60) {
    return invalid(`The value ${storageResolution} for parameter ${at}.StorageResolution is invalid.`);
  }
  const realMs = timestampOf(datum.Timestamp);
  if (!isTimely(realMs, Date.now())) {
    return invalid(
      `The parameter ${at}.Timestamp must specify a time within the past two weeks and the next two hours.`,
    );
  }
  const dimensions = readDimensions(datum.Dimensions, at);
  if (!dimensions.ok) return dimensions;
  const values = readValues(datum, at);
  if (!values.ok) return values;
  const timestamp = storedTimestamp(clock.toVirtual(realMs), storageResolution);
  const identity = { namespace, metricName, dimensions: dimensions.dimensions };
  return {
    ok: true,
    samples: values.values.map(({ value, count }) => ({ ...identity, timestamp, value, count, unit })),
  };
}

/** Epoch seconds in JSON and CBOR, ISO 8601 in the query protocol; now if there is none. */
function timestampOf(value: unknown): number {
  if (value === undefined) return Date.now();
  const seconds = number(value);
  return seconds === undefined ? Date.parse(String(value)) : seconds * 1000;
}

type DimensionsResult = { readonly ok: true; readonly dimensions: Record<string, string> } | Failure;

function readDimensions(value: unknown, at: string): DimensionsResult {
  const entries = objects(value);
  if (entries.length > MAX_DIMENSIONS) {
    return invalid(`The collection ${at}.Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`);
  }
  const dimensions: [string, string][] = [];
  for (const entry of entries) {
    const name = text(entry.Name);
    const content = text(entry.Value);
    if (name === undefined || content === undefined || content.length > MAX_DIMENSION_VALUE_LENGTH) {
      return invalid(
        `The parameter ${at}.Dimensions needs a Name and a Value of at most ${MAX_DIMENSION_VALUE_LENGTH} characters.`,
      );
    }
    dimensions.push([name, content]);
  }
  return { ok: true, dimensions: Object.fromEntries(dimensions) };
}

interface CountedValue {
  readonly value: number;
  readonly count: number;
}

type ValuesResult = { readonly ok: true; readonly values: readonly CountedValue[] } | Failure;

/** One value, a list of values with their counts, or a statistic set. */
function readValues(datum: JsonObject, at: string): ValuesResult {
  const statistics = object(datum.StatisticValues);
  if (statistics) return readStatistics(statistics, at);
  const listed = list(datum.Values);
  const values = (listed.length > 0 ? listed : list(datum.Value)).map(number);
  if (values.length === 0) return missing(`${at}.Value`);
  const counts = list(datum.Counts).map(number);
  if (values.length > MAX_VALUES)
    return invalid(`The collection ${at}.Values must not have a size greater than ${MAX_VALUES}.`);
  if (counts.length > 0 && counts.length !== values.length) {
    return invalid(`The parameters ${at}.Values and ${at}.Counts must have the same size.`);
  }
  const read: CountedValue[] = [];
  for (const [index, value] of values.entries()) {
    const count = counts[index] ?? 1;
    if (!isMetricValue(value) || count < 0) return invalid(`A value of ${at} is not a number in CloudWatch's range.`);
    read.push({ value, count });
  }
  return { ok: true, values: read };
}

/**
 * Samples with the same count, sum, minimum and maximum as the set. Percentiles of such data mean nothing unless all its
 * values are equal, and CloudWatch does not give them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
function readStatistics(statistics: JsonObject, at: string): ValuesResult {
  const [count, sum, minimum, maximum] = ['SampleCount', 'Sum', 'Minimum', 'Maximum'].map((name) =>
    number(statistics[name]),
  );
  if (count === undefined || sum === undefined || minimum === undefined || maximum === undefined || count <= 0) {
    return invalid(`The parameter ${at}.StatisticValues needs SampleCount above 0, Sum, Minimum and Maximum.`);
  }
  if (minimum === maximum || count < 2) return { ok: true, values: [{ value: sum / count, count }] };
  const between = count - 2;
  const values = [
    { value: minimum, count: 1 },
    { value: maximum, count: 1 },
  ];
  if (between > 0) values.push({ value: (sum - minimum - maximum) / between, count: between });
  return { ok: true, values };
}

function missing(parameter: string): Failure {
  return fail(400, 'MissingRequiredParameterException', `The parameter ${parameter} is required.`, {
    queryCode: 'MissingParameter',
  });
}

function invalid(message: string): Failure {
  return fail(400, 'InvalidParameterValueException', message, { queryCode: 'InvalidParameterValue' });
}

import { STANDARD_UNITS } from '../../../alarm-simulator/src/index.ts';
import { isMetricValue, isTimely, MAX_DIMENSION_VALUE_LENGTH, MAX_DIMENSIONS, MAX_NAME_LENGTH } from './units.ts';

/** A value that a log line publishes. */
export interface EmbeddedSample {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: string;
  /** 1 for high resolution. */
  readonly storageResolution: 1 | 60;
  /** Milliseconds since the epoch, as the line says: real time. */
  readonly timestamp: number;
}

/** What a log line holds of embedded metrics, and what is wrong with it. */
export interface EmbeddedMetrics {
  readonly samples: readonly EmbeddedSample[];
  /** The line is meant as embedded metric format, but is no such document. */
  readonly parsingErrors: readonly string[];
  /** A metric or its dimensions break the rules; the others of the line are published. */
  readonly validationErrors: readonly string[];
}

const MAX_METRICS = 100;
const MAX_VALUES = 100;

const NOTHING: EmbeddedMetrics = { samples: [], parsingErrors: [], validationErrors: [] };

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Embedded metrics of a log line. A line is taken for embedded metric format if it mentions `_aws` and
 * `CloudWatchMetrics`; text before the document, as Lambda puts it there, is allowed. Which breach counts as a parsing
 * and which as a validation error is inferred from the description of the two metrics: no document is a parsing error, a
 * document whose metric or dimension breaks a rule is a validation error.
 *
 * @param nowMs real milliseconds since the epoch, against which the document's timestamp is checked
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export function extractEmbeddedMetrics(message: string, nowMs: number): EmbeddedMetrics {
  if (!message.includes('"_aws"') || !message.includes('"CloudWatchMetrics"')) return NOTHING;
  const root = parseDocument(message);
  const metadata = root?._aws;
  if (!root || !isObject(metadata)) return notADocument('the line is not a JSON object with an object _aws');
  const { Timestamp, CloudWatchMetrics } = metadata;
  if (typeof Timestamp !== 'number' || !Number.isInteger(Timestamp)) {
    return notADocument('_aws.Timestamp is not a whole number of milliseconds');
  }
  if (!Array.isArray(CloudWatchMetrics)) return notADocument('_aws.CloudWatchMetrics is not a list');
  if (!isTimely(Timestamp, nowMs)) {
    return { ...NOTHING, validationErrors: ['_aws.Timestamp is more than 14 days old or 2 hours ahead'] };
  }
  const read = CloudWatchMetrics.map((directive, index) => {
    return readDirective(root, Timestamp, directive, `CloudWatchMetrics[${index}]`);
  });
  return {
    samples: read.flatMap(({ samples }) => samples),
    parsingErrors: read.flatMap(({ parsingErrors }) => parsingErrors),
    validationErrors: read.flatMap(({ validationErrors }) => validationErrors),
  };
}

const notADocument = (error: string): EmbeddedMetrics => ({ ...NOTHING, parsingErrors: [error] });

function parseDocument(message: string): JsonObject | undefined {
  const start = message.indexOf('{');
  try {
    const value: unknown = JSON.parse(message.slice(start));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Something read from the document, or the rule that it breaks. */
type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

const broken = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

function readDirective(root: JsonObject, timestamp: number, directive: unknown, at: string): EmbeddedMetrics {
  const invalid = (error: string): EmbeddedMetrics => ({ ...NOTHING, validationErrors: [`${at}.${error}`] });
  if (!isObject(directive)) return notADocument(`${at} is not an object`);
  const { Namespace: namespace, Dimensions, Metrics } = directive;
  if (!isName(namespace) || !Array.isArray(Dimensions) || !Array.isArray(Metrics)) {
    return notADocument(`${at} needs Namespace (text), Dimensions (list) and Metrics (list)`);
  }
  if (Dimensions.length === 0) return invalid('Dimensions is empty: write [[]] for no dimension');
  if (Metrics.length > MAX_METRICS) return invalid(`Metrics has more than ${MAX_METRICS} entries`);
  const sets = Dimensions.map((keys) => readDimensions(root, keys));
  const metrics = Metrics.map((metric) => readMetric(root, metric));
  const samples: EmbeddedSample[] = [];
  for (const metric of metrics) {
    for (const set of sets) {
      if (!metric.ok || !set.ok) continue;
      const { values, ...definition } = metric.value;
      const identity = { namespace, ...definition, dimensions: set.value, timestamp };
      for (const value of values) samples.push({ ...identity, value });
    }
  }
  const validationErrors = [...sets, ...metrics].flatMap((read) => (read.ok ? [] : [`${at}: ${read.error}`]));
  return { samples, parsingErrors: [], validationErrors };
}

/** The keys of a dimension set with their values from the root. */
function readDimensions(root: JsonObject, keys: unknown): Read<Readonly<Record<string, string>>> {
  if (!Array.isArray(keys)) return broken('a dimension set is not a list');
  if (keys.length > MAX_DIMENSIONS) return broken(`a dimension set has more than ${MAX_DIMENSIONS} keys`);
  const entries: [string, string][] = [];
  for (const key of keys) {
    const value = isName(key) ? target(root, key) : undefined;
    if (typeof value !== 'string' || value === '' || value.length > MAX_DIMENSION_VALUE_LENGTH) {
      return broken(`dimension ${key} is not a text of 1 to ${MAX_DIMENSION_VALUE_LENGTH} characters on the root`);
    }
    entries.push([key, value]);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}

type MetricDefinition = Pick<EmbeddedSample, 'metricName' | 'unit' | 'storageResolution'> & {
  readonly values: readonly number[];
};

function readMetric(root: JsonObject, metric: unknown): Read<MetricDefinition> {
  if (!isObject(metric) || !isName(metric.Name)) return broken('a metric has no Name');
  const { Name: metricName, Unit: unit = 'None', StorageResolution: storageResolution = 60 } = metric;
  if (typeof unit !== 'string' || !STANDARD_UNITS.includes(unit)) return broken(`${metricName} has the unit ${unit}`);
  if (storageResolution !== 1 && storageResolution !== 60) {
    return broken(`${metricName} has the StorageResolution ${storageResolution}: write 1 or 60`);
  }
  const content = target(root, metricName);
  const values: unknown[] = Array.isArray(content) ? content : [content];
  if (values.length > MAX_VALUES) return broken(`${metricName} has more than ${MAX_VALUES} values`);
  if (!values.every(isMetricValue)) return broken(`${metricName} is no number or list of numbers on the root`);
  return { ok: true, value: { metricName, unit, storageResolution, values } };
}

/** What a name of the document refers to: a member of the root, never a nested or an inherited one. */
function target(root: JsonObject, name: string): unknown {
  return Object.hasOwn(root, name) ? root[name] : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_LENGTH;

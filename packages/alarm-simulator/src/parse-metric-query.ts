import { parseMath } from './math-parser.ts';
import { checkMetrics, type DraftEntry } from './metric-entries.ts';
import type { PropertyReader } from './properties.ts';
import type { MetricIdentity } from './sample-types.ts';
import type { Statistic } from './statistic-types.ts';
import { parseStatistic } from './statistics.ts';
import type { MetricEntry, MetricQuery, Problem } from './types.ts';
import { STANDARD_UNITS } from './units.ts';

/** AWS's limit on the dimensions of a metric. */
const MAX_DIMENSIONS = 30;

function dimensions(reader: PropertyReader): Record<string, string> {
  const pairs = reader.objects('Dimensions').flatMap((dimension) => {
    const name = dimension.string('Name');
    const value = dimension.string('Value');
    for (const part of ['Name', 'Value']) if (!dimension.has(part)) dimension.refuse(part, 'is missing');
    dimension.rejectUnknown();
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const record = Object.fromEntries(pairs);
  if (Object.keys(record).length < pairs.length) reader.refuse('Dimensions', 'names a dimension twice');
  if (pairs.length > MAX_DIMENSIONS) reader.refuse('Dimensions', `has more than ${MAX_DIMENSIONS} entries`);
  return record;
}

function required(reader: PropertyReader, name: string): string {
  if (!reader.has(name)) reader.refuse(name, 'is missing');
  return reader.string(name) ?? '';
}

function identity(reader: PropertyReader): MetricIdentity {
  return {
    namespace: required(reader, 'Namespace'),
    metricName: required(reader, 'MetricName'),
    dimensions: dimensions(reader),
  };
}

function period(reader: PropertyReader): number {
  if (!reader.has('Period')) reader.refuse('Period', 'is missing: write it in seconds');
  const seconds = reader.number('Period');
  if (seconds === undefined) return 60;
  const valid = [10, 20, 30].includes(seconds) || (Number.isInteger(seconds) && seconds > 0 && seconds % 60 === 0);
  if (!valid) reader.refuse('Period', `${seconds} is no period: write 10, 20, 30 or a multiple of 60 seconds`);
  return valid ? seconds : 60;
}

function statistic(reader: PropertyReader, name: string): Statistic | undefined {
  const text = reader.string(name);
  if (text === undefined) return undefined;
  const parsed = parseStatistic(text);
  if (parsed.ok) return parsed.value;
  for (const { message } of parsed.errors) reader.refuse(name, message);
  return undefined;
}

function unit(reader: PropertyReader): { readonly unit?: string } {
  const value = reader.choice('Unit', STANDARD_UNITS);
  return value === undefined ? {} : { unit: value };
}

/** `MetricName`, `Namespace`, `Statistic`, … beside the threshold. */
export function parseClassicQuery(reader: PropertyReader): MetricQuery | undefined {
  const simple = statistic(reader, 'Statistic');
  const extended = statistic(reader, 'ExtendedStatistic');
  if (reader.has('Statistic') === reader.has('ExtendedStatistic')) {
    reader.refuse('Statistic', 'set exactly one of Statistic and ExtendedStatistic');
  }
  if (simple !== undefined && simple.type !== 'simple') {
    reader.refuse('Statistic', `${simple.name} is an extended statistic: write it as ExtendedStatistic`);
  }
  if (extended?.type === 'simple') {
    reader.refuse('ExtendedStatistic', `${extended.name} is a simple statistic: write it as Statistic`);
  }
  const metric = identity(reader);
  const seconds = period(reader);
  const chosen = simple ?? extended;
  const query = { form: 'classic', metric, period: seconds, ...unit(reader) } as const;
  return chosen === undefined ? undefined : { ...query, statistic: chosen };
}

function metricSource(reader: PropertyReader): MetricEntry['source'] | undefined {
  const metric = reader.object('Metric');
  if (!reader.has('Metric')) reader.refuse('Metric', 'is missing');
  if (!reader.has('Stat')) reader.refuse('Stat', 'is missing');
  const stat = statistic(reader, 'Stat');
  const found = metric === undefined ? undefined : identity(metric);
  const source = { type: 'metric', period: period(reader), ...unit(reader) } as const;
  metric?.rejectUnknown();
  reader.rejectUnknown();
  return stat === undefined || found === undefined ? undefined : { ...source, metric: found, statistic: stat };
}

function expressionSource(reader: PropertyReader): MetricEntry['source'] | undefined {
  const text = reader.string('Expression');
  const seconds = reader.has('Period') ? period(reader) : undefined;
  if (text === undefined) return undefined;
  const parsed = parseMath(text);
  if (parsed.ok) {
    return {
      type: 'expression',
      text,
      expression: parsed.value,
      ...(seconds === undefined ? {} : { period: seconds }),
    };
  }
  for (const { message } of parsed.errors) reader.refuse('Expression', message);
  return undefined;
}

function parseEntry(reader: PropertyReader): DraftEntry {
  const id = required(reader, 'Id');
  if (id !== '' && !/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
    reader.refuse(
      'Id',
      `${JSON.stringify(id)} is no id: start with a lower-case letter, go on with letters, digits and _`,
    );
  }
  const label = reader.text('Label');
  const accountId = reader.string('AccountId');
  const stat = reader.object('MetricStat');
  if (reader.has('MetricStat') === reader.has('Expression')) {
    reader.refuse('Expression', 'set exactly one of MetricStat and Expression');
  }
  const source = stat === undefined ? expressionSource(reader) : metricSource(stat);
  const returnData = reader.boolean('ReturnData') ?? true;
  reader.rejectUnknown();
  return {
    id,
    ...(label === undefined ? {} : { label }),
    ...(accountId === undefined ? {} : { accountId }),
    returnData,
    source,
  };
}

/**
 * `Metrics`: metrics and expressions. One returns data, the watched one; with `ThresholdMetricId` a second does, the
 * anomaly detection band of that id.
 * @param thresholdMetricId the id, as written. @default - the alarm compares with a number
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (Metrics, ThresholdMetricId)
 */
export function parseMetricsQuery(
  reader: PropertyReader,
  errors: Problem[],
  thresholdMetricId?: string,
): MetricQuery | undefined {
  const before = errors.length;
  const drafts = reader.objects('Metrics').map(parseEntry);
  const watched = checkMetrics(drafts, thresholdMetricId, reader, errors.length > before);
  if (errors.length > before || watched === undefined) return undefined;
  const entries = drafts.flatMap(({ source, ...entry }) => (source === undefined ? [] : [{ ...entry, source }]));
  return { form: 'metrics', entries, returned: watched };
}

import type { AlarmContext } from './parse-alarm.ts';
import { parseCommon } from './parse-common.ts';
import { parseClassicQuery, parseMetricsQuery } from './parse-metric-query.ts';
import { PropertyReader } from './properties.ts';
import type { ComparisonOperator, MetricAlarm, MetricQuery, MissingDataTreatment, Problem } from './types.ts';

const OPERATORS: readonly ComparisonOperator[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];

const TREATMENTS: readonly MissingDataTreatment[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

/** Properties of the classic form, which `Metrics` excludes. */
const CLASSIC = ['MetricName', 'Namespace', 'Dimensions', 'Period', 'Statistic', 'ExtendedStatistic', 'Unit'];

/** Other kinds of alarms and evaluation: PromQL, wall-clock windows, warm-up, anomaly detection. */
const UNSUPPORTED = [
  'EvaluationCriteria',
  'EvaluationInterval',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'ThresholdMetricId',
];

const DAY = 86_400;
const WEEK = 7 * DAY;

/** Period of what is watched, in seconds. */
export function queryPeriod(query: MetricQuery): number {
  if (query.form === 'classic') return query.period;
  return query.entries.find(({ source }) => source.period !== undefined)?.source.period ?? 60;
}

function parseOperator(reader: PropertyReader): ComparisonOperator | undefined {
  if (!reader.has('ComparisonOperator')) reader.refuse('ComparisonOperator', 'is missing');
  return reader.choice('ComparisonOperator', OPERATORS);
}

function parseQuery(reader: PropertyReader, errors: Problem[]): MetricQuery | undefined {
  if (!reader.has('Metrics')) return parseClassicQuery(reader);
  for (const name of CLASSIC) {
    if (reader.has(name)) reader.refuse(name, 'cannot stand beside Metrics: move it into an entry of Metrics');
  }
  return parseMetricsQuery(reader, errors);
}

/**
 * AWS/DynamoDB: the guide of 2023 says that such alarms "always ignore missing data even if you choose a different
 * option", later text that they do so by default. The later text counts.
 */
function defaultTreatment(query: MetricQuery): MissingDataTreatment {
  return watchesDynamoDb(query) ? 'ignore' : 'missing';
}

export function watchesDynamoDb(query: MetricQuery): boolean {
  if (query.form === 'classic') return query.metric.namespace === 'AWS/DynamoDB';
  return query.entries.some(({ source }) => source.type === 'metric' && source.metric.namespace === 'AWS/DynamoDB');
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (EvaluationPeriods, Period) */
function checkInterval(reader: PropertyReader, evaluationPeriods: number, period: number): void {
  const limit = period < 3600 ? DAY : WEEK;
  if (evaluationPeriods * period <= limit) return;
  reader.refuse(
    'EvaluationPeriods',
    `${evaluationPeriods} periods of ${period} seconds are more than ${limit} seconds, the limit for this period`,
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export function parseMetricAlarm(
  properties: unknown,
  context: AlarmContext,
  errors: Problem[],
): MetricAlarm | undefined {
  const reader = new PropertyReader(properties, '', errors);
  reader.rejectUnsupported(UNSUPPORTED);
  const common = parseCommon(reader, context);
  const query = parseQuery(reader, errors);
  const comparisonOperator = parseOperator(reader);
  const threshold = reader.number('Threshold');
  if (!reader.has('Threshold')) reader.refuse('Threshold', 'is missing');
  const evaluationPeriods = reader.integer('EvaluationPeriods', 1);
  if (!reader.has('EvaluationPeriods')) reader.refuse('EvaluationPeriods', 'is missing');
  const datapointsToAlarm = reader.integer('DatapointsToAlarm', 1);
  if (datapointsToAlarm !== undefined && evaluationPeriods !== undefined && datapointsToAlarm > evaluationPeriods) {
    reader.refuse(
      'DatapointsToAlarm',
      `${datapointsToAlarm} of ${evaluationPeriods} can never breach: write at most ${evaluationPeriods}`,
    );
  }
  const treatMissingData = reader.choice('TreatMissingData', TREATMENTS);
  const evaluateLowSampleCountPercentile = reader.choice('EvaluateLowSampleCountPercentile', ['evaluate', 'ignore']);
  reader.rejectUnknown();
  if (query === undefined || comparisonOperator === undefined) return undefined;
  if (threshold === undefined || evaluationPeriods === undefined) return undefined;
  const period = queryPeriod(query);
  checkInterval(reader, evaluationPeriods, period);
  return {
    kind: 'metric',
    ...common,
    query,
    comparisonOperator,
    threshold,
    evaluationPeriods,
    datapointsToAlarm: datapointsToAlarm ?? evaluationPeriods,
    treatMissingData: treatMissingData ?? defaultTreatment(query),
    evaluateLowSampleCountPercentile: evaluateLowSampleCountPercentile ?? 'evaluate',
    period,
    written: {
      ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
      ...(treatMissingData === undefined ? {} : { treatMissingData }),
      ...(evaluateLowSampleCountPercentile === undefined ? {} : { evaluateLowSampleCountPercentile }),
    },
  };
}

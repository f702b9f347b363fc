import type { AlarmContext } from './parse-alarm.ts';
import { parseCommon } from './parse-common.ts';
import { parseEvaluationWindow, parseWarmUp } from './parse-evaluation.ts';
import { parseLimit } from './parse-limit.ts';
import { parseClassicQuery, parseMetricsQuery } from './parse-metric-query.ts';
import { PropertyReader } from './properties.ts';
import type { ComparisonOperator, MetricAlarm, MetricQuery, MissingDataTreatment, Problem } from './types.ts';

const OPERATORS: readonly ComparisonOperator[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];

const TREATMENTS: readonly MissingDataTreatment[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

/** Properties of the classic form, which `Metrics` excludes. */
const CLASSIC = ['MetricName', 'Namespace', 'Dimensions', 'Period', 'Statistic', 'ExtendedStatistic', 'Unit'];

/** Properties of PromQL alarms, which query another store and have contributors instead of datapoints. */
const PROMQL = ['EvaluationCriteria', 'EvaluationInterval'];

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

function parseQuery(reader: PropertyReader, errors: Problem[], bandId: string | undefined): MetricQuery | undefined {
  if (!reader.has('Metrics')) return parseClassicQuery(reader);
  for (const name of CLASSIC) {
    if (reader.has(name)) reader.refuse(name, 'cannot stand beside Metrics: move it into an entry of Metrics');
  }
  return parseMetricsQuery(reader, errors, bandId);
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

/** M of N. */
function parseDatapoints(reader: PropertyReader): { readonly periods?: number; readonly datapoints?: number } {
  const periods = reader.integer('EvaluationPeriods', 1);
  if (!reader.has('EvaluationPeriods')) reader.refuse('EvaluationPeriods', 'is missing');
  const datapoints = reader.integer('DatapointsToAlarm', 1);
  if (datapoints !== undefined && periods !== undefined && datapoints > periods) {
    reader.refuse('DatapointsToAlarm', `${datapoints} of ${periods} can never breach: write at most ${periods}`);
  }
  return { ...(periods === undefined ? {} : { periods }), ...(datapoints === undefined ? {} : { datapoints }) };
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

/**
 * CloudFormation and `DescribeAlarms` have the same properties, wall clock windows and warm-up included.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function parseMetricAlarm(
  properties: unknown,
  context: AlarmContext,
  errors: Problem[],
): MetricAlarm | undefined {
  const reader = new PropertyReader(properties, '', errors);
  const promQl = PROMQL.find((name) => reader.has(name));
  if (promQl !== undefined) {
    reader.refuse(promQl, 'makes this a PromQL alarm, which the simulator does not evaluate');
    return undefined;
  }
  const common = parseCommon(reader, context);
  const bandId = reader.string('ThresholdMetricId');
  const query = parseQuery(reader, errors, bandId);
  const period = query === undefined ? 60 : queryPeriod(query);
  const comparisonOperator = parseOperator(reader);
  const limit = parseLimit(reader, comparisonOperator, { period, bandId });
  const { periods: evaluationPeriods, datapoints: datapointsToAlarm } = parseDatapoints(reader);
  const treatMissingData = reader.choice('TreatMissingData', TREATMENTS);
  const evaluateLowSampleCountPercentile = reader.choice('EvaluateLowSampleCountPercentile', ['evaluate', 'ignore']);
  const window = parseEvaluationWindow(reader, period);
  const warmUp = parseWarmUp(reader);
  reader.rejectUnknown();
  if (query === undefined || comparisonOperator === undefined) return undefined;
  if (limit === undefined || evaluationPeriods === undefined) return undefined;
  checkInterval(reader, evaluationPeriods, period);
  return {
    kind: 'metric',
    ...common,
    query,
    comparisonOperator,
    limit,
    window,
    ...(warmUp === undefined ? {} : { warmUp }),
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

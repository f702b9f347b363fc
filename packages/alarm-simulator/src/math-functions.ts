/**
 * The functions of metric math, grouped by what they take and give.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */

/** TS to TS and TS[] to TS[], value by value. */
export const VALUE_FUNCTIONS = ['ABS', 'CEIL', 'FLOOR', 'LOG', 'LOG10'] as const;
export type ValueFunction = (typeof VALUE_FUNCTIONS)[number];

/** TS to TS and TS[] to TS[], each value with those before it. */
export const SEQUENCE_FUNCTIONS = ['DIFF', 'DIFF_TIME', 'RATE', 'RUNNING_SUM'] as const;
export type SequenceFunction = (typeof SEQUENCE_FUNCTIONS)[number];

/** TS to S (over all periods), TS[] to TS (over the series, period by period). */
export const AGGREGATE_FUNCTIONS = ['AVG', 'SUM', 'MIN', 'MAX', 'STDDEV', 'DATAPOINT_COUNT'] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** TS to TS: what the clock shows at each timestamp, in UTC, also where the series has no value. */
export const CLOCK_FUNCTIONS = ['MINUTE', 'HOUR', 'DAY', 'DATE', 'MONTH', 'YEAR', 'EPOCH'] as const;
export type ClockFunction = (typeof CLOCK_FUNCTIONS)[number];

/** What takes operands of its own kind. */
const OTHER_FUNCTIONS = [
  'IF',
  'FILL',
  'METRICS',
  'METRIC_COUNT',
  'PERIOD',
  'TIME_SERIES',
  'FIRST',
  'LAST',
  'SORT',
  'SLICE',
  'REMOVE_EMPTY',
  'ANOMALY_DETECTION_BAND',
] as const;

export const FUNCTION_NAMES = [
  ...VALUE_FUNCTIONS,
  ...SEQUENCE_FUNCTIONS,
  ...AGGREGATE_FUNCTIONS,
  ...CLOCK_FUNCTIONS,
  ...OTHER_FUNCTIONS,
] as const;
/** A function of metric math, in capitals. */
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Whether a name is in one of the groups; narrows its type. */
export function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return names.some((known) => known === name);
}

import type { ComparisonOperator, MetricAlarm } from '../../../../alarm-simulator/src/index.ts';
import type { AlarmSetting } from './types.ts';

/** Shares of all datapoints that a threshold would let breach. */
const SHARES = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.0025, 0.001];

/** Shares around that of the present threshold. */
const FACTORS = [4, 2, 1.5, 1 / 1.5, 1 / 2, 1 / 4];

/** M out of N that are tried beside the present one. */
const M_OF_N = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 3],
  [3, 3],
  [3, 5],
  [5, 5],
] as const;

const DAY = 86_400;

const isUpper = (operator: ComparisonOperator) => operator.startsWith('Greater');

/** Three significant digits: nobody sets a threshold of 63.724. */
export function roundThreshold(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3));
}

/**
 * Thresholds to try: the present one, and quantiles of the datapoints, so that the steps are small where the data are.
 * @param datapoints of the training part alone; NaN is no datapoint
 */
export function thresholdCandidates(
  present: number,
  operator: ComparisonOperator,
  datapoints: Float64Array,
): readonly number[] {
  const sorted = datapoints.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [present];
  const breaching = sorted.filter((value) => (isUpper(operator) ? value > present : value < present)).length;
  const share = breaching / sorted.length;
  const shares = [...SHARES, ...FACTORS.map((factor) => factor * share)].filter((one) => one > 0 && one < 1);
  const candidates = shares.map((one) => roundThreshold(quantile(sorted, isUpper(operator) ? 1 - one : one)));
  return [...new Set([present, ...candidates])].sort((first, second) => first - second);
}

/** The value at a share of the sorted values (nearest rank). */
export function quantile(sorted: Float64Array, share: number): number {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)));
  return sorted[rank - 1] ?? Number.NaN;
}

/** M out of N to try, as far as CloudWatch takes them with the alarm's period. */
function sizes({ period, evaluationPeriods, datapointsToAlarm }: MetricAlarm): readonly (readonly [number, number])[] {
  const limit = period < 3600 ? DAY : 7 * DAY;
  const all = [...M_OF_N, [datapointsToAlarm, evaluationPeriods] as const].filter(([, n]) => n * period <= limit);
  const unique = new Map(all.map(([m, n]) => [`${m}/${n}`, [m, n] as const]));
  return [...unique.values()].sort(([m1, n1], [m2, n2]) => n1 - n2 || m1 - m2);
}

/**
 * Every setting to try, the present one among them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (limit of N x Period)
 */
export function settingCandidates(alarm: MetricAlarm, datapoints: Float64Array): readonly AlarmSetting[] {
  if (alarm.limit.type !== 'static') return [];
  const thresholds = thresholdCandidates(alarm.limit.threshold, alarm.comparisonOperator, datapoints);
  return thresholds.flatMap((threshold) =>
    sizes(alarm).map(([datapointsToAlarm, evaluationPeriods]) => ({ threshold, datapointsToAlarm, evaluationPeriods })),
  );
}

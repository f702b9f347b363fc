import type { Statistic } from './statistic-types.ts';
import type { Certainty, Datapoint, Sample } from './types.ts';

/**
 * From the samples of one period to its datapoint.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */

/** The samples of one period that count, summed up; values are kept only if the statistic needs them. */
export interface PeriodSummary {
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** Pairs of value and count, or `undefined` if the statistic needs none. */
  values: [number, number][] | undefined;
  unit: string | undefined;
  mixedUnits: boolean;
}

export function emptySummary(statistic: Statistic): PeriodSummary {
  return {
    count: 0,
    sum: 0,
    minimum: Number.POSITIVE_INFINITY,
    maximum: Number.NEGATIVE_INFINITY,
    values: statistic.type === 'simple' ? undefined : [],
    unit: undefined,
    mixedUnits: false,
  };
}

/**
 * Takes a sample in. CloudWatch refuses values that are no finite number, so such a sample counts for nothing.
 * @param unit only samples of this unit count; without it all do
 */
export function addSample(summary: PeriodSummary, sample: Sample, unit: string | undefined): void {
  const count = sample.count ?? 1;
  if (!Number.isFinite(sample.value) || !(count > 0)) return;
  const own = sample.unit ?? 'None';
  if (unit !== undefined && unit !== own) return;
  if (summary.unit === undefined) summary.unit = own;
  else if (summary.unit !== own) summary.mixedUnits = true;
  summary.count += count;
  summary.sum += sample.value * count;
  if (sample.value < summary.minimum) summary.minimum = sample.value;
  if (sample.value > summary.maximum) summary.maximum = sample.value;
  summary.values?.push([sample.value, count]);
}

/** Takes in the samples of a later stretch of the same period. */
export function addSummary(summary: PeriodSummary, later: PeriodSummary): void {
  if (later.count === 0) return;
  if (summary.unit === undefined) summary.unit = later.unit;
  summary.mixedUnits ||= later.mixedUnits || summary.unit !== later.unit;
  summary.count += later.count;
  summary.sum += later.sum;
  if (later.minimum < summary.minimum) summary.minimum = later.minimum;
  if (later.maximum > summary.maximum) summary.maximum = later.maximum;
  if (later.values !== undefined) for (const pair of later.values) summary.values?.push(pair);
}

/** The value at a rank (the smallest has rank 1) among sorted pairs of value and count. */
function atRank(sorted: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return sorted.at(-1)?.[0] ?? Number.NaN;
}

/** Ranks just below and just above a share of the samples; the epsilon absorbs what binary fractions add. */
function ranks(percentage: number, count: number): { low: number; high: number } {
  const exact = (percentage * count) / 100;
  return { low: Math.floor(exact + 1e-9), high: Math.ceil(exact - 1e-9) };
}

/** Mean of the samples with a rank above `from` and up to `to`; at least the one at `to`. */
function meanBetween(sorted: readonly (readonly [number, number])[], from: number, to: number): number {
  let seen = 0;
  let sum = 0;
  let taken = 0;
  for (const [value, count] of sorted) {
    const inside = Math.min(seen + count, to) - Math.max(seen, from);
    if (inside > 0) {
      sum += value * inside;
      taken += inside;
    }
    seen += count;
  }
  return taken > 0 ? sum / taken : atRank(sorted, to);
}

interface Ranked {
  readonly value: number;
  readonly spread?: readonly [number, number];
}

/**
 * AWS calls p99 "the maximum value of the remaining 99%" and tm99 their mean; how it rounds and interpolates between
 * samples is not published. The value takes the nearest rank (*inferred*); the spread covers the neighbours.
 */
function ranked(statistic: Exclude<Statistic, { type: 'simple' }>, values: [number, number][], count: number): Ranked {
  const sorted = values.sort(([first], [second]) => first - second);
  if (statistic.type === 'percentile') {
    const { low, high } = ranks(statistic.percentile, count);
    const below = atRank(sorted, Math.max(1, low));
    const above = atRank(sorted, Math.min(count, low + 1));
    const value = atRank(sorted, Math.max(1, high));
    return below === above ? { value } : { value, spread: [below, above] };
  }
  const from = ranks(statistic.from, count);
  const to = ranks(statistic.to, count);
  const value = meanBetween(sorted, from.low, to.high);
  const lowest = meanBetween(sorted, from.low, Math.max(1, to.low));
  const highest = meanBetween(sorted, from.high, to.high);
  const spread = [Math.min(value, lowest), Math.max(value, highest)] as const;
  return spread[0] === spread[1] ? { value } : { value, spread };
}

function simple(name: string, summary: PeriodSummary): number {
  switch (name) {
    case 'Average':
      return summary.sum / summary.count;
    case 'Sum':
      return summary.sum;
    case 'Minimum':
      return summary.minimum;
    case 'Maximum':
      return summary.maximum;
    default:
      return summary.count;
  }
}

/** The datapoint of a period, or `undefined` if the period has none: no sample, or a percentile of negative values. */
export function toDatapoint(statistic: Statistic, timestamp: number, summary: PeriodSummary): Datapoint | undefined {
  if (summary.count === 0) return undefined;
  // AWS leaves the result of mixed units open.
  const doubt: { certainty?: Certainty } = summary.mixedUnits ? { certainty: 'undocumented' } : {};
  const sampleCount = summary.count;
  if (statistic.type === 'simple') {
    return { timestamp, value: simple(statistic.name, summary), sampleCount, ...doubt };
  }
  // "not available for metrics when any of the metric values are negative numbers"
  if (summary.minimum < 0) return undefined;
  return { timestamp, ...ranked(statistic, summary.values ?? [], summary.count), sampleCount, ...doubt };
}

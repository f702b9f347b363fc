import type { SortedSamples } from './sorted-samples.ts';
import type { BoundedMeasure, Bounds, Statistic } from './statistic-types.ts';

/**
 * Statistics that need the samples themselves. AWS calls p99 "the maximum value of the remaining 99%" and tm99 their
 * mean; how it rounds and interpolates between samples is not published. The value takes the nearest rank (*inferred*);
 * the spread covers the neighbours.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export type Distributed = Exclude<Statistic, { type: 'simple' }>;

/** Binary fractions make 0.9 * 10 a little more or less than 9. */
const EPSILON = 1e-9;

/** The value at a rank; the smallest has rank 1. */
function atRank(sorted: SortedSamples, rank: number): number {
  const { values, counts, length } = sorted;
  if (sorted.even) return values[Math.min(length, Math.max(1, Math.ceil(rank))) - 1] ?? Number.NaN;
  let seen = 0;
  for (let index = 0; index < length; index++) {
    seen += counts[index] ?? 0;
    if (seen >= rank) return values[index] ?? Number.NaN;
  }
  return values[length - 1] ?? Number.NaN;
}

/** Ranks just below and just above a share of the samples. */
function rankBelow(percentage: number, total: number): number {
  return Math.floor((percentage * total) / 100 + EPSILON);
}

export function rankAbove(percentage: number, total: number): number {
  return Math.ceil((percentage * total) / 100 - EPSILON);
}

interface Share {
  readonly sum: number;
  readonly count: number;
}

/** The samples with a rank above `from` and up to `to`. */
function between(sorted: SortedSamples, from: number, to: number): Share {
  let seen = 0;
  let sum = 0;
  let taken = 0;
  for (let index = 0; index < sorted.length; index++) {
    const count = sorted.counts[index] ?? 0;
    const inside = Math.min(seen + count, to) - Math.max(seen, from);
    if (inside > 0) {
      sum += (sorted.values[index] ?? 0) * inside;
      taken += inside;
    }
    seen += count;
  }
  return { sum, count: taken };
}

/** The samples with a value above `from` and up to `to`. */
function within(sorted: SortedSamples, { from, to }: Bounds): Share {
  let sum = 0;
  let count = 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = sorted.values[index] ?? 0;
    if (value <= from || value > to) continue;
    count += sorted.counts[index] ?? 0;
    sum += value * (sorted.counts[index] ?? 0);
  }
  return { sum, count };
}

/** Mean of all samples, those outside the limits taken as the limit. */
function clampedMean(sorted: SortedSamples, lowest: number, highest: number, total: number): number {
  let sum = 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = Math.min(highest, Math.max(lowest, sorted.values[index] ?? 0));
    sum += value * (sorted.counts[index] ?? 0);
  }
  return sum / total;
}

/** A bounded statistic of shares, its ends at these ranks. */
function ofRanks(measure: BoundedMeasure, sorted: SortedSamples, from: number, to: number, total: number): number {
  if (measure === 'winsorizedMean') {
    return clampedMean(sorted, atRank(sorted, Math.max(1, from)), atRank(sorted, Math.max(1, to)), total);
  }
  const { sum, count } = between(sorted, from, to);
  if (measure === 'trimmedCount') return count;
  if (measure === 'trimmedSum') return sum;
  // A share of too few samples to hold one is that of the sample at its end.
  return count > 0 ? sum / count : atRank(sorted, to);
}

/** A bounded statistic of values; the mean of none is no datapoint, their number and sum are 0 (*inferred*). */
function ofValues(measure: BoundedMeasure, sorted: SortedSamples, bounds: Bounds): number {
  if (measure === 'winsorizedMean') return clampedMean(sorted, bounds.from, bounds.to, sorted.total);
  const { sum, count } = within(sorted, bounds);
  switch (measure) {
    case 'trimmedCount':
      return count;
    case 'trimmedSum':
      return sum;
    case 'percentileRank':
      return (100 * count) / sorted.total;
    default:
      return sum / count;
  }
}

/** The percentile of at least one sample. */
export function percentileOf(
  { percentile }: Extract<Distributed, { type: 'percentile' }>,
  sorted: SortedSamples,
): number {
  if (sorted.length === 1) return sorted.values[0] ?? Number.NaN;
  return atRank(sorted, Math.max(1, rankAbove(percentile, sorted.total)));
}

/** The statistic of at least one sample; NaN where it has no value. */
export function distributedValue(statistic: Distributed, sorted: SortedSamples): number {
  if (statistic.type === 'percentile') return percentileOf(statistic, sorted);
  const { total } = sorted;
  const { measure, bounds } = statistic;
  if (bounds.unit === 'value') return ofValues(measure, sorted, bounds);
  return ofRanks(measure, sorted, rankBelow(bounds.from, total), rankAbove(bounds.to, total), total);
}

/** What other roundings would give, if any of them differs. */
export function distributedSpread(
  statistic: Distributed,
  sorted: SortedSamples,
  value: number,
): readonly [number, number] | undefined {
  const { total } = sorted;
  if (statistic.type === 'percentile') {
    const low = rankBelow(statistic.percentile, total);
    const below = atRank(sorted, Math.max(1, low));
    const above = atRank(sorted, Math.min(total, low + 1));
    return below === above ? undefined : [below, above];
  }
  const { measure, bounds } = statistic;
  if (bounds.unit === 'value') return undefined;
  const [fromLow, fromHigh] = [rankBelow(bounds.from, total), rankAbove(bounds.from, total)];
  const [toLow, toHigh] = [Math.max(1, rankBelow(bounds.to, total)), rankAbove(bounds.to, total)];
  const less = ofRanks(measure, sorted, fromLow, toLow, total);
  const more = ofRanks(measure, sorted, fromHigh, toHigh, total);
  const spread = [Math.min(value, less, more), Math.max(value, less, more)] as const;
  return spread[0] === spread[1] ? undefined : spread;
}

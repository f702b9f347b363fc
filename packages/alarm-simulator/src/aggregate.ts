import { distributedSpread, distributedValue } from './distribution.ts';
import type { Published } from './sample-types.ts';
import { SortedSamples } from './sorted-samples.ts';
import type { SimpleStatistic, Statistic } from './statistic-types.ts';
import type { Certainty, Datapoint } from './types.ts';

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
  /** The values and how often each occurred, or `undefined` if the statistic needs none. */
  values: { readonly value: number[]; readonly count: number[] } | undefined;
  /** A statistic set hides the values that the statistic needs. */
  hidden: boolean;
  unit: string | undefined;
  mixedUnits: boolean;
}

/** A period of which no sample has been seen yet. */
export function emptySummary(statistic: Statistic): PeriodSummary {
  return {
    count: 0,
    sum: 0,
    minimum: Number.POSITIVE_INFINITY,
    maximum: Number.NEGATIVE_INFINITY,
    values: statistic.type === 'simple' ? undefined : { value: [], count: [] },
    hidden: false,
    unit: undefined,
    mixedUnits: false,
  };
}

/** Does a row count at all? CloudWatch refuses what is no finite number; without a sample there is nothing to count. */
export function counts(value: number, count: number): boolean {
  return Number.isFinite(value) && count > 0 && count < Number.POSITIVE_INFINITY;
}

/** Percentiles and their kin exist for a set "if the SampleCount is 1" or "the Min and the Max are equal". */
export function showsValues(sampleCount: number, minimum: number, maximum: number): boolean {
  return sampleCount === 1 || minimum === maximum;
}

/**
 * Takes in a sample or a statistic set.
 * @param unit only what has this unit counts; without it all does
 */
export function addSample(summary: PeriodSummary, published: Published, unit: string | undefined): void {
  const set = 'sampleCount' in published;
  const count = set ? published.sampleCount : (published.count ?? 1);
  const minimum = set ? published.minimum : published.value;
  const maximum = set ? published.maximum : published.value;
  if (!counts(minimum, count) || !Number.isFinite(maximum) || (set && !Number.isFinite(published.sum))) return;
  const own = published.unit ?? 'None';
  if (unit !== undefined && unit !== own) return;
  if (summary.unit === undefined) summary.unit = own;
  else if (summary.unit !== own) summary.mixedUnits = true;
  summary.count += count;
  summary.sum += set ? published.sum : published.value * count;
  if (minimum < summary.minimum) summary.minimum = minimum;
  if (maximum > summary.maximum) summary.maximum = maximum;
  if (summary.values === undefined) return;
  if (set && !showsValues(count, minimum, maximum)) {
    summary.hidden = true;
    return;
  }
  summary.values.value.push(minimum);
  summary.values.count.push(count);
}

/** Takes in the samples of a later stretch of the same period. */
export function addSummary(summary: PeriodSummary, later: PeriodSummary): void {
  if (later.count === 0) return;
  if (summary.unit === undefined) summary.unit = later.unit;
  summary.mixedUnits ||= later.mixedUnits || summary.unit !== later.unit;
  summary.hidden ||= later.hidden;
  summary.count += later.count;
  summary.sum += later.sum;
  if (later.minimum < summary.minimum) summary.minimum = later.minimum;
  if (later.maximum > summary.maximum) summary.maximum = later.maximum;
  if (later.values === undefined || summary.values === undefined) return;
  for (const value of later.values.value) summary.values.value.push(value);
  for (const count of later.values.count) summary.values.count.push(count);
}

function simple(name: SimpleStatistic, summary: PeriodSummary): number {
  switch (name) {
    case 'Average':
      return summary.sum / summary.count;
    case 'Sum':
      return summary.sum;
    case 'Minimum':
      return summary.minimum;
    case 'Maximum':
      return summary.maximum;
    case 'SampleCount':
      return summary.count;
  }
}

/**
 * The datapoint of a period, or `undefined` if the period has none: no sample, a statistic of values that a statistic
 * set hides, or one of negative values. That one hidden set is enough for that is *inferred*.
 */
export function toDatapoint(statistic: Statistic, timestamp: number, summary: PeriodSummary): Datapoint | undefined {
  if (summary.count === 0) return undefined;
  // AWS leaves the result of mixed units open.
  const doubt: { certainty?: Certainty } = summary.mixedUnits ? { certainty: 'undocumented' } : {};
  const sampleCount = summary.count;
  if (statistic.type === 'simple') {
    return { timestamp, value: simple(statistic.name, summary), sampleCount, ...doubt };
  }
  // "not available for metrics when any of the metric values are negative numbers"
  if (summary.minimum < 0 || summary.hidden || summary.values === undefined) return undefined;
  const sorted = new SortedSamples();
  const { value: values, count: own } = summary.values;
  for (const [index, value] of values.entries()) sorted.add(value, own[index] ?? 1);
  const value = distributedValue(statistic, sorted);
  if (Number.isNaN(value)) return undefined;
  const spread = distributedSpread(statistic, sorted, value);
  return { timestamp, value, ...(spread === undefined ? {} : { spread }), sampleCount, ...doubt };
}

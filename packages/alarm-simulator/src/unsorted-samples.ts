import type { ColumnRows } from './column-rows.ts';
import { type Distributed, rankAbove } from './distribution.ts';
import type { RowSpans } from './sorted-window.ts';
import type { Bounds } from './statistic-types.ts';

// What needs no order among the samples, only numbers of them. Counts are whole numbers here, whose sums are exact in any
// order, so that the result is that of sorted samples to the last bit.

/** Rows are plain samples, and their counts are whole: see {@link ColumnRows}. */
type PlainRows = Pick<ColumnRows, 'values' | 'counts'>;

/** Up to so many rows, looking at each is quicker than keeping them in order. */
export const FEW_ROWS = 16;

/** The samples have to be put in order. No statistic is negative. */
export const UNDECIDED = -1;

/**
 * A percentile of few rows, if it is the largest value, as high percentiles of few samples are: its rank is then above those
 * of all smaller ones. NaN without a sample, or with a negative one.
 */
export function percentileOfFew(
  { values, counts }: PlainRows,
  from: number,
  to: number,
  { percentile }: Extract<Distributed, { type: 'percentile' }>,
): number {
  let total = 0;
  let largest = 0;
  let atLargest = 0;
  for (let row = from; row < to; row++) {
    const value = values[row] ?? Number.NaN;
    const count = counts === undefined ? 1 : (counts[row] ?? 0);
    // Neither NaN nor infinite, and there is a sample; whole counts are finite.
    if (value - value !== 0 || !(count > 0)) continue;
    if (value < 0) return Number.NaN;
    total += count;
    if (value > largest) {
      largest = value;
      atLargest = count;
    } else if (value === largest) atLargest += count;
  }
  if (total === 0) return Number.NaN;
  if (total === atLargest) return largest;
  return total - atLargest < Math.max(1, rankAbove(percentile, total)) ? largest : UNDECIDED;
}

/** For each period how many samples lie between two values, or their share in per cent; NaN where there are none. */
export function fillCounts(
  { values, counts }: PlainRows,
  { from, to }: RowSpans,
  bounds: Bounds,
  share: boolean,
  result: Float64Array,
): void {
  for (let index = 0; index < result.length; index++) {
    const end = to[index] ?? 0;
    let inside = 0;
    let total = 0;
    let negative = false;
    for (let row = from[index] ?? 0; row < end; row++) {
      const value = values[row] ?? Number.NaN;
      const count = counts === undefined ? 1 : (counts[row] ?? 0);
      if (value - value !== 0 || !(count > 0)) continue;
      total += count;
      if (value < 0) negative = true;
      if (value > bounds.from && value <= bounds.to) inside += count;
    }
    if (total === 0 || negative) result[index] = Number.NaN;
    else result[index] = share ? (100 * inside) / total : inside;
  }
}

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

/** Neither NaN nor infinite, and there is a sample; whole counts are finite. */
function isSample(value: number, count: number): boolean {
  return value - value === 0 && count > 0;
}

/**
 * A percentile of few rows: from the largest value down to the one that its rank falls on, which for high percentiles is
 * among the first. NaN without a sample, or with a negative one.
 */
export function percentileOfFew(
  { values, counts }: PlainRows,
  from: number,
  to: number,
  { percentile }: Extract<Distributed, { type: 'percentile' }>,
): number {
  let total = 0;
  for (let row = from; row < to; row++) {
    const value = values[row] ?? Number.NaN;
    const count = counts === undefined ? 1 : (counts[row] ?? 0);
    if (!isSample(value, count)) continue;
    if (value < 0) return Number.NaN;
    total += count;
  }
  if (total === 0) return Number.NaN;
  const rank = Math.max(1, rankAbove(percentile, total));
  let smaller = total;
  for (let above = Number.POSITIVE_INFINITY; ; ) {
    let largest = -1;
    let atLargest = 0;
    for (let row = from; row < to; row++) {
      const value = values[row] ?? Number.NaN;
      const count = counts === undefined ? 1 : (counts[row] ?? 0);
      if (!(value < above && value >= largest) || !isSample(value, count)) continue;
      atLargest = value === largest ? atLargest + count : count;
      largest = value;
    }
    smaller -= atLargest;
    if (smaller < rank) return largest;
    above = largest;
  }
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
      if (!isSample(value, count)) continue;
      total += count;
      if (value < 0) negative = true;
      if (value > bounds.from && value <= bounds.to) inside += count;
    }
    if (total === 0 || negative) result[index] = Number.NaN;
    else result[index] = share ? (100 * inside) / total : inside;
  }
}

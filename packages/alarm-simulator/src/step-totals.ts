import type { ColumnRows } from './column-rows.ts';
import { firstRow } from './sample-columns.ts';

/** How parts of a period are put together; `count` is a sum of whole numbers, which is exact in any order. */
export type Join = 'sum' | 'minimum' | 'maximum' | 'count';

const IDENTITY: Readonly<Record<Join, number>> = {
  sum: 0,
  count: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
};

const HOUR = 3_600_000;

/** A stretch of time cut into steps. */
export interface StepGrid {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Milliseconds. */
  readonly step: number;
  readonly length: number;
}

/** The rows of each step put together, and how many samples they hold. */
export interface StepTotals {
  readonly totals: Float64Array;
  readonly samples: Float64Array;
}

/** @param reuse totals of another block that nobody needs any more */
export function stepTotals(
  rows: ColumnRows,
  { from, step, length }: StepGrid,
  join: Join,
  reuse: StepTotals | undefined,
): StepTotals {
  const kept = reuse?.totals.length === length ? reuse : undefined;
  const totals = (kept?.totals ?? new Float64Array(length)).fill(IDENTITY[join]);
  const samples = (kept?.samples ?? new Float64Array(length)).fill(0);
  if (rows.foreign) return { totals, samples };
  const { timestamps, values, counts } = rows;
  const end = from + step * length;
  let index = 0;
  let next = from + step;
  for (let row = firstRow(rows, from); row < rows.length; row++) {
    const timestamp = timestamps[row] ?? end;
    if (timestamp >= end) break;
    for (; timestamp >= next; next += step) index++;
    // Nearly all histories are sums of plain samples, and these lines are most of the work on them.
    if (rows.plain && counts === undefined && join === 'sum') {
      const value = values[row] ?? Number.NaN;
      if (value - value !== 0) continue;
      samples[index] = (samples[index] ?? 0) + 1;
      totals[index] = (totals[index] ?? 0) + value;
      continue;
    }
    if (!rows.takes(row)) continue;
    samples[index] = (samples[index] ?? 0) + rows.count(row);
    const total = totals[index] ?? 0;
    if (join === 'sum') totals[index] = total + rows.sum(row);
    else if (join === 'minimum') totals[index] = Math.min(total, rows.minimum(row));
    else totals[index] = Math.max(total, rows.maximum(row));
  }
  return { totals, samples };
}

/** What the entries of a column from `from` to before `to` come to, one after another. */
function joined(column: Float64Array, from: number, to: number, join: Join): number {
  let total = IDENTITY[join];
  if (join === 'sum' || join === 'count') for (let index = from; index < to; index++) total += column[index] ?? 0;
  else if (join === 'minimum') for (let index = from; index < to; index++) total = Math.min(total, column[index] ?? 0);
  else for (let index = from; index < to; index++) total = Math.max(total, column[index] ?? 0);
  return total;
}

/** Periods in steps: how long one is, how far the next one begins after it, and how many there are. */
export interface Spans {
  readonly length: number;
  readonly stride: number;
  readonly count: number;
}

/** Puts the steps of each period together; those of periods longer than an hour by hours, as `PeriodReader` does. */
export function joinSteps(
  column: Float64Array,
  grid: StepGrid,
  { length, stride, count }: Spans,
  join: Join,
): Float64Array {
  if (length === 1 && stride === 1) return column;
  const periods = new Float64Array(count);
  if (join !== 'count' && length * grid.step > HOUR) {
    joinByHours(column, grid, { length, stride, count }, join, periods);
    return periods;
  }
  if (join === 'count') {
    slideCounts(column, { length, stride, count }, periods);
    return periods;
  }
  for (let index = 0, first = 0; index < count; index++, first += stride) {
    if (join !== 'sum') {
      periods[index] = joined(column, first, first + length, join);
      continue;
    }
    let sum = 0;
    for (let step = first, end = first + length; step < end; step++) sum += column[step] ?? 0;
    periods[index] = sum;
  }
  return periods;
}

/** Whole numbers may be added and taken off again: what is left is exact. */
function slideCounts(column: Float64Array, { length, stride, count }: Spans, periods: Float64Array): void {
  let total = 0;
  let taken = 0;
  let left = 0;
  for (let index = 0, first = 0; index < count; index++, first += stride) {
    for (; taken < first + length; taken++) total += column[taken] ?? 0;
    for (; left < first; left++) total -= column[left] ?? 0;
    periods[index] = total;
  }
}

/** Steps up to the first whole hour, whole hours, steps after the last: in the order in which they follow. */
function joinByHours(
  column: Float64Array,
  { from, step }: StepGrid,
  spans: Spans,
  join: Join,
  periods: Float64Array,
): void {
  const perHour = HOUR / step;
  const firstHour = (Math.ceil(from / HOUR) * HOUR - from) / step;
  const hours = new Float64Array(Math.max(0, Math.floor((column.length - firstHour) / perHour)));
  for (let hour = 0, first = firstHour; hour < hours.length; hour++, first += perHour) {
    hours[hour] = joined(column, first, first + perHour, join);
  }
  const parts = new Float64Array(spans.length);
  for (let index = 0; index < spans.count; index++) {
    const start = index * spans.stride;
    const end = start + spans.length;
    let used = 0;
    for (let at = start; at < end; ) {
      const hour = (at - firstHour) / perHour;
      const whole = at >= firstHour && Number.isInteger(hour) && at + perHour <= end;
      parts[used++] = (whole ? hours[hour] : column[at]) ?? 0;
      at += whole ? perHour : 1;
    }
    periods[index] = joined(parts, 0, used, join);
  }
}

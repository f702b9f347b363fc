import { counts as counted } from './aggregate.ts';
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
  const grid = { from, step, length };
  // Nearly all histories are sums of plain samples, and these lines are most of the work on them.
  if (rows.plain && join === 'sum') {
    if (rows.counts === undefined) addPlain(rows, grid, totals, samples);
    else addCounted(rows, rows.counts, grid, totals, samples);
  } else addRows(rows, grid, join, totals, samples);
  return { totals, samples };
}

function addPlain(
  rows: ColumnRows,
  { from, step, length }: StepGrid,
  totals: Float64Array,
  samples: Float64Array,
): void {
  const { timestamps, values } = rows;
  const last = firstRow(rows, from + step * length);
  let index = 0;
  let next = from + step;
  for (let row = firstRow(rows, from); row < last; row++) {
    const timestamp = timestamps[row] ?? 0;
    for (; timestamp >= next; next += step) index++;
    const value = values[row] ?? Number.NaN;
    // Neither NaN nor infinite.
    if (value - value !== 0) continue;
    samples[index] = (samples[index] ?? 0) + 1;
    totals[index] = (totals[index] ?? 0) + value;
  }
}

function addCounted(
  rows: ColumnRows,
  counts: Float64Array,
  { from, step, length }: StepGrid,
  totals: Float64Array,
  samples: Float64Array,
): void {
  const { timestamps, values } = rows;
  const last = firstRow(rows, from + step * length);
  let index = 0;
  let next = from + step;
  for (let row = firstRow(rows, from); row < last; row++) {
    const timestamp = timestamps[row] ?? 0;
    for (; timestamp >= next; next += step) index++;
    const value = values[row] ?? Number.NaN;
    const count = counts[row] ?? 0;
    if (!counted(value, count)) continue;
    samples[index] = (samples[index] ?? 0) + count;
    totals[index] = (totals[index] ?? 0) + value * count;
  }
}

/** Rows of all forms. */
function addRows(
  rows: ColumnRows,
  { from, step, length }: StepGrid,
  join: Join,
  totals: Float64Array,
  samples: Float64Array,
): void {
  const last = firstRow(rows, from + step * length);
  let index = 0;
  let next = from + step;
  for (let row = firstRow(rows, from); row < last; row++) {
    const timestamp = rows.timestamps[row] ?? 0;
    for (; timestamp >= next; next += step) index++;
    if (!rows.takes(row)) continue;
    samples[index] = (samples[index] ?? 0) + rows.count(row);
    const total = totals[index] ?? 0;
    if (join === 'sum') totals[index] = total + rows.sum(row);
    else if (join === 'minimum') totals[index] = Math.min(total, rows.minimum(row));
    else totals[index] = Math.max(total, rows.maximum(row));
  }
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

/**
 * Puts the steps of each period together; those of periods longer than an hour by hours, as `PeriodReader` does.
 * @param reuse an array that nobody needs any more
 */
export function joinSteps(
  column: Float64Array,
  grid: StepGrid,
  spans: Spans,
  join: Join,
  reuse: Float64Array | undefined,
): Float64Array {
  const { length, stride, count } = spans;
  if (length === 1 && stride === 1) return column;
  const periods = reuse?.length === count ? reuse : new Float64Array(count);
  if (join === 'count') slideCounts(column, spans, periods);
  else if (length * grid.step > HOUR) joinByHours(column, grid, spans, join, periods);
  else if (join === 'sum') addSteps(column, spans, periods);
  else {
    for (let index = 0, first = 0; index < count; index++, first += stride) {
      periods[index] = joined(column, first, first + length, join);
    }
  }
  return periods;
}

/**
 * Each sum is taken step by step in their order, but those of all periods side by side, since no addition then waits for
 * the one before. Five at a time, for five minutes and its multiples.
 */
function addSteps(column: Float64Array, { length, stride, count }: Spans, periods: Float64Array): void {
  periods.fill(0);
  let done = 0;
  for (; done + 5 <= length; done += 5) {
    for (let index = 0, at = done; index < count; index++, at += stride) {
      let sum = (periods[index] ?? 0) + (column[at] ?? 0);
      sum += column[at + 1] ?? 0;
      sum += column[at + 2] ?? 0;
      sum += column[at + 3] ?? 0;
      periods[index] = sum + (column[at + 4] ?? 0);
    }
  }
  for (; done < length; done++) {
    for (let index = 0, at = done; index < count; index++, at += stride) {
      periods[index] = (periods[index] ?? 0) + (column[at] ?? 0);
    }
  }
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

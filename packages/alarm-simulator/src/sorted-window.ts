import { counts as counted, showsValues } from './aggregate.ts';
import type { ColumnRows } from './column-rows.ts';
import type { Ends } from './datapoint-columns.ts';
import { type Distributed, distributedValue, percentileOf } from './distribution.ts';
import { firstRow } from './sample-columns.ts';
import { SortedSamples } from './sorted-samples.ts';
import { FEW_ROWS, fillCounts, percentileOfFew } from './unsorted-samples.ts';

// Small functions with one loop each: a large one is compiled anew for each kind of alarm, which takes longer than the work.

/** The rows of each period: from `from[i]` to before `to[i]`. */
export interface RowSpans {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** @param periodMs length of a period in milliseconds */
export function findRows(rows: ColumnRows, ends: Ends, periodMs: number, { from, to }: RowSpans): void {
  const { timestamps, length } = rows;
  let oldest = firstRow(rows, ends.first - periodMs);
  let next = oldest;
  for (let index = 0, end = ends.first; index < ends.count; index++, end += ends.spacing) {
    const start = end - periodMs;
    while (oldest < length && (timestamps[oldest] ?? start) < start) oldest++;
    if (next < oldest) next = oldest;
    while (next < length && (timestamps[next] ?? end) < end) next++;
    from[index] = oldest;
    to[index] = next;
  }
}

/** The rows of one period in the order of their values; it moves on with the periods, which do not go back. */
export class SortedWindow {
  readonly sorted = new SortedSamples();
  /** The rows that are in. */
  #from = 0;
  #to = 0;
  /** Those of them that hide their values. */
  #hidden = 0;

  /** Are there values, and may a statistic be taken of them? */
  get shows(): boolean {
    return this.#hidden === 0 && this.sorted.length > 0 && (this.sorted.values[0] ?? -1) >= 0;
  }

  clear(): void {
    this.sorted.clear();
    this.#from = 0;
    this.#to = 0;
    this.#hidden = 0;
  }

  /** Moves on to the rows from `from` to before `to`. */
  move(rows: ColumnRows, from: number, to: number): void {
    if (from >= this.#to) this.#skipTo(from);
    for (; this.#from < from; this.#from++) this.#change(rows, this.#from, -1);
    for (; this.#to < to; this.#to++) this.#change(rows, this.#to, 1);
  }

  /** As {@link move}, for rows of plain samples, straight from the columns: for each row that leaves one comes. */
  movePlain(values: Float64Array, counts: Float64Array | undefined, from: number, to: number): void {
    if (from >= this.#to) this.#skipTo(from);
    const { sorted } = this;
    let oldest = this.#from;
    let next = this.#to;
    while (oldest < from || next < to) {
      const leaves = oldest < from;
      const comes = next < to;
      const value = leaves ? (values[oldest] ?? Number.NaN) : 0;
      const count = counts === undefined || !leaves ? 1 : (counts[oldest] ?? 1);
      const nextValue = comes ? (values[next] ?? Number.NaN) : 0;
      const nextCount = counts === undefined || !comes ? 1 : (counts[next] ?? 1);
      const out = leaves && counted(value, count);
      const into = comes && counted(nextValue, nextCount);
      if (out && into) sorted.replace(value, count, nextValue, nextCount);
      else if (out) sorted.remove(value, count);
      else if (into) sorted.add(nextValue, nextCount);
      if (leaves) oldest++;
      if (comes) next++;
    }
    this.#from = oldest;
    this.#to = next;
  }

  /** Nothing that was taken in is left: no need to take it out piece by piece. */
  #skipTo(row: number): void {
    this.clear();
    this.#from = row;
    this.#to = row;
  }

  /** Takes a row in, or out. */
  #change(rows: ColumnRows, row: number, direction: 1 | -1): void {
    if (!rows.takes(row)) return;
    const count = rows.count(row);
    const value = rows.minimum(row);
    if (rows.isSet(row) && !showsValues(count, value, rows.maximum(row))) this.#hidden += direction;
    else if (direction === 1) this.sorted.add(value, count);
    else this.sorted.remove(value, count);
  }
}

/** The statistic of each period; NaN where it has none. */
export function fillDistributed(
  rows: ColumnRows,
  spans: RowSpans,
  statistic: Distributed,
  window: SortedWindow,
  result: Float64Array,
): void {
  if (!rows.plain || rows.foreign) fillAny(rows, spans, statistic, window, result);
  else if (statistic.type === 'percentile') fillPercentiles(rows, spans, statistic, window, result);
  else if (rows.wholeCounts && countsBetweenValues(statistic)) {
    fillCounts(rows, spans, statistic.bounds, statistic.measure === 'percentileRank', result);
  } else fillBounded(rows, spans, statistic, window, result);
}

function countsBetweenValues({ measure, bounds }: Extract<Distributed, { type: 'bounded' }>): boolean {
  return bounds.unit === 'value' && (measure === 'percentileRank' || measure === 'trimmedCount');
}

function fillAny(
  rows: ColumnRows,
  { from, to }: RowSpans,
  statistic: Distributed,
  window: SortedWindow,
  result: Float64Array,
): void {
  for (let index = 0; index < result.length; index++) {
    window.move(rows, from[index] ?? 0, to[index] ?? 0);
    result[index] = window.shows ? distributedValue(statistic, window.sorted) : Number.NaN;
  }
}

function fillBounded(
  { values, counts }: ColumnRows,
  { from, to }: RowSpans,
  statistic: Distributed,
  window: SortedWindow,
  result: Float64Array,
): void {
  for (let index = 0; index < result.length; index++) {
    window.movePlain(values, counts, from[index] ?? 0, to[index] ?? 0);
    result[index] = window.shows ? distributedValue(statistic, window.sorted) : Number.NaN;
  }
}

function fillPercentiles(
  rows: ColumnRows,
  { from, to }: RowSpans,
  statistic: Extract<Distributed, { type: 'percentile' }>,
  window: SortedWindow,
  result: Float64Array,
): void {
  const few = rows.wholeCounts ? FEW_ROWS : 0;
  for (let index = 0; index < result.length; index++) {
    const first = from[index] ?? 0;
    const end = to[index] ?? 0;
    if (end - first <= few) {
      result[index] = percentileOfFew(rows, first, end, statistic);
      continue;
    }
    window.movePlain(rows.values, rows.counts, first, end);
    result[index] = window.shows ? percentileOf(statistic, window.sorted) : Number.NaN;
  }
}

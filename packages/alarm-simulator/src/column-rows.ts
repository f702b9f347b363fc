import { counts } from './aggregate.ts';
import type { SampleColumns } from './sample-types.ts';

/** So many samples in each row of a long history are still counted exactly. */
const MAX_COUNT = 2 ** 30;

/** What is known of columns, which several alarms look at. */
const WHOLE_COUNTS = new WeakMap<SampleColumns, boolean>();

function haveWholeCounts(columns: SampleColumns): boolean {
  const known = WHOLE_COUNTS.get(columns) ?? areWhole(columns);
  WHOLE_COUNTS.set(columns, known);
  return known;
}

function areWhole({ counts, length }: SampleColumns): boolean {
  if (counts === undefined) return true;
  for (let row = 0; row < length; row++) {
    const count = counts[row] ?? 0;
    // What is no number above 0 does not count.
    if (count > 0 && (count > MAX_COUNT || count !== Math.floor(count))) return false;
  }
  return true;
}

/** Rows of columns as one statistic takes them in: the rows of one unit that hold something that counts. */
export class ColumnRows {
  /** What the rows were made of. */
  readonly columns: SampleColumns;
  // Copies, since columns come in many shapes and each new one would make the compiler begin again.
  readonly length: number;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  readonly counts: Float64Array | undefined;
  /** Neither sets nor units to look at row by row: all rows are samples, and all of them count that are numbers. */
  readonly plain: boolean;
  readonly #minimums: Float64Array | undefined;
  readonly #maximums: Float64Array | undefined;
  readonly #units: readonly string[] | undefined;
  readonly #unit: string | undefined;
  /** All rows have another unit. */
  readonly #foreign: boolean;

  /** @param unit only rows of this unit count; without it all do */
  constructor(columns: SampleColumns, unit: string | undefined) {
    this.columns = columns;
    this.length = columns.length;
    this.timestamps = columns.timestamps;
    this.values = columns.values;
    this.counts = columns.counts;
    this.#minimums = columns.minimums;
    this.#maximums = columns.maximums;
    this.#units = unit !== undefined && typeof columns.unit === 'object' ? columns.unit : undefined;
    this.#unit = unit;
    this.plain = columns.minimums === undefined && this.#units === undefined;
    this.#foreign = unit !== undefined && typeof columns.unit !== 'object' && (columns.unit ?? 'None') !== unit;
  }

  /** Are all counts whole numbers, and so small that their sums are exact in any order? */
  get wholeCounts(): boolean {
    return haveWholeCounts(this.columns);
  }

  /** No row has the unit. */
  get foreign(): boolean {
    return this.#foreign;
  }

  takes(row: number): boolean {
    if (this.#foreign || (this.#units !== undefined && this.#units[row] !== this.#unit)) return false;
    return counts(this.values[row] ?? Number.NaN, this.count(row)) && (!this.isSet(row) || this.#isWhole(row));
  }

  count(row: number): number {
    return this.counts === undefined ? 1 : (this.counts[row] ?? 1);
  }

  isSet(row: number): boolean {
    return this.#minimums !== undefined && !Number.isNaN(this.#minimums[row] ?? Number.NaN);
  }

  sum(row: number): number {
    const value = this.values[row] ?? Number.NaN;
    return this.isSet(row) ? value : value * this.count(row);
  }

  minimum(row: number): number {
    return this.isSet(row) ? (this.#minimums?.[row] ?? Number.NaN) : (this.values[row] ?? Number.NaN);
  }

  maximum(row: number): number {
    return this.isSet(row) ? (this.#maximums?.[row] ?? Number.NaN) : (this.values[row] ?? Number.NaN);
  }

  #isWhole(row: number): boolean {
    return Number.isFinite(this.#minimums?.[row] ?? Number.NaN) && Number.isFinite(this.#maximums?.[row] ?? Number.NaN);
  }
}

import type { SampleColumns } from '../../../../alarm-simulator/src/index.ts';

/** One row of a history: a value that occurred `count` times, or a statistic set. */
export interface HistoryRow {
  /** Milliseconds since the epoch. */
  timestamp: number;
  /** The value, or the sum of a set. */
  value: number;
  /** How often the value occurred, or the sample count of a set. */
  count: number;
  /** NaN for a value. */
  minimum: number;
  maximum: number;
}

const COLUMNS = ['timestamps', 'values', 'counts', 'minimums', 'maximums'] as const;

type Arrays = Record<(typeof COLUMNS)[number], Float64Array>;

const arrays = (length: number): Arrays => ({
  timestamps: new Float64Array(length),
  values: new Float64Array(length),
  counts: new Float64Array(length),
  minimums: new Float64Array(length),
  maximums: new Float64Array(length),
});

/** Gathers the rows of one series in any order, in columns: a million rows without a million objects. */
export class SeriesBuilder {
  #arrays = arrays(1024);
  #length = 0;
  #sorted = true;
  #once = true;
  #sets = false;

  get length(): number {
    return this.#length;
  }

  add(row: HistoryRow): void {
    const index = this.#length;
    if (index === this.#arrays.timestamps.length) this.#grow();
    const { timestamps, values, counts, minimums, maximums } = this.#arrays;
    if (index > 0 && row.timestamp < (timestamps[index - 1] ?? 0)) this.#sorted = false;
    timestamps[index] = row.timestamp;
    values[index] = row.value;
    counts[index] = row.count;
    minimums[index] = row.minimum;
    maximums[index] = row.maximum;
    if (row.count !== 1) this.#once = false;
    if (!Number.isNaN(row.minimum)) this.#sets = true;
    this.#length = index + 1;
  }

  /** The rows in the order of their timestamps. Nothing may be added afterwards. */
  columns(unit: string | undefined): SampleColumns {
    if (!this.#sorted) this.#sort();
    const { timestamps, values, counts, minimums, maximums } = this.#arrays;
    return {
      length: this.#length,
      timestamps,
      values,
      ...(this.#once && !this.#sets ? {} : { counts }),
      ...(this.#sets ? { minimums, maximums } : {}),
      ...(unit === undefined ? {} : { unit }),
    };
  }

  #grow(): void {
    const larger = arrays(this.#length * 2);
    for (const column of COLUMNS) larger[column].set(this.#arrays[column]);
    this.#arrays = larger;
  }

  #sort(): void {
    const old = this.#arrays;
    const order = Uint32Array.from({ length: this.#length }, (_, index) => index);
    // A stable sort: rows of one instant keep the order of the file.
    order.sort((first, second) => (old.timestamps[first] ?? 0) - (old.timestamps[second] ?? 0) || first - second);
    const sorted = arrays(this.#length);
    for (const column of COLUMNS) {
      const from = old[column];
      const to = sorted[column];
      for (let index = 0; index < order.length; index++) to[index] = from[order[index] ?? 0] ?? 0;
    }
    this.#arrays = sorted;
    this.#sorted = true;
  }
}

import type { Published, SampleColumns } from './sample-types.ts';

/** The first row that is not before `time`, of rows in the order of their timestamps. */
export function firstRow({ timestamps, length }: Pick<SampleColumns, 'timestamps' | 'length'>, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One row as the sample or the statistic set that it is. */
export function rowAt(columns: SampleColumns, row: number): Published {
  const { timestamps, values, counts, minimums, maximums } = columns;
  const timestamp = timestamps[row] ?? Number.NaN;
  const value = values[row] ?? Number.NaN;
  const unit = typeof columns.unit === 'string' ? columns.unit : columns.unit?.[row];
  const named = unit === undefined ? {} : { unit };
  const minimum = minimums?.[row];
  if (minimum === undefined || Number.isNaN(minimum)) {
    return { timestamp, value, ...(counts === undefined ? {} : { count: counts[row] ?? 1 }), ...named };
  }
  return {
    timestamp,
    sampleCount: counts?.[row] ?? 1,
    sum: value,
    minimum,
    maximum: maximums?.[row] ?? minimum,
    ...named,
  };
}

/** Columns that grow; what no row needs is not there. */
export class ColumnBuilder {
  #length = 0;
  #sorted = true;
  #timestamps: Float64Array = new Float64Array(64);
  #values: Float64Array = new Float64Array(64);
  #counts: Float64Array | undefined;
  #minimums: Float64Array | undefined;
  #maximums: Float64Array | undefined;
  #units: string[] | undefined;

  add(published: Published): void {
    const row = this.#length;
    if (row === this.#timestamps.length) this.#grow();
    const { timestamp } = published;
    if (row > 0 && timestamp < (this.#timestamps[row - 1] ?? 0)) this.#sorted = false;
    this.#timestamps[row] = timestamp;
    this.#length = row + 1;
    if ('sampleCount' in published) this.#addSet(row, published.sampleCount, published.minimum, published.maximum);
    else if (this.#counts !== undefined || (published.count ?? 1) !== 1)
      this.#countsColumn()[row] = published.count ?? 1;
    this.#values[row] = 'sampleCount' in published ? published.sum : published.value;
    if (published.unit !== undefined && this.#units === undefined) {
      this.#units = Array.from<string>({ length: row }).fill('None');
    }
    this.#units?.push(published.unit ?? 'None');
  }

  /** The rows in the order of their timestamps; those of one instant as they came. */
  build(): SampleColumns {
    if (!this.#sorted) this.#sort();
    return {
      length: this.#length,
      timestamps: this.#timestamps,
      values: this.#values,
      ...(this.#counts === undefined ? {} : { counts: this.#counts }),
      ...(this.#minimums === undefined ? {} : { minimums: this.#minimums }),
      ...(this.#maximums === undefined ? {} : { maximums: this.#maximums }),
      ...(this.#units === undefined ? {} : { unit: this.#units }),
    };
  }

  #addSet(row: number, sampleCount: number, minimum: number, maximum: number): void {
    this.#countsColumn()[row] = sampleCount;
    this.#minimums ??= new Float64Array(this.#timestamps.length).fill(Number.NaN);
    this.#maximums ??= new Float64Array(this.#timestamps.length).fill(Number.NaN);
    this.#minimums[row] = minimum;
    this.#maximums[row] = maximum;
  }

  #countsColumn(): Float64Array {
    this.#counts ??= new Float64Array(this.#timestamps.length).fill(1);
    return this.#counts;
  }

  #grow(): void {
    const size = this.#timestamps.length * 2;
    const grown = (column: Float64Array, fill: number): Float64Array => {
      const larger = new Float64Array(size).fill(fill, column.length);
      larger.set(column);
      return larger;
    };
    this.#timestamps = grown(this.#timestamps, 0);
    this.#values = grown(this.#values, 0);
    if (this.#counts !== undefined) this.#counts = grown(this.#counts, 1);
    if (this.#minimums !== undefined) this.#minimums = grown(this.#minimums, Number.NaN);
    if (this.#maximums !== undefined) this.#maximums = grown(this.#maximums, Number.NaN);
  }

  #sort(): void {
    const times = this.#timestamps;
    const order = Array.from({ length: this.#length }, (_, row) => row);
    order.sort((first, second) => (times[first] ?? 0) - (times[second] ?? 0));
    const sorted = (column: Float64Array): Float64Array => {
      const copy = new Float64Array(column.length);
      for (const [place, row] of order.entries()) copy[place] = column[row] ?? 0;
      return copy;
    };
    this.#timestamps = sorted(times);
    this.#values = sorted(this.#values);
    if (this.#counts !== undefined) this.#counts = sorted(this.#counts);
    if (this.#minimums !== undefined) this.#minimums = sorted(this.#minimums);
    if (this.#maximums !== undefined) this.#maximums = sorted(this.#maximums);
    const units = this.#units;
    if (units !== undefined) this.#units = order.map((row) => units[row] ?? 'None');
    this.#sorted = true;
  }
}

/** Samples in any order as columns. */
export function toColumns(samples: Iterable<Published>): SampleColumns {
  const builder = new ColumnBuilder();
  for (const sample of samples) builder.add(sample);
  return builder.build();
}

/** What does not fit in columns that come from outside, in words; `undefined` if all does. */
export function columnFault({
  length,
  timestamps,
  values,
  counts,
  minimums,
  maximums,
  unit,
}: SampleColumns): string | undefined {
  const columns = Object.entries({ timestamps, values, counts, minimums, maximums });
  const short = columns.find(([, column]) => column !== undefined && column.length < length);
  if (short !== undefined) return `${short[0]} has ${short[1]?.length} rows, not ${length}`;
  if (typeof unit === 'object' && unit.length < length) return `unit has ${unit.length} rows, not ${length}`;
  if ((minimums === undefined) !== (maximums === undefined)) return 'statistic sets need minimums and maximums';
  for (let row = 1; row < length; row++) {
    if ((timestamps[row] ?? 0) < (timestamps[row - 1] ?? 0)) return `timestamps[${row}] is before the one before it`;
  }
  return undefined;
}

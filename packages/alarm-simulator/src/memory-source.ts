import { ColumnBuilder, columnFault, firstRow, rowAt } from './sample-columns.ts';
import type { MetricIdentity, Published, SampleColumns, SampleSource } from './sample-types.ts';

/** One text for each metric: the same dimensions in another order are the same metric. */
export function metricKey({ namespace, metricName, dimensions }: MetricIdentity): string {
  const sorted = Object.entries(dimensions).sort(([first], [second]) => (first < second ? -1 : 1));
  return JSON.stringify([namespace, metricName, sorted]);
}

const NO_SAMPLES: SampleColumns = { length: 0, timestamps: new Float64Array(), values: new Float64Array() };

/** A finished history in memory: all of it is settled. */
export class MemorySource implements SampleSource {
  readonly #metrics = new Map<string, SampleColumns>();
  /** Where samples were added one by one. */
  readonly #builders = new Map<string, ColumnBuilder>();
  /** The key of a metric object, worked out once. */
  readonly #keys = new WeakMap<MetricIdentity, string>();

  /** Adds samples and statistic sets, in any order. Add everything before an engine reads. */
  add(metric: MetricIdentity, samples: Iterable<Published>): this {
    const key = this.#key(metric);
    let builder = this.#builders.get(key);
    if (builder === undefined) {
      builder = new ColumnBuilder();
      const known = this.#metrics.get(key);
      for (let row = 0; known !== undefined && row < known.length; row++) builder.add(rowAt(known, row));
      this.#builders.set(key, builder);
    }
    for (const sample of samples) builder.add(sample);
    this.#metrics.delete(key);
    return this;
  }

  /**
   * Adds a long history at once. Columns of a metric that has no samples yet are kept as they are, not copied: metrics
   * that share their timestamps may share the array, and nobody may change them afterwards.
   * @throws RangeError if a column is too short or the timestamps are not in ascending order
   */
  addColumns(metric: MetricIdentity, columns: SampleColumns): this {
    const fault = columnFault(columns);
    if (fault !== undefined) throw new RangeError(fault);
    const key = this.#key(metric);
    if (!this.#metrics.has(key) && !this.#builders.has(key)) {
      this.#metrics.set(key, columns);
      return this;
    }
    return this.add(
      metric,
      Array.from({ length: columns.length }, (_, row) => rowAt(columns, row)),
    );
  }

  columns(metric: MetricIdentity): SampleColumns {
    const key = this.#key(metric);
    const known = this.#metrics.get(key);
    if (known !== undefined) return known;
    const built = this.#builders.get(key)?.build() ?? NO_SAMPLES;
    if (built !== NO_SAMPLES) this.#metrics.set(key, built);
    return built;
  }

  *samples(metric: MetricIdentity, fromMs: number, toMs: number): Iterable<Published> {
    const columns = this.columns(metric);
    for (let row = firstRow(columns, fromMs); row < columns.length; row++) {
      if ((columns.timestamps[row] ?? 0) >= toMs) return;
      yield rowAt(columns, row);
    }
  }

  settledBefore(): number {
    return Number.POSITIVE_INFINITY;
  }

  #key(metric: MetricIdentity): string {
    let key = this.#keys.get(metric);
    if (key === undefined) {
      key = metricKey(metric);
      this.#keys.set(metric, key);
    }
    return key;
  }
}

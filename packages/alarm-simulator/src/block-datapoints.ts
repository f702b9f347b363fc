import { AlarmBands } from './alarm-bands.ts';
import type { BandInput } from './band-types.ts';
import type { Block } from './block-classes.ts';
import { type DatapointColumn, DatapointColumns, type Ends } from './datapoint-columns.ts';
import { bandSeries, Expressions, watchedSeries } from './expressions.ts';
import { blank, type Series } from './math-values.ts';
import { metricKey } from './memory-source.ts';
import { stepOf } from './period-reader.ts';
import type { SampleColumns, SampleSource } from './sample-types.ts';
import type { MetricAlarm, MetricStatistic } from './types.ts';

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

interface Metric {
  readonly statistic: MetricStatistic;
  readonly columns: DatapointColumns;
}

/** The entry of a classic alarm, which has no id. */
const WATCHED = '';

function statisticKey({ metric, statistic, period, unit }: MetricStatistic): readonly unknown[] {
  return [metricKey(metric), statistic.type === 'simple' ? statistic.name : statistic, period, unit];
}

/** Alarms with the same text have the same datapoints. */
function keyOf({ query }: MetricAlarm, ...more: readonly unknown[]): string {
  if (query.form === 'classic') return JSON.stringify([...statisticKey(query), ...more]);
  const entries = query.entries.map(({ id, source }) => [
    id,
    source.type === 'metric' ? statisticKey(source) : source.text,
  ]);
  return JSON.stringify([query.returned, entries, ...more]);
}

/** The datapoints of an alarm's query, in blocks. */
export class BlockDatapoints {
  /** Equal for queries with equal datapoints at equal ends; `undefined` if they are the alarm's own, as with a band. */
  readonly key: string | undefined;
  /** Milliseconds of a period, and between the ends of a block. */
  readonly length: number;
  readonly spacing: number;
  readonly #metrics: ReadonlyMap<string, Metric>;
  readonly #expressions: Expressions | undefined;
  readonly #bands: AlarmBands | undefined;
  /** Series of metrics, used again by the next block: new ones each time keep the garbage collector busy. */
  readonly #series = new Map<string, number[]>();
  readonly #returned: string;
  readonly #band: string | undefined;

  private constructor(alarm: MetricAlarm, interval: number, counted: boolean, band: BandInput | undefined) {
    const { query, period, limit } = alarm;
    this.length = period * 1000;
    this.spacing = greatestCommonDivisor(this.length, Math.max(interval, stepOf(period)));
    this.#expressions = query.form === 'metrics' ? new Expressions(query, period) : undefined;
    this.#bands = this.#expressions && new AlarmBands(this.#expressions, period, band);
    this.#returned = query.form === 'metrics' ? query.returned : WATCHED;
    this.#band = limit.type === 'band' ? limit.id : undefined;
    this.key = this.#expressions?.banded ? undefined : keyOf(alarm, interval, counted);
    const metrics = query.form === 'metrics' ? (this.#expressions?.metrics ?? []) : [[WATCHED, query] as const];
    this.#metrics = new Map(
      [...metrics].map(([id, statistic]) => [id, { statistic, columns: new DatapointColumns(statistic, counted) }]),
    );
  }

  /**
   * `undefined` if windows of this alarm can be evaluated only one by one: those on a wall clock, and expressions that
   * look beyond a period.
   * @param interval milliseconds between evaluations
   * @param counted whether the samples behind each datapoint are wanted
   */
  static of(alarm: MetricAlarm, interval: number, counted: boolean, band?: BandInput): BlockDatapoints | undefined {
    if (alarm.window.type === 'wallClock') return undefined;
    const datapoints = new BlockDatapoints(alarm, interval, counted, band);
    return datapoints.#expressions?.pointwise === false ? undefined : datapoints;
  }

  /** Have the samples of all metrics columns, and are they settled up to `end` as of an evaluation at `asOf`? */
  covers(source: SampleSource, end: number, asOf: number): boolean {
    return [...this.#metrics.values()].every(
      ({ statistic: { metric } }) =>
        source.columns?.(metric) !== undefined &&
        (source.settledBefore?.(metric, asOf) ?? Number.NEGATIVE_INFINITY) >= end,
    );
  }

  /** @returns arrays that the next call uses again */
  read(source: SampleSource, ends: Ends): Block {
    const stride = this.length / this.spacing;
    const datapoints = new Map<string, DatapointColumn>();
    for (const [id, { statistic, columns }] of this.#metrics) {
      const samples: SampleColumns | undefined = source.columns?.(statistic.metric);
      if (samples !== undefined) datapoints.set(id, columns.read(samples, ends));
    }
    const direct = datapoints.get(this.#returned);
    if (direct !== undefined && this.#band === undefined)
      return { values: direct.values, samples: direct.samples, band: undefined, stride };
    return this.#evaluate(source, ends, datapoints, stride);
  }

  /** Expressions see each run of periods that follow on each other, as in a window: one for each place in a period. */
  #evaluate(source: SampleSource, ends: Ends, datapoints: ReadonlyMap<string, DatapointColumn>, stride: number): Block {
    const values = new Float64Array(ends.count).fill(Number.NaN);
    const blankBand = this.#band === undefined ? new Float64Array() : values;
    const band = { lower: blankBand.slice(), upper: blankBand.slice() };
    for (let phase = 0; phase < Math.min(stride, ends.count); phase++) {
      const length = Math.ceil((ends.count - phase) / stride);
      const start = ends.first + phase * ends.spacing - this.length;
      const lookUp = this.#expressions?.evaluate({
        start,
        length,
        metric: (id) => this.#everyNth(id, datapoints.get(id)?.values, phase, stride, length),
        band: (id, deviations) =>
          this.#bands?.over(source, id, deviations, start, length) ?? { upper: [], lower: [], origin: 'stand-in' },
      });
      if (lookUp === undefined) break;
      putEveryNth(watchedSeries(lookUp(this.#returned)), values, phase, stride);
      if (this.#band === undefined) continue;
      const limits = bandSeries(lookUp(this.#band));
      putEveryNth(limits.lower, band.lower, phase, stride);
      putEveryNth(limits.upper, band.upper, phase, stride);
    }
    if (this.#band !== undefined) dropWithoutBand(values, band);
    return { values, samples: undefined, band: this.#band === undefined ? undefined : band, stride };
  }

  #everyNth(id: string, column: Float64Array | undefined, from: number, stride: number, length: number): number[] {
    const known = this.#series.get(id);
    const series = known?.length === length ? known : blank(length);
    if (series !== known) this.#series.set(id, series);
    if (column === undefined) return series.fill(Number.NaN);
    for (let index = 0, at = from; index < length; index++, at += stride) series[index] = column[at] ?? Number.NaN;
    return series;
  }
}

/** Puts a series of one phase in its places of a column; what the series lacks stays NaN. */
function putEveryNth(series: Series, column: Float64Array, from: number, stride: number): void {
  for (let index = 0, at = from; index < series.length && at < column.length; index++, at += stride) {
    column[at] = series[index] ?? Number.NaN;
  }
}

/** A datapoint without its limits cannot be compared. */
function dropWithoutBand(values: Float64Array, { lower, upper }: NonNullable<Block['band']>): void {
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(lower[index]) || Number.isNaN(upper[index])) values[index] = Number.NaN;
  }
}

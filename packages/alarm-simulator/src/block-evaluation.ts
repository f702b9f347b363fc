import { AlarmBands } from './alarm-bands.ts';
import type { BandInput } from './band-types.ts';
import { type Block, BlockDecision } from './block-decision.ts';
import { type DatapointColumn, DatapointColumns, type Ends } from './datapoint-columns.ts';
import { bandSeries, Expressions, watchedSeries } from './expressions.ts';
import { blank } from './math-values.ts';
import { stepOf } from './period-reader.ts';
import type { AlarmState, MetricAlarm, MetricStatistic, SampleColumns, SampleSource, ThresholdRule } from './types.ts';

/** Evaluations in one block: enough to make its set-up cheap, few enough to stay in the processor's cache. */
const BLOCK = 4096;

const none = (): void => {};

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

interface Metric {
  readonly statistic: MetricStatistic;
  readonly columns: DatapointColumns;
}

/** The entry of a classic alarm, which has no id. */
const WATCHED = '';

/** A run of evaluations whose newest periods end at `first`, and every `interval` milliseconds up to `last`. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly interval: number;
}

/**
 * Evaluates long runs of settled samples of one alarm in blocks: only where a state changes. It knows states and nothing
 * else; words, reason data and certainty come from the evaluation of that one window.
 */
export class BlockEvaluation {
  readonly #rule: ThresholdRule;
  readonly #range: number;
  readonly #length: number;
  readonly #spacing: number;
  readonly #metrics: ReadonlyMap<string, Metric>;
  readonly #expressions: Expressions | undefined;
  readonly #bands: AlarmBands | undefined;
  readonly #returned: string;
  readonly #band: string | undefined;

  private constructor(alarm: MetricAlarm, rule: ThresholdRule, range: number, interval: number, band?: BandInput) {
    const { query, period, limit } = alarm;
    this.#rule = rule;
    this.#range = range;
    this.#length = period * 1000;
    this.#spacing = greatestCommonDivisor(this.#length, Math.max(interval, stepOf(period)));
    this.#expressions = query.form === 'metrics' ? new Expressions(query, period) : undefined;
    this.#bands = this.#expressions && new AlarmBands(this.#expressions, period, band);
    this.#returned = query.form === 'metrics' ? query.returned : WATCHED;
    this.#band = limit.type === 'band' ? limit.id : undefined;
    const metrics = query.form === 'metrics' ? (this.#expressions?.metrics ?? []) : [[WATCHED, query] as const];
    this.#metrics = new Map(
      [...metrics].map(([id, statistic]) => [
        id,
        { statistic, columns: new DatapointColumns(statistic, (rule.minimumSamples ?? 0) > 0) },
      ]),
    );
  }

  /**
   * `undefined` if windows of this alarm can be evaluated only one by one: those on a wall clock, and expressions that
   * look beyond a period.
   */
  static of(
    alarm: MetricAlarm,
    rule: ThresholdRule,
    range: number,
    interval: number,
    band?: BandInput,
  ): BlockEvaluation | undefined {
    if (alarm.window.type === 'wallClock') return undefined;
    const evaluation = new BlockEvaluation(alarm, rule, range, interval, band);
    return evaluation.#expressions?.pointwise === false ? undefined : evaluation;
  }

  /** Have the samples of all metrics columns, and are they settled up to `end` as of an evaluation at `asOf`? */
  covers(source: SampleSource, end: number, asOf: number): boolean {
    return [...this.#metrics.values()].every(
      ({ statistic: { metric } }) =>
        source.columns?.(metric) !== undefined &&
        (source.settledBefore?.(metric, asOf) ?? Number.NEGATIVE_INFINITY) >= end,
    );
  }

  /**
   * Calls back at the end of each window that gives another state; what it returns is the state from there on.
   * @param size evaluations in a block, at least; more where windows are long
   */
  run(
    source: SampleSource,
    { first, last, interval }: Run,
    state: AlarmState,
    changed: (end: number) => AlarmState,
    size = BLOCK,
  ): void {
    const lookBack = ((this.#range - 1) * this.#length) / this.#spacing;
    const step = interval / this.#spacing;
    const evaluations = Math.max(size, Math.ceil((4 * lookBack) / step));
    const block = new BlockDecision(this.#rule, this.#range);
    let present = state;
    for (let from = first; from <= last; from += evaluations * interval) {
      const count = Math.min(evaluations, Math.floor((last - from) / interval) + 1);
      const ends = {
        first: from - lookBack * this.#spacing,
        spacing: this.#spacing,
        count: lookBack + (count - 1) * step + 1,
      };
      block.load(this.#read(source, ends));
      for (let at = lookBack; at >= 0; at += step) {
        at = block.nextChange(at, ends.count, step, present);
        if (at < 0) break;
        present = changed(ends.first + at * this.#spacing);
      }
    }
  }

  #read(source: SampleSource, ends: Ends): Block {
    const stride = this.#length / this.#spacing;
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
      const start = ends.first + phase * ends.spacing - this.#length;
      const lookUp = this.#expressions?.evaluate({
        start,
        length,
        metric: (id) => everyNth(datapoints.get(id)?.values, phase, stride, length),
        band: (id, deviations) =>
          this.#bands?.over(source, id, deviations, start, length) ?? { upper: [], lower: [], origin: 'stand-in' },
        doubt: none,
      });
      if (lookUp === undefined) break;
      const series = watchedSeries(lookUp(this.#returned));
      const limits = this.#band === undefined ? undefined : bandSeries(lookUp(this.#band));
      for (let index = 0, at = phase; index < length; index++, at += stride) {
        values[at] = series[index] ?? Number.NaN;
        if (limits === undefined) continue;
        band.lower[at] = limits.lower[index] ?? Number.NaN;
        band.upper[at] = limits.upper[index] ?? Number.NaN;
        if (Number.isNaN(band.lower[at]) || Number.isNaN(band.upper[at])) values[at] = Number.NaN;
      }
    }
    return { values, samples: undefined, band: this.#band === undefined ? undefined : band, stride };
  }
}

function everyNth(column: Float64Array | undefined, from: number, stride: number, length: number): number[] {
  const series = blank(length);
  if (column === undefined) return series;
  for (let index = 0, at = from; index < length; index++, at += stride) series[index] = column[at] ?? Number.NaN;
  return series;
}

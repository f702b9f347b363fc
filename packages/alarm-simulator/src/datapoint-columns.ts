import { ColumnRows } from './column-rows.ts';
import type { Distributed } from './distribution.ts';
import { stepOf } from './period-reader.ts';
import type { SampleColumns } from './sample-types.ts';
import { fillDistributed, findRows, type RowSpans, SortedWindow } from './sorted-window.ts';
import type { SimpleStatistic } from './statistic-types.ts';
import { type Join, joinSteps, type StepTotals, stepTotals } from './step-totals.ts';
import type { MetricStatistic } from './types.ts';

/** Where the periods of a block end: `count` of them, `spacing` apart (milliseconds). */
export interface Ends {
  readonly first: number;
  readonly spacing: number;
  readonly count: number;
}

/** One datapoint for each period of a block. */
export interface DatapointColumn {
  /** NaN where there is none. */
  readonly values: Float64Array;
  /** Samples behind each datapoint; only for statistics that may be ignored if there are few. */
  readonly samples?: Float64Array;
}

function joinOf(name: SimpleStatistic): Join {
  if (name === 'Minimum') return 'minimum';
  return name === 'Maximum' ? 'maximum' : 'sum';
}

/**
 * Datapoints of settled samples in blocks: what `PeriodReader` makes of them one by one, to the last bit, because sums
 * are taken in the same order: samples to steps, steps to hours where periods are longer than one, hours to periods.
 */
export class DatapointColumns {
  readonly #statistic: MetricStatistic;
  readonly #length: number;
  readonly #step: number;
  readonly #counted: boolean;
  readonly #window = new SortedWindow();
  #rows: ColumnRows | undefined;
  /** Arrays of the block before: a column is used up before the next one is asked for. */
  #steps: StepTotals | undefined;
  #values: Float64Array = new Float64Array();
  #samples: Float64Array = new Float64Array();
  #spans: RowSpans = { from: new Int32Array(), to: new Int32Array() };

  /** @param counted whether the samples behind each datapoint are wanted. Default: no. */
  constructor(statistic: MetricStatistic, counted = false) {
    this.#statistic = statistic;
    this.#length = statistic.period * 1000;
    this.#step = stepOf(statistic.period);
    this.#counted = counted;
  }

  /**
   * @param columns samples in columns, of any stretch of time
   * @returns arrays that the next call uses again
   */
  read(columns: SampleColumns, ends: Ends): DatapointColumn {
    if (this.#rows?.columns !== columns) this.#rows = new ColumnRows(columns, this.#statistic.unit);
    const { statistic } = this.#statistic;
    if (statistic.type === 'simple') return { values: this.#simple(this.#rows, ends, statistic.name) };
    const values = this.#distributed(this.#rows, ends, statistic);
    return this.#counted ? { values, samples: this.#simple(this.#rows, ends, 'SampleCount') } : { values };
  }

  #simple(rows: ColumnRows, { first, spacing, count }: Ends, name: SimpleStatistic): Float64Array {
    const from = first - this.#length;
    const grid = { from, step: this.#step, length: (first + (count - 1) * spacing - from) / this.#step };
    const spans = { length: this.#length / this.#step, stride: spacing / this.#step, count };
    const steps = stepTotals(rows, grid, joinOf(name), this.#steps);
    this.#steps = steps;
    const samples = joinSteps(steps.samples, grid, spans, rows.wholeCounts ? 'count' : 'sum', this.#samples);
    if (samples !== steps.samples) this.#samples = samples;
    if (name === 'SampleCount') return withoutEmpty(samples, samples);
    const values = joinSteps(steps.totals, grid, spans, joinOf(name), this.#values);
    if (values !== steps.totals) this.#values = values;
    return name === 'Average' ? averages(values, samples) : withoutEmpty(values, samples);
  }

  /** Statistics of the samples themselves: a sorted window follows the rows of each period. */
  #distributed(rows: ColumnRows, ends: Ends, statistic: Distributed): Float64Array {
    if (this.#values.length !== ends.count) this.#values = new Float64Array(ends.count);
    if (this.#spans.from.length !== ends.count) {
      this.#spans = { from: new Int32Array(ends.count), to: new Int32Array(ends.count) };
    }
    findRows(rows, ends, this.#length, this.#spans);
    this.#window.clear();
    fillDistributed(rows, this.#spans, statistic, this.#window, this.#values);
    return this.#values;
  }
}

/** Sums to averages, in place; NaN where there is no sample. */
function averages(values: Float64Array, samples: Float64Array): Float64Array {
  for (let index = 0; index < values.length; index++) {
    const counted = samples[index] ?? 0;
    values[index] = counted === 0 ? Number.NaN : (values[index] ?? 0) / counted;
  }
  return values;
}

/** NaN, in place, where there is no sample. */
function withoutEmpty(values: Float64Array, samples: Float64Array): Float64Array {
  for (let index = 0; index < values.length; index++) if (samples[index] === 0) values[index] = Number.NaN;
  return values;
}

import { counts as counted, showsValues } from './aggregate.ts';
import { ColumnRows } from './column-rows.ts';
import { type Distributed, distributedValue } from './distribution.ts';
import { stepOf } from './period-reader.ts';
import { firstRow } from './sample-columns.ts';
import { SortedSamples } from './sorted-samples.ts';
import type { SimpleStatistic } from './statistic-types.ts';
import { type Join, joinSteps, type StepTotals, stepTotals } from './step-totals.ts';
import type { MetricStatistic, SampleColumns } from './types.ts';

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
  readonly #sorted = new SortedSamples();
  #rows: ColumnRows | undefined;
  /** Arrays of the block before: a column is used up before the next one is asked for. */
  #steps: StepTotals | undefined;
  #values = new Float64Array();
  /** Rows in the sorted window that hide their values. */
  #hidden = 0;

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
    const samples = joinSteps(steps.samples, grid, spans, rows.counts === undefined && rows.plain ? 'count' : 'sum');
    const values = name === 'SampleCount' ? samples : joinSteps(steps.totals, grid, spans, joinOf(name));
    for (let index = 0; index < count; index++) {
      const counted = samples[index] ?? 0;
      if (counted === 0) values[index] = Number.NaN;
      else if (name === 'Average') values[index] = (values[index] ?? 0) / counted;
    }
    return values;
  }

  /** Statistics of the samples themselves: a sorted window slides over the rows. */
  #distributed(rows: ColumnRows, ends: Ends, statistic: Distributed): Float64Array {
    const { timestamps, length } = rows;
    if (this.#values.length !== ends.count) this.#values = new Float64Array(ends.count);
    const values = this.#values;
    const sorted = this.#sorted;
    sorted.clear();
    this.#hidden = 0;
    let oldest = firstRow(rows, ends.first - this.#length);
    let next = oldest;
    for (let index = 0, end = ends.first; index < ends.count; index++, end += ends.spacing) {
      const start = end - this.#length;
      if (start > (timestamps[next - 1] ?? start)) {
        // Nothing that was taken in is left: no need to take it out piece by piece.
        sorted.clear();
        this.#hidden = 0;
        oldest = next;
      }
      for (; oldest < next && (timestamps[oldest] ?? start) < start; oldest++) this.#slide(rows, oldest, -1);
      for (; next < length && (timestamps[next] ?? end) < end; next++) {
        if ((timestamps[next] ?? start) >= start) this.#slide(rows, next, 1);
        else oldest = next + 1;
      }
      const shows = sorted.length > 0 && this.#hidden === 0 && (sorted.values[0] ?? -1) >= 0;
      values[index] = shows ? distributedValue(statistic, sorted) : Number.NaN;
    }
    return values;
  }

  /** Takes a row into the sorted window, or out of it. */
  #slide(rows: ColumnRows, row: number, direction: 1 | -1): void {
    if (rows.plain && !rows.foreign) {
      // Nearly all histories: straight from the columns.
      const { values, counts } = rows;
      const sample = values[row] ?? Number.NaN;
      const times = counts === undefined ? 1 : (counts[row] ?? 1);
      if (!counted(sample, times)) return;
      if (direction === 1) this.#sorted.add(sample, times);
      else this.#sorted.remove(sample, times);
      return;
    }
    if (!rows.takes(row)) return;
    const count = rows.count(row);
    const value = rows.minimum(row);
    if (rows.isSet(row) && !showsValues(count, value, rows.maximum(row))) this.#hidden += direction;
    else if (direction === 1) this.#sorted.add(value, count);
    else this.#sorted.remove(value, count);
  }
}

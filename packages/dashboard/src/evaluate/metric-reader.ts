import {
  addSample,
  DatapointColumns,
  emptySummary,
  firstRow,
  type MetricIdentity,
  metricKey,
  rowAt,
  type SampleColumns,
  type SampleSource,
  type Statistic,
  toColumns,
  toDatapoint,
} from '../../../alarm-simulator/src/index.ts';
import type { PeriodGrid } from './period.ts';

/** A statistic of a metric over a grid of periods. */
export interface ReadSeries {
  /** One for each period; NaN where there is no datapoint. */
  readonly values: Float64Array;
  /** CloudWatch's `StandardUnit`, where all samples agree and it says something. */
  readonly unit?: string;
}

export interface ReadRequest {
  readonly metric: MetricIdentity;
  readonly statistic: Statistic;
  readonly unit?: string;
}

/** Periods that the block reader takes: of whole steps of ten seconds, or from a minute on of whole minutes. */
function isStepped({ start, length, count }: PeriodGrid): boolean {
  const step = length < 60_000 ? 10_000 : 60_000;
  return count > 0 && length % step === 0 && start % step === 0;
}

/** Reads statistics from a source, each metric and range of it once. */
export class MetricReader {
  readonly #source: SampleSource;
  readonly #now: number;
  readonly #columns = new Map<string, SampleColumns>();

  constructor(source: SampleSource, now: number) {
    this.#source = source;
    this.#now = now;
  }

  read({ metric, statistic, unit }: ReadRequest, grid: PeriodGrid): ReadSeries {
    const columns = this.#columnsOf(metric, grid);
    const { start, length, count } = grid;
    const period = length / 1000;
    // Periods of a range that does not begin on a step, or shorter than one, are few: sample by sample.
    const values = isStepped(grid)
      ? new DatapointColumns({ metric, statistic, period, ...(unit === undefined ? {} : { unit }) }).read(columns, {
          first: start + length,
          spacing: length,
          count,
        }).values
      : oneByOne(columns, statistic, grid, unit);
    const own = unit ?? unitOf(columns, start, start + length * count);
    const shown = own === undefined ? undefined : unitOfStatistic(statistic, own);
    return { values, ...(shown === undefined ? {} : { unit: shown }) };
  }

  #columnsOf(metric: MetricIdentity, { start, length, count }: PeriodGrid): SampleColumns {
    const end = start + length * count;
    const key = `${start} ${end} ${metricKey(metric)}`;
    let columns = this.#columns.get(key);
    if (columns === undefined) {
      columns =
        this.#source.columns?.(metric) ??
        toColumns(inRange(this.#source.samples(metric, start, end, this.#now), start, end));
      this.#columns.set(key, columns);
    }
    return columns;
  }
}

/** A source that gives more than it was asked for must not change the result. */
function* inRange<T extends { readonly timestamp: number }>(samples: Iterable<T>, start: number, end: number) {
  for (const sample of samples) if (sample.timestamp >= start && sample.timestamp < end) yield sample;
}

function oneByOne(
  columns: SampleColumns,
  statistic: Statistic,
  { start, length, count }: PeriodGrid,
  unit: string | undefined,
): Float64Array {
  const values = new Float64Array(count).fill(Number.NaN);
  let row = firstRow(columns, start);
  for (let index = 0; index < count; index++) {
    const from = start + index * length;
    const summary = emptySummary(statistic);
    for (; row < columns.length && (columns.timestamps[row] ?? 0) < from + length; row++) {
      addSample(summary, rowAt(columns, row), unit);
    }
    values[index] = toDatapoint(statistic, from, summary)?.value ?? Number.NaN;
  }
  return values;
}

/** The unit of all samples in [from, to); `undefined` if they differ, or have none. */
function unitOf(columns: SampleColumns, from: number, to: number): string | undefined {
  const { unit } = columns;
  if (unit === undefined || typeof unit === 'string') return unit;
  let common: string | undefined;
  for (let row = firstRow(columns, from); row < columns.length && (columns.timestamps[row] ?? to) < to; row++) {
    const own = unit[row];
    if (common === undefined) common = own;
    else if (common !== own) return undefined;
  }
  return common;
}

/**
 * A count of samples is no longer in their unit. AWS answers with the samples' unit all the same; on an axis that would
 * read as milliseconds, so the number says what it is (*inferred*).
 */
function unitOfStatistic(statistic: Statistic, unit: string): string | undefined {
  if (statistic.type === 'simple' && statistic.name === 'SampleCount') return 'Count';
  if (statistic.type === 'bounded' && statistic.measure === 'trimmedCount') return 'Count';
  if (statistic.type === 'bounded' && statistic.measure === 'percentileRank') return 'Percent';
  return unit === 'None' ? undefined : unit;
}

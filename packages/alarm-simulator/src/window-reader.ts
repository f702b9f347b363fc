import { AlarmBands } from './alarm-bands.ts';
import { type BandInput, STAND_IN_NOTE } from './band-types.ts';
import { leastSure } from './certainty.ts';
import { bandSeries, Expressions, type MetricsQuery, watchedSeries } from './expressions.ts';
import { formatTimestamp } from './format.ts';
import { blank, type Series } from './math-values.ts';
import { type PeriodGrid, type Periods, periodsOf } from './period-grid.ts';
import type { SampleSource } from './sample-types.ts';
import type { Certainty, Datapoint, MetricAlarm, Window } from './types.ts';

/** Reads the windows of one alarm, one by one. */
export interface WindowReader {
  /** The `count` datapoints up to `end`, as far as the source had them at `asOf`. */
  read(source: SampleSource, end: number, count: number, asOf: number): Window;
  /** What is to be said of the window that was read last. */
  notes(window: Window, end: number): readonly string[];
}

export function windowReader(alarm: MetricAlarm, grid: PeriodGrid, band: BandInput | undefined): WindowReader {
  const { query, window } = alarm;
  if (query.form === 'metrics') return new MetricsReader(alarm, query, grid, band);
  const periods = periodsOf(window, query, grid);
  return {
    read: (source, end, count, asOf) => periods.read(source, end, count, asOf),
    notes: (read, end) => hiddenNotes(read, end, grid, [periods]),
  };
}

/** Missing datapoints of periods that have data, but only statistic sets that give no such statistic. */
function hiddenNotes(window: Window, end: number, grid: PeriodGrid, metrics: readonly Periods[]): string[] {
  if (!metrics.some((periods) => periods.hidesAny)) return [];
  const hidden = grid.starts(end, window.length).filter((start) => metrics.some((periods) => periods.hides(start)));
  if (hidden.length === 0) return [];
  const list = hidden.map(formatTimestamp).join(', ');
  return [
    `no datapoint at ${list}: a statistic set gives this statistic only if its sample count is 1 or its minimum and maximum are equal`,
  ];
}

type Doubts = Map<number, Certainty>;

function raise(doubts: Doubts, index: number, certainty: Certainty): void {
  doubts.set(index, leastSure(doubts.get(index) ?? 'documented', certainty));
}

function withoutCount(datapoint: Datapoint | undefined): Datapoint | undefined {
  if (datapoint === undefined) return undefined;
  const { sampleCount: _, ...rest } = datapoint;
  return rest;
}

/** Windows of `Metrics[]`: each metric read, then the expressions computed period by period. */
class MetricsReader implements WindowReader {
  readonly #query: MetricsQuery;
  readonly #expressions: Expressions;
  readonly #grid: PeriodGrid;
  readonly #metrics: ReadonlyMap<string, Periods>;
  readonly #bands: AlarmBands;
  /** Id of the band that the alarm compares with. */
  readonly #band: string | undefined;

  constructor(alarm: MetricAlarm, query: MetricsQuery, grid: PeriodGrid, band: BandInput | undefined) {
    this.#query = query;
    this.#grid = grid;
    this.#expressions = new Expressions(query, alarm.period);
    this.#metrics = new Map(
      [...this.#expressions.metrics].map(([id, statistic]) => [id, periodsOf(alarm.window, statistic, grid)]),
    );
    this.#bands = new AlarmBands(this.#expressions, alarm.period, band);
    this.#band = alarm.limit.type === 'band' ? alarm.limit.id : undefined;
  }

  read(source: SampleSource, end: number, count: number, asOf: number): Window {
    const { returned } = this.#query;
    const direct = this.#metrics.get(returned);
    // "the CloudWatch event that is used to evaluate the Alarm doesn't have a SampleCount field" in this form.
    if (direct !== undefined && this.#band === undefined) {
      return direct.read(source, end, count, asOf).map(withoutCount);
    }
    const starts = this.#grid.starts(end, count);
    const [start = end] = starts;
    const doubts: Doubts = new Map();
    const lookUp = this.#expressions.evaluate({
      start,
      length: count,
      metric: (id) => toSeries(this.#metrics.get(id)?.read(source, end, count, asOf) ?? [], doubts),
      band: (id, deviations) => this.#bands.over(source, id, deviations, start, count),
      doubt: (index, certainty) => raise(doubts, index, certainty),
    });
    const values = watchedSeries(lookUp(returned));
    const band = this.#band === undefined ? undefined : bandSeries(lookUp(this.#band));
    return starts.map((timestamp, index): Datapoint | undefined => {
      const value = values[index] ?? Number.NaN;
      const [lower, upper] = [band?.lower[index] ?? Number.NaN, band?.upper[index] ?? Number.NaN];
      // Without its band a datapoint cannot be compared, so it counts as missing (*inferred*).
      if (Number.isNaN(value) || (band !== undefined && (Number.isNaN(lower) || Number.isNaN(upper)))) return undefined;
      const certainty = doubts.get(index);
      return {
        timestamp,
        value,
        ...(certainty === undefined ? {} : { certainty }),
        ...(band === undefined ? {} : { band: { lower, upper } }),
      };
    });
  }

  notes(window: Window, end: number): readonly string[] {
    const hidden = hiddenNotes(window, end, this.#grid, [...this.#metrics.values()]);
    return this.#expressions.banded && !this.#bands.given ? [STAND_IN_NOTE, ...hidden] : hidden;
  }
}

function toSeries(window: Window, doubts: Doubts): Series {
  const series = blank(window.length);
  for (const [index, datapoint] of window.entries()) {
    if (datapoint === undefined) continue;
    if (datapoint.spread !== undefined) raise(doubts, index, 'inferred');
    if (datapoint.certainty !== undefined) raise(doubts, index, datapoint.certainty);
    series[index] = datapoint.value;
  }
  return series;
}

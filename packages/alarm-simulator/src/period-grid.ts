import { addSample, emptySummary, toDatapoint } from './aggregate.ts';
import { PeriodReader, stepOf } from './period-reader.ts';
import type { SampleSource } from './sample-types.ts';
import type { Datapoint, EvaluationWindow, MetricStatistic } from './types.ts';
import { WallClock } from './wall-clock.ts';

/** Where the periods of an alarm lie. */
export interface PeriodGrid {
  /** The end of the newest whole period at an instant. */
  endAt(at: number): number;
  /** Starts of the `count` periods up to an end, oldest first. */
  starts(end: number, count: number): number[];
}

/** Reads the datapoints of one metric and statistic. */
export interface Periods {
  /** The `count` periods that end at `end`, oldest first. */
  read(source: SampleSource, end: number, count: number, asOf: number): (Datapoint | undefined)[];
  /** Has the period that starts here data, but only such as hides the values that the statistic needs? */
  hides(start: number): boolean;
  readonly hidesAny: boolean;
}

/** @param period seconds */
export function gridOf(window: EvaluationWindow, period: number): PeriodGrid {
  if (window.type === 'wallClock') {
    const clock = new WallClock(window.timeZone, period);
    return { endAt: (at) => clock.boundary(at), starts: (end, count) => clock.starts(end, count) };
  }
  const step = stepOf(period);
  const length = period * 1000;
  return {
    endAt: (at) => Math.floor(at / step) * step,
    starts: (end, count) => Array.from({ length: count }, (_, index) => end - (count - index) * length),
  };
}

export function periodsOf(window: EvaluationWindow, statistic: MetricStatistic, grid: PeriodGrid): Periods {
  return window.type === 'wallClock' ? new WallClockPeriods(statistic, grid) : new PeriodReader(statistic);
}

/** Periods on the clock: they do not slide, so each settled one is made once. */
class WallClockPeriods implements Periods {
  readonly #statistic: MetricStatistic;
  readonly #grid: PeriodGrid;
  readonly #known = new Map<number, Datapoint | undefined>();
  readonly #hidden = new Set<number>();
  #source: SampleSource | undefined;

  constructor(statistic: MetricStatistic, grid: PeriodGrid) {
    this.#statistic = statistic;
    this.#grid = grid;
  }

  read(source: SampleSource, end: number, count: number, asOf: number): (Datapoint | undefined)[] {
    if (this.#source !== source) {
      this.#source = source;
      this.#known.clear();
      this.#hidden.clear();
    }
    const starts = this.#grid.starts(end, count);
    const settled = source.settledBefore?.(this.#statistic.metric, asOf) ?? Number.NEGATIVE_INFINITY;
    const window = starts.map((start, index) => {
      const next = starts[index + 1] ?? end;
      const known = this.#known.get(start);
      if (known !== undefined || this.#known.has(start)) return known;
      const datapoint = this.#make(source, start, next, asOf);
      if (next <= settled) this.#known.set(start, datapoint);
      return datapoint;
    });
    for (const start of this.#known.keys()) if (start < (starts[0] ?? 0)) this.#known.delete(start);
    return window;
  }

  hides(start: number): boolean {
    return this.#hidden.has(start);
  }

  get hidesAny(): boolean {
    return this.#hidden.size > 0;
  }

  #make(source: SampleSource, start: number, end: number, asOf: number): Datapoint | undefined {
    const { metric, statistic, unit } = this.#statistic;
    const summary = emptySummary(statistic);
    for (const sample of source.samples(metric, start, end, asOf)) {
      if (sample.timestamp >= start && sample.timestamp < end) addSample(summary, sample, unit);
    }
    if (summary.hidden) this.#hidden.add(start);
    else this.#hidden.delete(start);
    return toDatapoint(statistic, start, summary);
  }
}

import { addSample, emptySummary, type PeriodSummary, toDatapoint } from './aggregate.ts';
import type { Datapoint, MetricStatistic, SampleSource } from './types.ts';

/**
 * Reads the datapoints of one metric and statistic. Periods that the source calls settled are aggregated once and
 * remembered, because a window that slides by a minute reads most periods again; what may still change is read anew.
 */
export class PeriodReader {
  readonly #statistic: MetricStatistic;
  /** Start of a settled period to its datapoint. */
  readonly #settled = new Map<number, Datapoint | undefined>();
  #source: SampleSource | undefined;

  constructor(statistic: MetricStatistic) {
    this.#statistic = statistic;
  }

  /**
   * The `count` periods that end at `end`, oldest first.
   * @param asOf instant of the evaluation, which the source is asked for
   */
  read(source: SampleSource, end: number, count: number, asOf: number): (Datapoint | undefined)[] {
    if (this.#source !== source) {
      this.#source = source;
      this.#settled.clear();
    }
    const length = this.#statistic.period * 1000;
    const start = end - count * length;
    const window: (Datapoint | undefined)[] = [];
    for (let from = start; from < end; from += length) {
      if (!this.#settled.has(from)) break;
      window.push(this.#settled.get(from));
    }
    const known = window.length;
    if (known < count) this.#aggregate(source, start + known * length, end, asOf, window);
    this.#forget(start);
    return window;
  }

  #aggregate(source: SampleSource, from: number, to: number, asOf: number, window: (Datapoint | undefined)[]): void {
    const { metric, statistic, unit, period } = this.#statistic;
    const length = period * 1000;
    const summaries: (PeriodSummary | undefined)[] = [];
    for (const sample of source.samples(metric, from, to, asOf)) {
      const index = Math.floor((sample.timestamp - from) / length);
      // A source that returns more than it was asked for must not change the result.
      if (index < 0 || sample.timestamp >= to) continue;
      let summary = summaries[index];
      if (summary === undefined) {
        summary = emptySummary(statistic);
        summaries[index] = summary;
      }
      addSample(summary, sample, unit);
    }
    const settledBefore = source.settledBefore?.(metric, asOf) ?? Number.NEGATIVE_INFINITY;
    for (let start = from, index = 0; start < to; start += length, index++) {
      const summary = summaries[index];
      const datapoint = summary === undefined ? undefined : toDatapoint(statistic, start, summary);
      window.push(datapoint);
      if (start + length <= settledBefore) this.#settled.set(start, datapoint);
    }
  }

  /** Time does not go back, so what lies before the window is never read again. */
  #forget(start: number): void {
    for (const remembered of this.#settled.keys()) {
      if (remembered >= start) break;
      this.#settled.delete(remembered);
    }
  }
}

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Percentiles } from './types.ts';

/** Microseconds in a millisecond: the histogram counts whole numbers. */
const MICROSECONDS = 1000;

/** Longest time that is told apart, in microseconds: beyond the client's time limit. */
const HIGHEST = 120_000 * MICROSECONDS;

/**
 * Times in a histogram of high dynamic range (Node's own): each to three digits, in memory that does not grow. Times of
 * nothing and below count as a microsecond.
 */
export class TimeHistogram {
  readonly #histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: HIGHEST, figures: 3 });

  record(milliseconds: number): void {
    this.#histogram.record(Math.min(Math.max(1, Math.round(milliseconds * MICROSECONDS)), HIGHEST));
  }

  get count(): number {
    return this.#histogram.count;
  }

  /** Milliseconds; all 0 before the first. */
  percentiles(): Percentiles {
    const at = (percentile: number) => (this.count === 0 ? 0 : this.#histogram.percentile(percentile) / MICROSECONDS);
    return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: at(100) };
  }
}

import { addSample, addSummary, emptySummary, type PeriodSummary, toDatapoint } from './aggregate.ts';
import type { SampleSource } from './sample-types.ts';
import type { Datapoint, MetricStatistic } from './types.ts';

/** Windows slide by so many milliseconds, and end at multiples of it: a minute, or ten seconds for shorter periods. */
export function stepOf(period: number): number {
  return period < 60 ? 10_000 : 60_000;
}

export const HOUR = 3_600_000;

/**
 * Reads the datapoints of one metric and statistic. A window that slides by a minute reads most samples again, so what
 * the source calls settled is remembered twice over: the sums of each minute, of which periods are put together, and the
 * datapoints of whole periods, which return when the window has slid by one period. What may still change is read anew.
 */
export class PeriodReader {
  readonly #statistic: MetricStatistic;
  /** Milliseconds of a period, and of the steps that it is put together of. */
  readonly #length: number;
  readonly #step: number;
  /** Start of a settled period to its datapoint. */
  readonly #periods = new Map<number, Datapoint | undefined>();
  /** Starts of periods whose values a statistic set hides from the statistic. */
  readonly #hidden = new Set<number>();
  /** Start of a settled step to its sums; `undefined` if it has no sample. */
  readonly #steps = new Map<number, PeriodSummary | undefined>();
  #source: SampleSource | undefined;

  constructor(statistic: MetricStatistic) {
    this.#statistic = statistic;
    this.#length = statistic.period * 1000;
    this.#step = stepOf(statistic.period);
  }

  /**
   * The `count` periods that end at `end`, oldest first.
   * @param end a whole minute, or whole ten seconds for periods below a minute
   * @param asOf instant of the evaluation, which the source is asked for
   */
  read(source: SampleSource, end: number, count: number, asOf: number): (Datapoint | undefined)[] {
    if (this.#source !== source) {
      this.#source = source;
      this.#periods.clear();
      this.#steps.clear();
      this.#hidden.clear();
    }
    const start = end - count * this.#length;
    const window: (Datapoint | undefined)[] = [];
    for (let from = start; from < end; from += this.#length) {
      const known = this.#periods.get(from);
      if (known === undefined && !this.#periods.has(from)) break;
      window.push(known);
    }
    if (window.length < count) this.#readOn(source, start + window.length * this.#length, end, asOf, window);
    forgetBefore(this.#periods, start);
    forgetBefore(this.#steps, start);
    forgetBefore(this.#hidden, start);
    return window;
  }

  /** Has the period that starts here data, but only a statistic set that hides what the statistic needs? */
  hides(start: number): boolean {
    return this.#hidden.has(start);
  }

  get hidesAny(): boolean {
    return this.#hidden.size > 0;
  }

  /** Appends the periods of [from, end). */
  #readOn(source: SampleSource, from: number, end: number, asOf: number, window: (Datapoint | undefined)[]): void {
    const settledBefore = source.settledBefore?.(this.#statistic.metric, asOf) ?? Number.NEGATIVE_INFINITY;
    const steps = this.#readSteps(source, from, end, asOf, settledBefore);
    const perPeriod = this.#length / this.#step;
    for (let start = from, first = 0; start < end; start += this.#length, first += perPeriod) {
      const summary = perPeriod === 1 ? steps[first] : this.#join(steps, first, start);
      if (summary?.hidden) this.#hidden.add(start);
      else this.#hidden.delete(start);
      const datapoint = summary === undefined ? undefined : toDatapoint(this.#statistic.statistic, start, summary);
      window.push(datapoint);
      if (start + this.#length <= settledBefore) this.#periods.set(start, datapoint);
    }
  }

  /**
   * Periods longer than an hour are put together of hours, so that the block path can do so too and still come to the
   * same sum to the last bit.
   */
  #join(steps: readonly (PeriodSummary | undefined)[], first: number, start: number): PeriodSummary {
    const { statistic } = this.#statistic;
    const whole = emptySummary(statistic);
    const end = start + this.#length;
    for (let at = start, index = first; at < end; ) {
      const hour = this.#length > HOUR && at % HOUR === 0 && at + HOUR <= end;
      const next = at + (hour ? HOUR : this.#step);
      const part = hour ? emptySummary(statistic) : whole;
      for (; at < next; at += this.#step, index++) {
        const step = steps[index];
        if (step !== undefined) addSummary(part, step);
      }
      if (hour) addSummary(whole, part);
    }
    return whole;
  }

  /** The sums of each step of [from, end): remembered ones first, the rest from the source. */
  #readSteps(
    source: SampleSource,
    from: number,
    end: number,
    asOf: number,
    settledBefore: number,
  ): (PeriodSummary | undefined)[] {
    const steps: (PeriodSummary | undefined)[] = [];
    let next = from;
    for (; next < end; next += this.#step) {
      const known = this.#steps.get(next);
      if (known === undefined && !this.#steps.has(next)) break;
      steps.push(known);
    }
    if (next === end) return steps;
    const known = steps.length;
    steps.length = (end - from) / this.#step;
    this.#sum(source, next, end, asOf, steps, known);
    // Steps that are whole periods need no memory of their own.
    if (this.#length === this.#step) return steps;
    for (let index = known, start = next; start + this.#step <= settledBefore && start < end; index++) {
      this.#steps.set(start, steps[index]);
      start += this.#step;
    }
    return steps;
  }

  #sum(
    source: SampleSource,
    from: number,
    end: number,
    asOf: number,
    steps: (PeriodSummary | undefined)[],
    first: number,
  ): void {
    const { metric, statistic, unit } = this.#statistic;
    for (const sample of source.samples(metric, from, end, asOf)) {
      // A source that returns more than it was asked for must not change the result.
      if (sample.timestamp < from || sample.timestamp >= end) continue;
      const index = first + Math.floor((sample.timestamp - from) / this.#step);
      let summary = steps[index];
      if (summary === undefined) {
        summary = emptySummary(statistic);
        steps[index] = summary;
      }
      addSample(summary, sample, unit);
    }
  }
}

/** Time does not go back, so what lies before the window is never read again. */
function forgetBefore(memory: Map<number, unknown> | Set<number>, start: number): void {
  for (const remembered of memory.keys()) {
    if (remembered >= start) break;
    memory.delete(remembered);
  }
}

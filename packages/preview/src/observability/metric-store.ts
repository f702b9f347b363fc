import type { MetricIdentity, MetricSample, MetricSink } from '../types.ts';
import { SampleBlock, type StoredSample } from './sample-block.ts';

export type { StoredSample } from './sample-block.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How much virtual time of samples is kept at least, in milliseconds. CloudWatch keeps far longer; here nothing older is
 * seen by alarms or graphs.
 */
export const DEFAULT_HISTORY_MS = 3 * HOUR_MS;

/** Count, sum and extremes of one period. */
export interface PeriodStatistics {
  /** Start of the period, virtual milliseconds since the epoch. */
  readonly start: number;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

interface Series {
  readonly identity: MetricIdentity;
  /** Samples of each minute, by the minute's number since the epoch. */
  readonly minutes: Map<number, SampleBlock>;
  newestMinute: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Raw samples of every metric in per-minute buckets. Publishing costs a map look-up and a push; a query touches only the
 * minutes it asks for. History is bounded: minutes older than the limit go when their metric enters a new minute.
 */
export class MetricStore implements MetricSink {
  readonly #series = new Map<string, Series>();
  readonly #historyMs: number;
  /** Longer histories of metrics, by their keys. */
  readonly #longer = new Map<string, number>();

  constructor(options: { readonly historyMs?: number } = {}) {
    this.#historyMs = options.historyMs ?? DEFAULT_HISTORY_MS;
  }

  /** How far back samples of a metric are kept, in virtual milliseconds. */
  historyOf(metric: MetricIdentity): number {
    return this.#longer.get(keyOf(metric)) ?? this.#historyMs;
  }

  /**
   * Lengthens the history of one metric for an alarm that looks further back; never shortens it. All metrics for as long
   * as the slowest alarm looks back would be a day of everything.
   */
  keepAtLeast(historyMs: number, metric: MetricIdentity): void {
    this.#longer.set(keyOf(metric), Math.max(this.historyOf(metric), historyMs));
  }

  publish(sample: MetricSample): void {
    const { timestamp, value, count = 1, unit } = sample;
    const series = this.#seriesOf(sample);
    const minute = Math.floor(timestamp / MINUTE_MS);
    let block = series.minutes.get(minute);
    if (!block) {
      block = new SampleBlock();
      series.minutes.set(minute, block);
      if (minute > series.newestMinute) this.#enter(series, minute);
    }
    block.add(timestamp, value, count, unit);
  }

  /** Samples in `[fromMs, toMs)`, oldest minute first. */
  *samples(metric: MetricIdentity, fromMs: number, toMs: number): Iterable<StoredSample> {
    const series = this.#series.get(keyOf(metric));
    if (!series) return;
    const first = Math.max(Math.floor(fromMs / MINUTE_MS), series.newestMinute - this.historyOf(metric) / MINUTE_MS);
    for (let minute = Math.floor(first); minute * MINUTE_MS < toMs && minute <= series.newestMinute; minute += 1) {
      const block = series.minutes.get(minute);
      if (block) yield* block.samples(fromMs, toMs);
    }
  }

  /** Every metric that was ever published. */
  list(): MetricIdentity[] {
    return [...this.#series.values()].map((series) => series.identity);
  }

  /** Statistics of each period in `[fromMs, toMs)` that has samples, oldest first. Periods start at multiples of `periodMs`. */
  statistics(metric: MetricIdentity, fromMs: number, toMs: number, periodMs = MINUTE_MS): PeriodStatistics[] {
    const periods = new Map<number, Mutable<PeriodStatistics>>();
    for (const { timestamp, value, count } of this.samples(metric, fromMs, toMs)) {
      const start = Math.floor(timestamp / periodMs) * periodMs;
      const period = periods.get(start) ?? { start, sampleCount: 0, sum: 0, minimum: value, maximum: value };
      period.sampleCount += count;
      period.sum += value * count;
      period.minimum = Math.min(period.minimum, value);
      period.maximum = Math.max(period.maximum, value);
      periods.set(start, period);
    }
    return [...periods.values()].sort((a, b) => a.start - b.start);
  }

  #seriesOf(metric: MetricIdentity): Series {
    const key = keyOf(metric);
    let series = this.#series.get(key);
    if (!series) {
      const { namespace, metricName, dimensions } = metric;
      const identity = { namespace, metricName, dimensions: { ...dimensions } };
      series = { identity, minutes: new Map(), newestMinute: Number.NEGATIVE_INFINITY };
      this.#series.set(key, series);
    }
    return series;
  }

  #enter(series: Series, minute: number): void {
    series.minutes.get(series.newestMinute)?.trim();
    series.newestMinute = minute;
    const oldestKept = minute - this.historyOf(series.identity) / MINUTE_MS;
    for (const candidate of series.minutes.keys()) if (candidate < oldestKept) series.minutes.delete(candidate);
  }
}

/** No name in CloudWatch may hold a control character, so that none can imitate the separator. */
const SEPARATOR = '\u0000';

/** Namespace, name and dimensions tell metrics apart; the order of the dimensions does not. */
function keyOf({ namespace, metricName, dimensions }: MetricIdentity): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  let key = namespace + SEPARATOR + metricName;
  for (const name of names) key += SEPARATOR + name + SEPARATOR + dimensions[name];
  return key;
}

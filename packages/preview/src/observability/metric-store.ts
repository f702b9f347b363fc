import type { MetricIdentity, MetricSample, MetricSink } from '../types.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How much virtual time of samples is kept at least, in milliseconds. CloudWatch keeps far longer; here nothing older is
 * seen by alarms or graphs.
 */
export const DEFAULT_HISTORY_MS = 3 * HOUR_MS;

/** Equal values this close together are stored as one with a count; no alarm period is shorter. */
const MERGE_MS = 10_000;

/** A sample as it is kept, without its identity. */
export interface StoredSample {
  /** Virtual milliseconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
  /** How often the value was published within 10 s. */
  readonly count: number;
  readonly unit?: string;
}

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
  readonly minutes: Map<number, Mutable<StoredSample>[]>;
  newestMinute: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Raw samples of every metric in per-minute buckets. Publishing costs a map look-up and a push; a query touches only the
 * minutes it asks for. History is bounded: minutes older than the limit go when their metric enters a new minute.
 */
export class MetricStore implements MetricSink {
  readonly #series = new Map<string, Series>();
  #historyMs: number;

  constructor(options: { readonly historyMs?: number } = {}) {
    this.#historyMs = options.historyMs ?? DEFAULT_HISTORY_MS;
  }

  /** How far back samples are kept, in virtual milliseconds. */
  get historyMs(): number {
    return this.#historyMs;
  }

  /** Lengthens the history for an alarm that looks further back; never shortens it. */
  keepAtLeast(historyMs: number): void {
    this.#historyMs = Math.max(this.#historyMs, historyMs);
  }

  publish(sample: MetricSample): void {
    const { timestamp, value, count = 1, unit } = sample;
    const series = this.#seriesOf(sample);
    const minute = Math.floor(timestamp / MINUTE_MS);
    const bucket = series.minutes.get(minute);
    if (!bucket) {
      series.minutes.set(minute, [{ timestamp, value, count, unit }]);
      if (minute > series.newestMinute) this.#enter(series, minute);
      return;
    }
    const last = bucket[bucket.length - 1];
    if (last && last.value === value && last.unit === unit && sameMoment(last.timestamp, timestamp))
      last.count += count;
    else bucket.push({ timestamp, value, count, unit });
  }

  /** Samples in `[fromMs, toMs)`, oldest minute first. */
  *samples(metric: MetricIdentity, fromMs: number, toMs: number): Iterable<StoredSample> {
    const series = this.#series.get(keyOf(metric));
    if (!series) return;
    const first = Math.max(Math.floor(fromMs / MINUTE_MS), series.newestMinute - this.#historyMs / MINUTE_MS);
    for (let minute = Math.floor(first); minute * MINUTE_MS < toMs && minute <= series.newestMinute; minute += 1) {
      for (const sample of series.minutes.get(minute) ?? []) {
        if (sample.timestamp >= fromMs && sample.timestamp < toMs) yield sample;
      }
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
    series.newestMinute = minute;
    const oldestKept = minute - this.#historyMs / MINUTE_MS;
    for (const candidate of series.minutes.keys()) if (candidate < oldestKept) series.minutes.delete(candidate);
  }
}

const sameMoment = (a: number, b: number): boolean => Math.floor(a / MERGE_MS) === Math.floor(b / MERGE_MS);

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

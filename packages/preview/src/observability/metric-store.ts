import type { MetricIdentity, MetricSample, MetricSink } from '../types.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How much virtual time of raw samples is kept, in milliseconds. CloudWatch keeps far longer; an alarm of the preview
 * never sees further back than this. */
export const DEFAULT_HISTORY_MS = 3 * HOUR_MS;

/** A raw sample as it is kept, without its identity. */
export interface StoredSample {
  /** Virtual milliseconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
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
  readonly minutes: Map<number, StoredSample[]>;
}

/**
 * Raw samples of every metric in per-minute buckets. Publishing costs a map look-up and a push; a query touches only the
 * minutes it asks for. History is bounded: a minute older than the limit is dropped when the metric gets its next
 * new minute.
 */
export class MetricStore implements MetricSink {
  readonly #series = new Map<string, Series>();
  readonly #historyMs: number;

  constructor(options: { readonly historyMs?: number } = {}) {
    this.#historyMs = options.historyMs ?? DEFAULT_HISTORY_MS;
  }

  publish(sample: MetricSample): void {
    const series = this.#seriesOf(sample);
    const minute = Math.floor(sample.timestamp / MINUTE_MS);
    const stored = { timestamp: sample.timestamp, value: sample.value, count: sample.count ?? 1, unit: sample.unit };
    const bucket = series.minutes.get(minute);
    if (bucket) {
      bucket.push(stored);
      return;
    }
    series.minutes.set(minute, [stored]);
    this.#trim(series);
  }

  /** Raw samples in `[fromMs, toMs)`, oldest minute first. */
  *samples(metric: MetricIdentity, fromMs: number, toMs: number): Iterable<StoredSample> {
    const series = this.#series.get(keyOf(metric));
    if (!series) return;
    for (let minute = Math.floor(fromMs / MINUTE_MS); minute * MINUTE_MS < toMs; minute += 1) {
      for (const sample of series.minutes.get(minute) ?? []) {
        if (sample.timestamp >= fromMs && sample.timestamp < toMs) yield sample;
      }
    }
  }

  /** Every metric that has samples in the history. */
  list(): MetricIdentity[] {
    return [...this.#series.values()].map((series) => series.identity);
  }

  /** Statistics of each period in `[fromMs, toMs)` that has samples, oldest first. Periods start at multiples of `periodMs`. */
  statistics(metric: MetricIdentity, fromMs: number, toMs: number, periodMs: number): PeriodStatistics[] {
    const periods = new Map<number, { sampleCount: number; sum: number; minimum: number; maximum: number }>();
    for (const { timestamp, value, count } of this.samples(metric, fromMs, toMs)) {
      const start = Math.floor(timestamp / periodMs) * periodMs;
      const period = periods.get(start) ?? {
        sampleCount: 0,
        sum: 0,
        minimum: Number.POSITIVE_INFINITY,
        maximum: Number.NEGATIVE_INFINITY,
      };
      period.sampleCount += count;
      period.sum += value * count;
      period.minimum = Math.min(period.minimum, value);
      period.maximum = Math.max(period.maximum, value);
      periods.set(start, period);
    }
    return [...periods].sort(([a], [b]) => a - b).map(([start, period]) => ({ start, ...period }));
  }

  #seriesOf(metric: MetricIdentity): Series {
    const key = keyOf(metric);
    let series = this.#series.get(key);
    if (!series) {
      const { namespace, metricName, dimensions } = metric;
      series = { identity: { namespace, metricName, dimensions: { ...dimensions } }, minutes: new Map() };
      this.#series.set(key, series);
    }
    return series;
  }

  #trim(series: Series): void {
    let newest = Number.NEGATIVE_INFINITY;
    for (const minute of series.minutes.keys()) newest = Math.max(newest, minute);
    const oldestKept = newest - this.#historyMs / MINUTE_MS;
    for (const minute of series.minutes.keys()) if (minute < oldestKept) series.minutes.delete(minute);
  }
}

/** Namespace, name and dimensions tell metrics apart; the order of the dimensions does not. */
function keyOf({ namespace, metricName, dimensions }: MetricIdentity): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  let key = `${namespace}\n${metricName}`;
  for (const name of names) key += `\n${name}=${dimensions[name]}`;
  return key;
}

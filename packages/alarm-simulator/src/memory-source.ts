import type { MetricIdentity, Sample, SampleSource } from './types.ts';

/** One text for each metric: the same dimensions in another order are the same metric. */
export function metricKey({ namespace, metricName, dimensions }: MetricIdentity): string {
  const sorted = Object.entries(dimensions).sort(([first], [second]) => (first < second ? -1 : 1));
  return JSON.stringify([namespace, metricName, sorted]);
}

function firstFrom(samples: readonly Sample[], from: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle]?.timestamp ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A finished history in memory: all of it is settled. */
export class MemorySource implements SampleSource {
  readonly #metrics = new Map<string, Sample[]>();
  /** The key of a metric object, worked out once. */
  readonly #keys = new WeakMap<MetricIdentity, string>();

  /** Adds samples, in any order. Add everything before an engine reads. */
  add(metric: MetricIdentity, samples: Iterable<Sample>): this {
    const key = this.#key(metric);
    const all = [...(this.#metrics.get(key) ?? []), ...samples].sort(
      (first, second) => first.timestamp - second.timestamp,
    );
    this.#metrics.set(key, all);
    return this;
  }

  *samples(metric: MetricIdentity, fromMs: number, toMs: number): Iterable<Sample> {
    const samples = this.#metrics.get(this.#key(metric)) ?? [];
    for (let index = firstFrom(samples, fromMs); index < samples.length; index++) {
      const sample = samples[index];
      if (sample === undefined || sample.timestamp >= toMs) return;
      yield sample;
    }
  }

  settledBefore(): number {
    return Number.POSITIVE_INFINITY;
  }

  #key(metric: MetricIdentity): string {
    let key = this.#keys.get(metric);
    if (key === undefined) {
      key = metricKey(metric);
      this.#keys.set(metric, key);
    }
    return key;
  }
}

import type { Preview } from '../../packages/preview/src/index.ts';
import type { MetricIdentity } from '../../packages/preview/src/types.ts';
import type { PreviewCounts } from './types.ts';

const MINUTE_MS = 60_000;

/** Real milliseconds after which nothing changes a minute any more: longer than a request may take. */
const SETTLED_AFTER_MS = 60_000;

/** How a log line tells an inference. */
const INFERENCE_LINE = '"message":"inference"';

/** The slice of a preview that is counted; `Preview` fits it. */
export interface Counted {
  readonly clock: Pick<Preview['clock'], 'now' | 'toVirtual'>;
  readonly metrics: Pick<Preview['metrics'], 'list' | 'statistics'>;
  readonly logs: Pick<Preview['logs'], 'subscribe'>;
}

/**
 * Counts what the preview holds of its requests. Sums are taken from the stored samples, minute by minute as they
 * settle, because the preview keeps only some hours of them.
 */
export class Ledger {
  readonly #counted: Counted;
  readonly #namespace: string;
  readonly #sums = new Map<string, number>();
  /** Virtual time up to which samples are in the sums. */
  #summedTo = Number.NEGATIVE_INFINITY;
  #inferenceLines = 0;

  constructor(counted: Counted, namespace: string) {
    this.#counted = counted;
    this.#namespace = namespace;
    this.#summedTo = wholeMinute(counted.clock.now()) - MINUTE_MS;
    counted.logs.subscribe(({ message }) => {
      if (message.includes(INFERENCE_LINE)) this.#inferenceLines++;
    });
  }

  /** Takes the minutes that nothing changes any more into the sums. */
  settle(): void {
    const to = wholeMinute(this.#counted.clock.toVirtual(Date.now() - SETTLED_AFTER_MS));
    if (to <= this.#summedTo) return;
    this.#add(this.#sums, this.#summedTo, to);
    this.#summedTo = to;
  }

  counts(): PreviewCounts {
    const sums = new Map(this.#sums);
    this.#add(sums, this.#summedTo, this.#counted.clock.now() + MINUTE_MS);
    const { [API_COUNT]: apiRequests = 0, ...metrics } = Object.fromEntries(sums);
    return { metrics, apiRequests, inferenceLines: this.#inferenceLines };
  }

  #add(sums: Map<string, number>, from: number, to: number): void {
    for (const metric of this.#counted.metrics.list()) {
      const name = this.#nameOf(metric);
      if (name === undefined) continue;
      for (const { sum } of this.#counted.metrics.statistics(metric, from, to)) {
        sums.set(name, (sums.get(name) ?? 0) + sum);
      }
    }
  }

  /** Under which name a metric is counted; undefined if it is not. */
  #nameOf({ namespace, metricName, dimensions }: MetricIdentity): string | undefined {
    const names = Object.keys(dimensions);
    if (namespace === this.#namespace) return [metricName, ...names].join(' by ');
    // Once by API; by stage and by route the same requests are counted again.
    const isApiCount = namespace === 'AWS/ApiGateway' && metricName === 'Count' && names.join() === 'ApiId';
    return isApiCount ? API_COUNT : undefined;
  }
}

const API_COUNT = 'API requests';

const wholeMinute = (virtualMs: number): number => Math.floor(virtualMs / MINUTE_MS) * MINUTE_MS;

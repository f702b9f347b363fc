import { metricKey } from './memory-source.ts';
import type { MetricIdentity, Published, SampleColumns, SampleSource } from './sample-types.ts';

/** Milliseconds from the timestamp of a sample until CloudWatch has it: one for all metrics, or by metric. */
export type ArrivalDelay = number | ((metric: MetricIdentity) => number);

/**
 * A source whose samples arrive late: an evaluation sees what has arrived by then, so that late data is seen late and
 * changes nothing that was decided before it came.
 */
export class DelayedSource implements SampleSource {
  readonly #source: SampleSource;
  readonly #delay: ArrivalDelay;
  readonly #lag: number;
  readonly #delays = new Map<string, number>();

  /**
   * @param lag milliseconds: evaluations look at nothing younger, so that a delay up to it is not felt. Default: 0.
   * @throws RangeError if a delay is negative or no finite number, when it is first asked for
   */
  constructor(source: SampleSource, delay: ArrivalDelay, lag = 0) {
    this.#source = source;
    this.#delay = delay;
    this.#lag = lag;
  }

  columns(metric: MetricIdentity): SampleColumns | undefined {
    return this.#delayOf(metric) <= this.#lag ? this.#source.columns?.(metric) : undefined;
  }

  *samples(metric: MetricIdentity, fromMs: number, toMs: number, asOfMs: number): Iterable<Published> {
    const arrived = asOfMs - this.#delayOf(metric);
    for (const sample of this.#source.samples(metric, fromMs, toMs, asOfMs)) {
      if (sample.timestamp <= arrived) yield sample;
    }
  }

  settledBefore(metric: MetricIdentity, asOfMs: number): number {
    const settled = this.#source.settledBefore?.(metric, asOfMs) ?? Number.NEGATIVE_INFINITY;
    const delay = this.#delayOf(metric);
    return delay <= this.#lag ? settled : Math.min(settled, asOfMs - delay);
  }

  #delayOf(metric: MetricIdentity): number {
    if (typeof this.#delay === 'number') return checked(this.#delay);
    const key = metricKey(metric);
    const known = this.#delays.get(key) ?? checked(this.#delay(metric));
    this.#delays.set(key, known);
    return known;
  }
}

function checked(delay: number): number {
  if (delay >= 0 && Number.isFinite(delay)) return delay;
  throw new RangeError(`the arrival delay is ${delay}: write milliseconds, 0 or more`);
}

import { type LatencyPercentiles, latencyPercentiles } from '../report/percentiles.ts';
import type { Outcome } from './types.ts';

/** Requests by how they ended. `sent` includes those still under way; `dropped` were due but never sent. */
export interface RequestCounts {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly rejected: number;
  readonly dropped: number;
}

/** Latencies kept for percentiles; later ones replace the oldest, so that memory stays bounded. */
export const LATENCIES_KEPT = 100_000;

/** What is measured over a stretch of traffic: a minute, a phase or the whole run. */
export class Measurements {
  readonly #counts = { sent: 0, ok: 0, failed: 0, rejected: 0, dropped: 0 };
  readonly #latencies: number[] = [];
  #latenciesSeen = 0;
  #graded = 0;
  #correct = 0;

  get counts(): RequestCounts {
    return { ...this.#counts };
  }

  /** Requests that are sent and not yet answered. */
  get inFlight(): number {
    const { sent, ok, failed, rejected } = this.#counts;
    return sent - ok - failed - rejected;
  }

  /** Share of right predictions among those with a label; null before the first. */
  get accuracy(): number | null {
    return this.#graded === 0 ? null : this.#correct / this.#graded;
  }

  /** Real milliseconds, of every answer whatever it was; the newest {@link LATENCIES_KEPT}. */
  get latencies(): readonly number[] {
    return this.#latencies;
  }

  get latency(): LatencyPercentiles {
    return latencyPercentiles(this.#latencies);
  }

  sent(): void {
    this.#counts.sent++;
  }

  dropped(): void {
    this.#counts.dropped++;
  }

  ended(outcome: Outcome): void {
    this.#counts[outcome.kind]++;
    this.#latencies[this.#latenciesSeen++ % LATENCIES_KEPT] = outcome.latencyMs;
    if (outcome.correct === undefined) return;
    this.#graded++;
    if (outcome.correct) this.#correct++;
  }
}

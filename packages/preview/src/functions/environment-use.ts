import { IDLE_LIMIT_MS } from './limits.ts';

/**
 * Says whether an environment is worth its memory. One that is not used for {@link IDLE_LIMIT_MS} is not. Where a function has
 * others, neither is one that worked for less than a start takes in that time: requests that the others could have handled with
 * hardly a wait would keep it for good, as each pause of the machine makes use of all that there are.
 *
 * All times are real milliseconds, instants those of `performance.now()`.
 */
export class EnvironmentUse {
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Since when its work is added up: the end of its first invocation, which it was started for. */
  #since = Number.POSITIVE_INFINITY;
  #workedMs = 0;

  /** It handled an invocation, just now. */
  worked(durationMs: number): void {
    this.#lastAt = performance.now();
    if (this.#since === Number.POSITIVE_INFINITY) this.#since = this.#lastAt;
    else this.#workedMs += durationMs;
  }

  /** When it is to be looked at next. */
  dueAt(hasOthers: boolean): number {
    return (hasOthers ? Math.min(this.#lastAt, this.#since) : this.#lastAt) + IDLE_LIMIT_MS;
  }

  /**
   * Whether it may go. If it may not although it is due, its work is added up anew.
   * @param startMs what a start takes
   */
  mayGo(hasOthers: boolean, startMs: number): boolean {
    const now = performance.now();
    if (now < this.dueAt(hasOthers)) return false;
    if (now >= this.#lastAt + IDLE_LIMIT_MS || this.#workedMs < startMs) return true;
    this.#since = now;
    this.#workedMs = 0;
    return false;
  }
}

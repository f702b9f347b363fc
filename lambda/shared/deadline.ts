import { DeadlineExceededError } from './errors.ts';
import type { Clock } from './ports.ts';

/** A point in time by which work has to be finished; handed down so that no callee outlives the request's budget. */
export class Deadline {
  readonly #clock: Clock;
  readonly #at: number;

  private constructor(clock: Clock, at: number) {
    this.#clock = clock;
    this.#at = at;
  }

  /** @param ms milliseconds from now */
  static after(clock: Clock, ms: number): Deadline {
    return new Deadline(clock, clock.monotonic() + ms);
  }

  /** Milliseconds left; never negative. */
  remaining(): number {
    return Math.max(0, this.#at - this.#clock.monotonic());
  }

  /** The same deadline, earlier by so many milliseconds, which are kept for what comes after. */
  reserving(ms: number): Deadline {
    return new Deadline(this.#clock, this.#at - ms);
  }

  /** This deadline, or so many milliseconds from now if that is sooner. */
  within(ms: number): Deadline {
    return new Deadline(this.#clock, Math.min(this.#at, this.#clock.monotonic() + ms));
  }
}

/**
 * Runs a call that must end within `ms`. When it does not, its signal is aborted and the returned promise rejects with
 * {@link DeadlineExceededError}, even if the call ignores the signal.
 */
export async function callWithin<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineExceededError(ms));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([call(controller.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

import type { Clock, Random } from '../types.ts';
import { type ArrivalPattern, createGaps } from './arrivals.ts';
import type { Tally } from './tally.ts';
import type { Outcome, TrafficRequest, TrafficSource } from './types.ts';

/** Requests under way at the same time, at most: each one that waits holds a worker of the function and a socket. */
export const MAX_IN_FLIGHT = 200;

export interface TrafficGeneratorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly source: TrafficSource;
  readonly tally: Tally;
  /** Never rejects: a failure is an outcome. */
  readonly send: (request: TrafficRequest) => Promise<Outcome>;
  /** @default MAX_IN_FLIGHT */
  readonly maxInFlight?: number;
}

/** Load during a stretch of virtual time. */
export interface Load {
  readonly requestsPerMinute: number;
  readonly arrivals: ArrivalPattern;
  /** Share (0 to 1) of requests that are broken on purpose. */
  readonly invalidRate: number;
  /** Virtual milliseconds since the epoch. */
  readonly from: number;
  /** Virtual milliseconds since the epoch, or `Infinity`. */
  readonly until: number;
}

/**
 * Sends requests when they are due, whether or not earlier ones have been answered: callers do not slow down because
 * the model does. (A generator that waits for answers hides slowness: "coordinated omission".)
 */
export class TrafficGenerator {
  readonly #options: TrafficGeneratorOptions;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(options: TrafficGeneratorOptions) {
    this.#options = options;
  }

  /** Keeps up a load until its end or until the signal aborts. */
  async run(load: Load, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options;
    const nextGap = createGaps(load.requestsPerMinute, load.arrivals, random);
    let due = load.from + nextGap();
    while (!signal.aborted) {
      await sleepUntil(clock, Math.min(due, load.until), signal);
      while (due <= clock.now() && due < load.until && !signal.aborted) {
        this.#start(due, load.invalidRate);
        due += nextGap();
      }
      if (clock.now() >= load.until) return;
    }
  }

  /** Resolves when every request that was sent has ended. */
  async settle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  #start(due: number, invalidRate: number): void {
    const { tally, random, source, send, maxInFlight = MAX_IN_FLIGHT } = this.#options;
    // Drawn before the limit is looked at, so that a busy machine does not shift the order of the samples.
    const request = random() < invalidRate ? source.nextInvalid() : source.next();
    if (this.#inFlight.size >= maxInFlight) {
      tally.dropped(due);
      return;
    }
    const note = tally.sent(due);
    const ended = send(request).then((outcome) => {
      note(outcome);
      this.#inFlight.delete(ended);
    });
    this.#inFlight.add(ended);
  }
}

/** Longest sleep at once: an endless phase without traffic must not ask for an infinite timer. */
const LONGEST_SLEEP = 3_600_000;

async function sleepUntil(clock: Clock, time: number, signal: AbortSignal): Promise<void> {
  const left = Math.min(time - clock.now(), LONGEST_SLEEP);
  if (left > 0) await clock.sleep(left, signal);
}

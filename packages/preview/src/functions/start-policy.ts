import { type EventLoopUtilization, performance as processPerformance } from 'node:perf_hooks';

/** Share of its time that the main thread may be busy before another environment would only take processor from it. */
const BUSY_SHARE = 0.8;

/** Environments that are started even then: one that waits for a slow model is no reason to let the others wait. */
export const FEW_ENVIRONMENTS = 4;

/** Real milliseconds between two looks at how busy the main thread is. */
const LOOK_MS = 100;

export interface StartPolicyOptions {
  /** Called when a start that was not allowed is. */
  readonly onAllowed: () => void;
  /** Share of the time since the call before in which the main thread was busy. @default - measured */
  readonly busyShare?: () => number;
}

/**
 * Says when a function gets one more environment. On AWS each request that finds none free starts one on some other
 * host. Here a start takes processor from the environments that could answer, so that a burst would start dozens and be
 * slower for it. Therefore a request waits for a warm one as long as a start would take: the queue behind a stall of the
 * machine is gone by then, that before a slow model is not. And while the main thread, which every request passes several
 * times, is at its limit, no more than a few environments are started.
 */
export class StartPolicy {
  readonly #onAllowed: () => void;
  readonly #busyShare: () => number;
  #startMs = 0;
  #beganAt = Number.NEGATIVE_INFINITY;
  /** Since when the request has waited that has waited longest. */
  #oldest: number | undefined;
  /** When it was asked last. */
  #environments = 0;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #lookedAt = 0;

  constructor({ onAllowed, busyShare = measureBusyShare() }: StartPolicyOptions) {
    this.#onAllowed = onAllowed;
    this.#busyShare = busyShare;
  }

  /**
   * @param environments those that run or start
   * @param since when the request began to wait that wants one; undefined if it does not wait yet
   */
  allows(environments: number, since?: number): boolean {
    if (environments === 0 || this.#startMs === 0) return true;
    this.#environments = environments;
    return this.#isDue(since);
  }

  /** Real milliseconds that the last start took; 0 before the first has ended. */
  get startMs(): number {
    return this.#startMs;
  }

  begin(): void {
    this.#beganAt = performance.now();
  }

  ended(tookMs: number): void {
    this.#startMs = tookMs;
  }

  /**
   * To be told whenever another request is first in the queue.
   * @param since when it began to wait, in milliseconds of `performance.now()`; undefined if nobody waits
   */
  waiting(since: number | undefined): void {
    this.#oldest = since;
    if (since === undefined) this.dispose();
    else this.#timer ??= setTimeout(() => this.#look(), this.#left());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const allowed = this.#isDue(this.#oldest);
    this.#timer = setTimeout(() => this.#look(), allowed ? LOOK_MS : this.#left());
    if (allowed) this.#onAllowed();
  }

  /** Real milliseconds until a start may be due. */
  #left(): number {
    const left = this.#startMs - this.#waited(this.#oldest);
    return left <= 0 ? LOOK_MS : Math.min(left, LOOK_MS);
  }

  /** What a request has waited since the last start began, which was for one that waited before. */
  #waited(since: number | undefined): number {
    return since === undefined ? 0 : performance.now() - Math.max(since, this.#beganAt);
  }

  #isDue(since: number | undefined): boolean {
    return this.#waited(since) >= this.#startMs && (this.#environments < FEW_ENVIRONMENTS || !this.#isBusy());
  }

  #isBusy(): boolean {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_MS) return this.#busy;
    this.#lookedAt = now;
    this.#busy = this.#busyShare() > BUSY_SHARE;
    return this.#busy;
  }
}

function measureBusyShare(): () => number {
  let last: EventLoopUtilization = processPerformance.eventLoopUtilization();
  return () => {
    const now = processPerformance.eventLoopUtilization();
    const { utilization } = processPerformance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}

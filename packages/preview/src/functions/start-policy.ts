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
 * slower for it. Therefore requests wait until their waiting adds up to what a start takes; and while the main thread,
 * which every request passes several times, is at its limit, no more than a few environments are started.
 */
export class StartPolicy {
  readonly #onAllowed: () => void;
  readonly #busyShare: () => number;
  /** Real milliseconds that the last start took. */
  #cost = 0;
  /** Real milliseconds that requests have waited since the last start began, together. */
  #waited = 0;
  #waiting = 0;
  /** When it was asked last. */
  #environments = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #lookedAt = 0;

  constructor({ onAllowed, busyShare = measureBusyShare() }: StartPolicyOptions) {
    this.#onAllowed = onAllowed;
    this.#busyShare = busyShare;
  }

  /** @param environments those that run or start */
  allows(environments: number): boolean {
    if (environments === 0) return true;
    this.#environments = environments;
    this.#add();
    return this.#isDue();
  }

  begin(): void {
    this.#waited = 0;
  }

  ended(tookMs: number): void {
    this.#cost = tookMs;
  }

  /** To be told whenever the number of waiting requests changes. */
  waiting(count: number): void {
    this.#add();
    this.#waiting = count;
    if (count === 0) this.dispose();
    else this.#timer ??= setTimeout(() => this.#look(), this.#left());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#add();
    const allowed = this.#isDue();
    this.#timer = setTimeout(() => this.#look(), allowed ? LOOK_MS : this.#left());
    if (allowed) this.#onAllowed();
  }

  #left(): number {
    const left = (this.#cost - this.#waited) / Math.max(1, this.#waiting);
    return left <= 0 ? LOOK_MS : Math.min(left, LOOK_MS);
  }

  #add(): void {
    const now = performance.now();
    this.#waited += (now - this.#since) * this.#waiting;
    this.#since = now;
  }

  #isDue(): boolean {
    return this.#waited >= this.#cost && (this.#environments < FEW_ENVIRONMENTS || !this.#isBusy());
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

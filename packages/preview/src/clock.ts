import type { Clock } from './types.ts';

/** Longest delay that `setTimeout` takes, in milliseconds; a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2_147_483_647;

export interface ClockOptions {
  /** Virtual seconds that pass in a real second; above 0. */
  readonly speed: number;
  /**
   * Virtual milliseconds since the epoch at which the clock starts.
   * @default - the real time of its creation
   */
  readonly startAt?: number;
}

/** How fast a clock goes, while it goes. */
export interface ClockPace {
  /** Virtual seconds that pass in a real second; above 0. */
  readonly speed: number;
  /** Virtual time stands still. */
  readonly paused: boolean;
}

/** A clock whose pace can be changed while others wait for it. */
export interface RunningClock extends Clock {
  readonly pace: ClockPace;
  setPace(pace: ClockPace): void;
}

/** A clock that stands still until it is advanced, for tests. */
export interface ManualClock extends Clock {
  /**
   * Lets virtual time pass. Each timer that falls due is called at its own time, in order, and what it sets going
   * (promises, new timers) runs before the next one.
   */
  advance(virtualMs: number): Promise<void>;
}

interface Timer {
  dueAt: number;
  /** Order of registration: timers due at the same time are called in it. */
  readonly sequence: number;
  /** Virtual milliseconds between calls; left out, the timer is called once. */
  readonly interval?: number;
  readonly callback: (dueAt: number) => void;
}

/** Timers of one clock in one order, so that two of them never overtake each other when the process is busy. */
class TimerQueue {
  readonly #timers = new Set<Timer>();
  readonly #pendingSleeps = new Set<() => void>();
  #sequence = 0;
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  add(dueAt: number, callback: (dueAt: number) => void, interval?: number): Timer {
    const timer = { dueAt, callback, interval, sequence: this.#sequence++ };
    if (!this.#disposed) this.#timers.add(timer);
    return timer;
  }

  remove(timer: Timer): void {
    this.#timers.delete(timer);
  }

  /** The earliest timer. A clock has a handful of timers, so a scan is cheaper than keeping a heap. */
  next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (!first || timer.dueAt < first.dueAt || (timer.dueAt === first.dueAt && timer.sequence < first.sequence)) {
        first = timer;
      }
    }
    return first;
  }

  /** Calls the timer and, if it repeats, moves it to its next multiple first, so that a throwing callback loses none. */
  fire(timer: Timer): void {
    const { dueAt } = timer;
    if (timer.interval === undefined) this.#timers.delete(timer);
    else timer.dueAt = dueAt + timer.interval;
    timer.callback(dueAt);
  }

  sleep(dueAt: number, signal: AbortSignal | undefined, armed: () => void): Promise<void> {
    if (this.#disposed || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#timers.delete(timer);
        this.#pendingSleeps.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = this.add(dueAt, done);
      this.#pendingSleeps.add(done);
      signal?.addEventListener('abort', done, { once: true });
      armed();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#timers.clear();
    for (const done of [...this.#pendingSleeps]) done();
  }
}

function requirePositive(value: number, name: string): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`${name} is ${value}: give a number above 0`);
  }
}

/** First multiple of the interval (since the epoch) after the given time. */
function firstMultipleAfter(time: number, interval: number): number {
  return (Math.floor(time / interval) + 1) * interval;
}

/** Virtual time from some moment on, until the pace changes again. */
interface Stretch {
  readonly realStart: number;
  readonly monotonicStart: number;
  readonly virtualStart: number;
  /** 0 while the clock is paused. */
  readonly rate: number;
}

/** Stretches that are remembered: whatever carries a real timestamp older than that many changes of pace is not seen. */
const STRETCHES_KEPT = 1000;

/** Virtual time as a function of real time, in stretches of one pace each. */
class Timeline {
  readonly #stretches: Stretch[];

  constructor(virtualStart: number | undefined, rate: number) {
    const realStart = Date.now();
    const monotonicStart = performance.now();
    this.#stretches = [{ realStart, monotonicStart, virtualStart: virtualStart ?? realStart, rate }];
  }

  get #current(): Stretch {
    const current = this.#stretches.at(-1);
    if (current === undefined) throw new Error('a timeline has a stretch from its beginning on');
    return current;
  }

  now(): number {
    const { virtualStart, monotonicStart, rate } = this.#current;
    return virtualStart + (performance.now() - monotonicStart) * rate;
  }

  toVirtual(realMs: number): number {
    const stretch = this.#stretches.findLast(({ realStart }) => realStart <= realMs) ?? this.#stretches[0];
    if (stretch === undefined) return realMs;
    return stretch.virtualStart + (realMs - stretch.realStart) * stretch.rate;
  }

  setRate(rate: number): void {
    const virtualStart = this.now();
    this.#stretches.push({ realStart: Date.now(), monotonicStart: performance.now(), virtualStart, rate });
    if (this.#stretches.length > STRETCHES_KEPT) this.#stretches.shift();
  }
}

/**
 * The clock of a running preview: virtual time that goes `speed` times as fast as real time. It follows the monotonic
 * clock, so that a correction of the machine's time moves nothing. After `dispose` no callback runs any more, and
 * everyone who sleeps wakes up at once.
 */
export function createClock(options: ClockOptions): RunningClock {
  requirePositive(options.speed, 'speed');
  let pace: ClockPace = { speed: options.speed, paused: false };
  const timeline = new Timeline(options.startAt, options.speed);
  const queue = new TimerQueue();
  let handle: NodeJS.Timeout | undefined;

  const arm = () => {
    clearTimeout(handle);
    const next = pace.paused ? undefined : queue.next();
    if (!next) return;
    // Rounded up: woken a fraction of a millisecond early, the loop would only arm itself again.
    const delay = Math.ceil((next.dueAt - timeline.now()) / pace.speed);
    handle = setTimeout(run, Math.min(Math.max(delay, 0), MAX_TIMEOUT_MS));
  };

  const run = () => {
    try {
      for (let next = queue.next(); next && next.dueAt <= timeline.now(); next = queue.next()) queue.fire(next);
    } finally {
      arm();
    }
  };

  return {
    get speed() {
      return pace.speed;
    },
    get pace() {
      return pace;
    },
    setPace(wanted) {
      requirePositive(wanted.speed, 'speed');
      timeline.setRate(wanted.paused ? 0 : wanted.speed);
      pace = { speed: wanted.speed, paused: wanted.paused };
      arm();
    },
    now: () => timeline.now(),
    toVirtual: (realMs) => timeline.toVirtual(realMs),
    sleep: (virtualMs, signal) => queue.sleep(timeline.now() + Math.max(virtualMs, 0), signal, arm),
    every(virtualMs, callback) {
      requirePositive(virtualMs, 'interval');
      const timer = queue.add(firstMultipleAfter(timeline.now(), virtualMs), callback, virtualMs);
      arm();
      return {
        [Symbol.dispose]() {
          queue.remove(timer);
          arm();
        },
      };
    },
    dispose() {
      queue.dispose();
      clearTimeout(handle);
    },
  };
}

export interface ManualClockOptions {
  /**
   * Virtual milliseconds since the epoch.
   * @default - 2026-01-01T00:00:00Z
   */
  readonly startAt?: number;
  /**
   * How real timestamps are mapped.
   * @default - whatever happens while the clock stands still happened now
   */
  readonly toVirtual?: (realMs: number) => number;
}

const DEFAULT_MANUAL_START = Date.UTC(2026, 0, 1);

/** Lets every promise and every input that is ready run. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock for tests: time passes only through `advance`. */
export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  const queue = new TimerQueue();
  let now = options.startAt ?? DEFAULT_MANUAL_START;

  return {
    speed: 1,
    now: () => now,
    toVirtual: options.toVirtual ?? (() => now),
    sleep: (virtualMs, signal) => queue.sleep(now + Math.max(virtualMs, 0), signal, () => {}),
    every(virtualMs, callback) {
      requirePositive(virtualMs, 'interval');
      const timer = queue.add(firstMultipleAfter(now, virtualMs), callback, virtualMs);
      return { [Symbol.dispose]: () => queue.remove(timer) };
    },
    async advance(virtualMs) {
      const target = now + virtualMs;
      await nextTurn();
      for (let next = queue.next(); next && next.dueAt <= target; next = queue.next()) {
        now = Math.max(now, next.dueAt);
        queue.fire(next);
        await nextTurn();
      }
      now = target;
    },
    dispose: () => queue.dispose(),
  };
}

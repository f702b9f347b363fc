import { KEEP_ALIVE_MS } from '../../packages/preview/src/keep-alive.ts';
import type { LoadTestOptions } from './options.ts';

/** What can be asked for. */
export const MODES = ['steady', 'soak', 'curve'] as const;
export type ModeName = (typeof MODES)[number];

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Milliseconds of overhead that 99 of 100 requests stay below. */
export const P99_OVERHEAD_LIMIT_MS = 20;

/** How long a mode runs, and at which rates (requests a second), one after the other on the same preview. */
export interface ModePlan {
  readonly rates: readonly number[];
  readonly durationMs: number;
  /** Before each measurement; the load grows to the rate meanwhile. */
  readonly warmUpMs: number;
  /** Between two samples of memory and file handles. */
  readonly sampleMs: number;
  /** Virtual seconds in a real second, unless the user says otherwise. @default 10 */
  readonly speed?: number;
  /** Load before the first rate, which is not measured: the first rate is to meet a preview that has run for a while. */
  readonly settle?: readonly { readonly rate: number; readonly durationMs: number }[];
  /** Rest without load before the first rate and after the last, to compare what the preview holds in both. @default - none */
  readonly restMs?: number;
}

const FULL: Readonly<Record<ModeName, ModePlan>> = {
  steady: { rates: [500], durationMs: 5 * MINUTE, warmUpMs: MINUTE, sampleMs: 10 * SECOND },
  soak: {
    rates: [50],
    durationMs: 30 * MINUTE,
    // What is at rest before has no environments: their heaps, as the main thread's, take until the tenth minute to settle.
    // What grows afterwards would grow for ever.
    warmUpMs: 10 * MINUTE,
    sampleMs: 10 * SECOND,
    // At this speed the hours of metrics that the preview keeps are full after three minutes, and the log groups a little later.
    speed: 60,
    settle: [
      { rate: 50, durationMs: 5 * MINUTE },
      // More than any machine answers at once, as after a stall: what the process then takes and does not give back is not a leak.
      { rate: 300, durationMs: 15 * SECOND },
    ],
    // Idle connections are closed after two minutes and idle environments after one: half a minute later there are none.
    restMs: KEEP_ALIVE_MS + 30 * SECOND,
  },
  curve: {
    rates: [10, 25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 4000],
    durationMs: 20 * SECOND,
    warmUpMs: 10 * SECOND,
    sampleMs: 5 * SECOND,
    settle: [{ rate: 50, durationMs: MINUTE }],
  },
};

const QUICK: Readonly<Record<ModeName, ModePlan>> = {
  steady: { rates: [25], durationMs: 5 * SECOND, warmUpMs: 3 * SECOND, sampleMs: SECOND },
  soak: {
    rates: [25],
    durationMs: 12 * SECOND,
    warmUpMs: 3 * SECOND,
    sampleMs: SECOND,
    settle: [{ rate: 25, durationMs: 5 * SECOND }],
    restMs: SECOND,
  },
  curve: { rates: [5, 10, 25], durationMs: 3 * SECOND, warmUpMs: 3 * SECOND, sampleMs: SECOND },
};

/** Milliseconds that a mode takes if each of its rates is kept up with. */
export function lengthOf({ rates, durationMs, warmUpMs, sampleMs, settle = [], restMs = 0 }: ModePlan): number {
  const settling = settle.reduce((sum, stretch) => sum + stretch.durationMs + sampleMs, 0);
  return settling + 2 * restMs + (durationMs + warmUpMs) * rates.length;
}

/** The plan of a mode with what the options change in it. */
export function planOf(mode: ModeName, { quick, rate, duration }: PlanOptions): ModePlan {
  const plan = (quick ? QUICK : FULL)[mode];
  return { ...plan, rates: rate ?? plan.rates, durationMs: duration ?? plan.durationMs };
}

export type PlanOptions = Pick<LoadTestOptions, 'quick' | 'rate' | 'duration'>;

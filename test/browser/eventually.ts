import { expect, vi } from 'vitest';

/** Real milliseconds until a test gives up waiting: long, because a busy machine is slow and not wrong. */
export const PATIENCE_MS = 60_000;

/** Asks again until the answer is as expected; for whatever takes its time. */
export const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: PATIENCE_MS, interval: 100 });

/** The same outside of a test, for what a test needs before it begins. */
export const until = (happened: () => boolean): Promise<void> =>
  vi.waitFor(
    () => {
      if (!happened()) throw new Error(`this did not happen: ${happened}`);
    },
    { timeout: PATIENCE_MS, interval: 100 },
  );

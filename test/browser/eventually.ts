import { expect } from 'vitest';

/** Real milliseconds until a test gives up waiting: long, because a busy machine is slow and not wrong. */
export const PATIENCE_MS = 60_000;

/** Asks again until the answer is as expected; for whatever takes its time. */
export const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: PATIENCE_MS, interval: 100 });

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentUse } from '../../src/functions/environment-use.ts';
import { IDLE_LIMIT_MS } from '../../src/functions/limits.ts';

const START_MS = 200;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An environment that handled the invocation it was started for, and then one of the given length in the middle of the minute. */
function usedOnce(durationMs: number): EnvironmentUse {
  const use = new EnvironmentUse();
  use.worked(START_MS);
  vi.advanceTimersByTime(IDLE_LIMIT_MS / 2);
  use.worked(durationMs);
  return use;
}

describe('an environment', () => {
  it('may go when it was not used for a minute', () => {
    // Prepare
    const use = usedOnce(10 * START_MS);

    // Act
    vi.advanceTimersByTime(IDLE_LIMIT_MS - 1);
    const within = use.mayGo(false, START_MS);
    vi.advanceTimersByTime(1);

    // Assess
    expect([within, use.mayGo(false, START_MS)]).toEqual([false, true]);
  });

  it('stays if the function has no other, however little it works', () => {
    // Prepare
    const use = usedOnce(1);

    // Act
    vi.advanceTimersByTime(IDLE_LIMIT_MS / 2);

    // Assess
    expect(use.mayGo(false, START_MS)).toBe(false);
    expect(use.dueAt(false) - performance.now()).toBe(IDLE_LIMIT_MS / 2);
  });

  it('may go beside others when it worked for less in a minute than a start takes', () => {
    // Prepare
    const use = usedOnce(START_MS - 1);

    // Act
    vi.advanceTimersByTime(IDLE_LIMIT_MS / 2 - 1);
    const within = use.mayGo(true, START_MS);
    vi.advanceTimersByTime(1);

    // Assess
    expect([within, use.mayGo(true, START_MS)]).toEqual([false, true]);
  });

  it('stays beside others for what it worked, and has to work for the next minute too', () => {
    // Prepare
    const use = usedOnce(START_MS);

    // Act
    vi.advanceTimersByTime(IDLE_LIMIT_MS / 2);
    const first = use.mayGo(true, START_MS);
    use.worked(START_MS - 1);
    vi.advanceTimersByTime(IDLE_LIMIT_MS - 1);
    const within = use.mayGo(true, START_MS);
    vi.advanceTimersByTime(1);

    // Assess
    expect([first, within, use.mayGo(true, START_MS)]).toEqual([false, false, true]);
  });
});

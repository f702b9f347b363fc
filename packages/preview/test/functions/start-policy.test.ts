import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FEW_ENVIRONMENTS, StartPolicy } from '../../src/functions/start-policy.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A policy whose last start took a second, on a main thread that is as busy as told. */
function setUp(busy = { share: 0 }) {
  const onAllowed = vi.fn();
  const policy = new StartPolicy({ onAllowed, busyShare: () => busy.share });
  policy.begin();
  policy.ended(1000);
  return { policy, onAllowed };
}

describe('another environment', () => {
  it('is started at once where there is none', () => {
    const { policy } = setUp({ share: 1 });
    expect(policy.allows(0)).toBe(true);
  });

  it('is started at once while nobody knows what a start takes', () => {
    const policy = new StartPolicy({ onAllowed: () => {}, busyShare: () => 0 });
    expect(policy.allows(1)).toBe(true);
  });

  it('is not started for a request that only begins to wait', () => {
    expect(setUp().policy.allows(1)).toBe(false);
  });

  it('is started when one request has waited as long as a start takes', () => {
    // Prepare
    const { policy, onAllowed } = setUp();

    // Act
    const since = performance.now();
    policy.waiting(since);
    vi.advanceTimersByTime(990);
    const before = onAllowed.mock.calls.length;
    vi.advanceTimersByTime(120);

    // Assess
    expect(before).toBe(0);
    expect(onAllowed).toHaveBeenCalled();
    expect(policy.allows(1, since)).toBe(true);
  });

  it('is not started for a queue that moves on, however long it is', () => {
    // Prepare
    const { policy, onAllowed } = setUp();

    // Act: somebody waits all the time, but nobody longer than half a second
    for (let request = 0; request < 20; request += 1) {
      policy.waiting(performance.now());
      vi.advanceTimersByTime(500);
    }

    // Assess
    expect(onAllowed).not.toHaveBeenCalled();
    expect(policy.allows(1, performance.now() - 500)).toBe(false);
  });

  it('has to be waited for anew after each start', () => {
    const { policy } = setUp();
    const since = performance.now();
    vi.advanceTimersByTime(1200);
    policy.begin();
    expect(policy.allows(2, since)).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(policy.allows(2, since)).toBe(true);
  });

  it('is not started while the main thread has no time left, however long requests wait', () => {
    // Prepare
    const busy = { share: 0.95 };
    const { policy, onAllowed } = setUp(busy);
    policy.allows(FEW_ENVIRONMENTS);

    // Act
    policy.waiting(performance.now());
    vi.advanceTimersByTime(5000);
    const whileBusy = onAllowed.mock.calls.length;
    busy.share = 0.5;
    vi.advanceTimersByTime(300);

    // Assess
    expect(whileBusy).toBe(0);
    expect(onAllowed).toHaveBeenCalled();
  });

  it('is started all the same while there are only a few', () => {
    const { policy, onAllowed } = setUp({ share: 0.95 });
    policy.allows(FEW_ENVIRONMENTS - 1);
    policy.waiting(performance.now());
    vi.advanceTimersByTime(1100);
    expect(onAllowed).toHaveBeenCalled();
  });

  it('is not asked for any more when nobody waits', () => {
    const { policy, onAllowed } = setUp();
    policy.waiting(performance.now());
    policy.waiting(undefined);
    vi.advanceTimersByTime(5000);
    expect(onAllowed).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

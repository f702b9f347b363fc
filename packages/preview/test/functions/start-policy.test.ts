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
    policy.waiting(1);
    vi.advanceTimersByTime(990);
    const before = onAllowed.mock.calls.length;
    vi.advanceTimersByTime(120);

    // Assess
    expect(before).toBe(0);
    expect(onAllowed).toHaveBeenCalled();
    expect(policy.allows(1)).toBe(true);
  });

  it('is started the sooner the more requests wait', () => {
    const { policy, onAllowed } = setUp();
    policy.waiting(10);
    vi.advanceTimersByTime(105);
    expect(onAllowed).toHaveBeenCalledTimes(1);
  });

  it('counts what requests have waited that are answered by now', () => {
    // Prepare: ten requests wait for 50 ms each, one after the other
    const { policy } = setUp();
    for (let request = 0; request < 20; request += 1) {
      policy.waiting(1);
      vi.advanceTimersByTime(50);
      policy.waiting(0);
      vi.advanceTimersByTime(500);
    }

    // Act
    const allowed = policy.allows(1);

    // Assess
    expect(allowed).toBe(true);
  });

  it('has to be waited for anew after each start', () => {
    const { policy } = setUp();
    policy.waiting(10);
    vi.advanceTimersByTime(200);
    policy.begin();
    expect(policy.allows(2)).toBe(false);
  });

  it('is not started while the main thread has no time left, however long requests wait', () => {
    // Prepare
    const busy = { share: 0.95 };
    const { policy, onAllowed } = setUp(busy);
    policy.allows(FEW_ENVIRONMENTS);

    // Act
    policy.waiting(10);
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
    policy.waiting(10);
    vi.advanceTimersByTime(300);
    expect(onAllowed).toHaveBeenCalled();
  });

  it('is not asked for any more when nobody waits', () => {
    const { policy, onAllowed } = setUp();
    policy.waiting(1);
    policy.waiting(0);
    vi.advanceTimersByTime(5000);
    expect(onAllowed).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClock, type RunningClock } from '../../src/clock.ts';

const START = Date.UTC(2026, 4, 1, 10, 0, 0, 250);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

let clock: RunningClock;

/** A clock whose real time is driven by the test, the monotonic clock included. */
function prepare(speed: number) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  clock = createClock({ speed, startAt: START });
  return clock;
}

afterEach(() => {
  clock?.dispose();
  vi.useRealTimers();
});

describe('virtual time', () => {
  it('passes as many times faster than real time as the speed says', () => {
    // Prepare
    prepare(10);

    // Act
    vi.advanceTimersByTime(6 * SECOND);

    // Assess
    expect(clock.now()).toBe(START + MINUTE);
  });

  it('starts at the real time if no start is given', () => {
    const before = Date.now();
    clock = createClock({ speed: 10 });
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    expect(clock.now()).toBeLessThan(before + 10 * SECOND);
  });

  it('maps a real timestamp to the virtual time at which it was taken', () => {
    // Prepare
    prepare(10);
    vi.advanceTimersByTime(2 * SECOND);

    // Act
    const stamp = Date.now();
    vi.advanceTimersByTime(5 * SECOND);

    // Assess
    expect(clock.toVirtual(stamp)).toBe(START + 20 * SECOND);
  });

  it('does not jump when the time of the machine is corrected', () => {
    // Prepare
    prepare(10);

    // Act
    vi.setSystemTime(Date.now() + 60 * MINUTE);

    // Assess
    expect(clock.now()).toBe(START);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a speed of %s', (speed) => {
    expect(() => createClock({ speed })).toThrow(/speed is .*: give a number above 0/);
  });
});

describe('a change of pace', () => {
  it('lets virtual time go on from where it is', () => {
    prepare(10);
    vi.advanceTimersByTime(6 * SECOND);

    clock.setPace({ speed: 60, paused: false });
    vi.advanceTimersByTime(SECOND);

    expect(clock.now()).toBe(START + 2 * MINUTE);
    expect(clock.speed).toBe(60);
  });

  it('stops virtual time, and lets it go on where it stopped', () => {
    prepare(10);

    clock.setPace({ speed: 10, paused: true });
    vi.advanceTimersByTime(60 * MINUTE);
    const stopped = clock.now();
    clock.setPace({ speed: 10, paused: false });
    vi.advanceTimersByTime(SECOND);

    expect([stopped, clock.now()]).toEqual([START, START + 10 * SECOND]);
  });

  it('maps an earlier real timestamp by the pace of its own time', () => {
    prepare(10);
    vi.advanceTimersByTime(2 * SECOND);
    const stamp = Date.now();
    vi.advanceTimersByTime(SECOND);

    clock.setPace({ speed: 1, paused: false });
    vi.advanceTimersByTime(5 * SECOND);

    expect(clock.toVirtual(stamp)).toBe(START + 20 * SECOND);
    expect(clock.toVirtual(Date.now())).toBe(START + 35 * SECOND);
  });

  it('wakes sleepers by the new pace, and none during a pause', async () => {
    prepare(1);
    const woken = vi.fn();
    void clock.sleep(MINUTE).then(woken);

    clock.setPace({ speed: 1, paused: true });
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    const duringPause = woken.mock.calls.length;
    clock.setPace({ speed: 60, paused: false });
    await vi.advanceTimersByTimeAsync(SECOND + 1);

    expect([duringPause, woken.mock.calls.length]).toEqual([0, 1]);
  });

  it('refuses a speed that is none, and keeps the old one', () => {
    prepare(10);

    expect(() => clock.setPace({ speed: 0, paused: false })).toThrow(/speed is 0/);
    expect(clock.pace).toEqual({ speed: 10, paused: false });
  });
});

describe('sleep', () => {
  it('wakes up when the virtual time has passed', async () => {
    // Prepare
    prepare(10);
    const woken = vi.fn();
    void clock.sleep(MINUTE).then(woken);

    // Act
    await vi.advanceTimersByTimeAsync(5999);
    const early = woken.mock.calls.length;
    await vi.advanceTimersByTimeAsync(2);

    // Assess
    expect([early, woken.mock.calls.length]).toEqual([0, 1]);
  });

  it('wakes up at once when the signal aborts', async () => {
    // Prepare
    prepare(1);
    const controller = new AbortController();
    const sleeping = clock.sleep(60 * MINUTE, controller.signal);

    // Act
    controller.abort();

    // Assess
    await expect(sleeping).resolves.toBeUndefined();
    expect(clock.now()).toBe(START);
  });

  it('does not sleep with a signal that is aborted already', async () => {
    prepare(1);
    await expect(clock.sleep(60 * MINUTE, AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('sleeps longer than a timer of Node.js can', async () => {
    // Prepare
    prepare(1);
    const woken = vi.fn();
    const days = 30 * 24 * 60 * MINUTE;
    void clock.sleep(days).then(woken);

    // Act
    await vi.advanceTimersByTimeAsync(days - SECOND);
    const early = woken.mock.calls.length;
    await vi.advanceTimersByTimeAsync(2 * SECOND);

    // Assess
    expect([early, woken.mock.calls.length]).toEqual([0, 1]);
  });
});

describe('every', () => {
  it('calls at each multiple of the interval since the epoch', () => {
    // Prepare
    prepare(10);
    const calls: number[] = [];
    clock.every(MINUTE, (dueAt) => calls.push(dueAt));

    // Act
    vi.advanceTimersByTime(18 * SECOND);

    // Assess
    const minute = Date.UTC(2026, 4, 1, 10, 1);
    expect(calls).toEqual([minute, minute + MINUTE, minute + 2 * MINUTE]);
  });

  it('leaves out none and keeps their order when the process was busy', () => {
    // Prepare
    prepare(60);
    const calls: string[] = [];
    const minuteOf = (dueAt: number) => new Date(dueAt).getUTCMinutes();
    clock.every(2 * MINUTE, (dueAt) => calls.push(`two ${minuteOf(dueAt)}`));
    clock.every(MINUTE, (dueAt) => calls.push(`one ${minuteOf(dueAt)}`));

    // Act: four virtual minutes pass before any timer can run
    const busyUntil = performance.now() + 4 * SECOND;
    vi.spyOn(performance, 'now').mockReturnValue(busyUntil);
    vi.advanceTimersToNextTimer();

    // Assess
    expect(calls).toEqual(['one 1', 'two 2', 'one 2', 'one 3', 'two 4', 'one 4']);
  });

  it('does not drift over many intervals', () => {
    // Prepare
    prepare(7);
    const calls: number[] = [];
    clock.every(SECOND, (dueAt) => calls.push(dueAt));

    // Act
    vi.advanceTimersByTime(100 * SECOND);

    // Assess
    expect(calls).toHaveLength(700);
    expect(calls.every((dueAt, at) => dueAt === START - 250 + (at + 1) * SECOND)).toBe(true);
  });

  it('goes on after a callback that throws', () => {
    // Prepare
    prepare(1);
    const calls: number[] = [];
    clock.every(SECOND, (dueAt) => {
      calls.push(dueAt);
      if (calls.length === 1) throw new Error('first');
    });

    // Act
    expect(() => vi.advanceTimersByTime(SECOND)).toThrow('first');
    vi.advanceTimersByTime(SECOND);

    // Assess
    expect(calls).toHaveLength(2);
  });

  it('stops when it is disposed, also from its own callback', () => {
    // Prepare
    prepare(1);
    const callback = vi.fn(() => timer[Symbol.dispose]());
    const timer = clock.every(SECOND, callback);

    // Act
    vi.advanceTimersByTime(5 * SECOND);

    // Assess
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('refuses an interval that is not above 0', () => {
    prepare(1);
    expect(() => clock.every(0, () => {})).toThrow('interval is 0: give a number above 0');
  });
});

describe('dispose', () => {
  it('leaves no timer behind and wakes up who sleeps', async () => {
    // Prepare
    prepare(10);
    const callback = vi.fn();
    clock.every(SECOND, callback);
    const sleeping = clock.sleep(60 * MINUTE);

    // Act
    clock.dispose();
    vi.advanceTimersByTime(10 * SECOND);

    // Assess
    await expect(sleeping).resolves.toBeUndefined();
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets nothing be started afterwards', async () => {
    // Prepare
    prepare(10);
    const callback = vi.fn();
    clock.dispose();

    // Act
    clock.every(SECOND, callback);
    vi.advanceTimersByTime(10 * SECOND);

    // Assess
    await expect(clock.sleep(MINUTE)).resolves.toBeUndefined();
    expect(callback).not.toHaveBeenCalled();
  });
});

import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';

const START = Date.UTC(2026, 0, 1);
const SECOND = 1000;

describe('the manual clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = createManualClock();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBe(START);
  });

  it('calls each timer at its own time, in order', async () => {
    // Prepare
    const clock = createManualClock();
    const calls: [string, number][] = [];
    clock.every(2 * SECOND, () => calls.push(['two', clock.now() - START]));
    clock.every(3 * SECOND, () => calls.push(['three', clock.now() - START]));

    // Act
    await clock.advance(6 * SECOND);

    // Assess
    expect(calls).toEqual([
      ['two', 2000],
      ['three', 3000],
      ['two', 4000],
      ['two', 6000],
      ['three', 6000],
    ]);
  });

  it('runs what a woken sleeper does before the next timer', async () => {
    // Prepare
    const clock = createManualClock();
    const seen: number[] = [];
    const sleeper = async () => {
      for (let round = 0; round < 3; round++) {
        await clock.sleep(SECOND);
        seen.push(clock.now() - START);
      }
    };
    void sleeper();

    // Act
    await clock.advance(2500);

    // Assess
    expect(seen).toEqual([1000, 2000]);
    expect(clock.now()).toBe(START + 2500);
  });

  it('counts whatever happens while it stands still as happening now', async () => {
    const clock = createManualClock({ startAt: 5 });
    await clock.advance(10);
    expect(clock.toVirtual(Date.now())).toBe(15);
  });

  it('maps real timestamps as the test wants', () => {
    const clock = createManualClock({ toVirtual: (realMs) => realMs + 1 });
    expect(clock.toVirtual(41)).toBe(42);
  });
});

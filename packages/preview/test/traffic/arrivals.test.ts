import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random.ts';
import { createGaps } from '../../src/traffic/arrivals.ts';

describe('gaps between arrivals', () => {
  it('are all the same when they are even', () => {
    const gap = createGaps(30, 'even', createRandom(1));

    expect([gap(), gap(), gap()]).toEqual([2000, 2000, 2000]);
  });

  it('are exponential when arrivals are independent: their mean and their spread are equal', () => {
    const gap = createGaps(60, 'poisson', createRandom(1));
    const gaps = Array.from({ length: 20_000 }, gap);

    const mean = gaps.reduce((sum, value) => sum + value, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, value) => sum + (value - mean) ** 2, 0) / gaps.length);

    expect(mean).toBeGreaterThan(980);
    expect(mean).toBeLessThan(1020);
    expect(deviation / mean).toBeGreaterThan(0.97);
    expect(deviation / mean).toBeLessThan(1.03);
  });

  it('repeat with the seed', () => {
    const first = createGaps(60, 'poisson', createRandom(7));
    const second = createGaps(60, 'poisson', createRandom(7));

    expect([first(), first()]).toEqual([second(), second()]);
  });

  it.each(['even', 'poisson'] as const)('never end without traffic (%s)', (pattern) => {
    expect(createGaps(0, pattern, createRandom(1))()).toBe(Number.POSITIVE_INFINITY);
  });
});

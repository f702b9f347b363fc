import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random.ts';

const take = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random());
};

describe('random numbers', () => {
  it('repeat with the seed', () => {
    expect(take(7, 100)).toEqual(take(7, 100));
  });

  it('differ with the seed', () => {
    expect(take(7, 5)).not.toEqual(take(8, 5));
  });

  it('are spread evenly over [0, 1)', () => {
    // Act
    const numbers = take(1, 100_000);

    // Assess
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const number of numbers) tenths[Math.floor(number * 10)]! += 1;
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(Math.min(...tenths)).toBeGreaterThan(9500);
    expect(Math.max(...tenths)).toBeLessThan(10_500);
  });
});

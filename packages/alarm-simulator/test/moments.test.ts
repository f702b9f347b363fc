import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, include, type Moments, merge } from '../src/moments.ts';

function of(values: readonly number[]): Moments {
  return values.reduce(include, EMPTY);
}

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 });

describe('moments', () => {
  it('are the count, the mean and the squares about it', () => {
    expect(of([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ count: 8, mean: 5, squares: 32 });
    expect(of([])).toEqual({ count: 0, mean: 0, squares: 0 });
  });

  it('of equal values have no deviation at all, however they are put together', () => {
    const third = of([1 / 3, 1 / 3, 1 / 3]);

    expect(merge(third, merge(third, third))).toEqual({ count: 9, mean: 1 / 3, squares: 0 });
  });

  it('of two sets are those of all their values', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const together = merge(of(one), of(other));
        const all = of([...one, ...other]);

        expect(together.count).toBe(all.count);
        expect(together.mean).toBeCloseTo(all.mean, 6);
        expect(together.squares).toBeCloseTo(all.squares, 3);
      }),
    );
  });

  it('do not lose a small deviation about a large mean', () => {
    const { squares } = of([1e9, 1e9 + 1, 1e9 + 2]);

    expect(squares).toBeCloseTo(2, 6);
  });
});

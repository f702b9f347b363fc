import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyPercentiles, percentile } from '../../src/report/percentiles.ts';

describe('percentile', () => {
  it.each([
    [50, 5],
    [90, 9],
    [91, 10],
    [99, 10],
    [100, 10],
    [1, 1],
  ])('takes the nearest rank for p%d', (p, expected) => {
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], p)).toBe(expected);
  });

  it('of one value is that value', () => {
    expect(percentile([7], 1)).toBe(7);
  });

  it('of nothing is nothing', () => {
    expect(percentile([], 50)).toBeNull();
  });

  it('is always a measured value that enough others do not exceed', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });

    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (unsorted, p) => {
        const sorted = unsorted.toSorted((left, right) => left - right);
        const result = percentile(sorted, p);
        const below = sorted.filter((value) => result !== null && value <= result).length;
        return result !== null && sorted.includes(result) && below >= (p / 100) * sorted.length - 1e-9;
      }),
    );
  });
});

describe('latencyPercentiles', () => {
  it('sorts by number and rounds to hundredths', () => {
    const result = latencyPercentiles([100, 9.12345, 20]);

    expect(result).toEqual({ p50: 20, p90: 100, p99: 100 });
    expect(latencyPercentiles([9.12345]).p50).toBe(9.12);
  });
});

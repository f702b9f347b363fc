import { describe, expect, it } from 'vitest';
import { slopePerMinute, sparkline } from '../../scripts/load/trend.ts';

const minutes = (values: readonly number[]) => values.map((value, index) => ({ at: index * 60_000, value }));

describe('the slope', () => {
  it('is the change in a minute', () => {
    expect(slopePerMinute(minutes([10, 13, 16, 19]))).toBeCloseTo(3);
  });

  it('is that of the whole, not of the first and the last value', () => {
    expect(slopePerMinute(minutes([0, 100, 0, 0, 100, 0]))).toBeCloseTo(0);
  });

  it('is that of the least squares, in which a stall at the end has its part', () => {
    expect(slopePerMinute(minutes([0, 0, 0, 10]))).toBeCloseTo(3);
  });

  it('is 0 where there is nothing to compare', () => {
    expect([slopePerMinute([]), slopePerMinute(minutes([5]))]).toEqual([0, 0]);
  });
});

describe('a row of bars', () => {
  it('goes from the lowest to the highest value', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇█');
  });

  it('is as wide as there is room, each bar a mean', () => {
    expect(sparkline([0, 0, 10, 10], 2)).toBe('▁█');
  });

  it('is flat for equal values, and nothing for none', () => {
    expect([sparkline([3, 3]), sparkline([])]).toEqual(['▁▁', '']);
  });
});

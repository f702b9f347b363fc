import { describe, expect, it } from 'vitest';
import { givenBand } from '../src/index.ts';
import { MINUTE, NOON } from './helpers/alarms.ts';

const MISSING = Number.NaN;

describe('a band as input', () => {
  const series = { start: NOON, period: 60, upper: [10, 20, 30], lower: [1, 2, 3] };

  it('is taken from two series, and missing where they have nothing', () => {
    expect(givenBand(series, NOON - MINUTE, 5, 60)).toEqual({
      upper: [MISSING, 10, 20, 30, MISSING],
      lower: [MISSING, 1, 2, 3, MISSING],
      origin: 'given',
    });
  });

  it('may have longer periods than the alarm', () => {
    expect(givenBand({ ...series, period: 120 }, NOON, 4, 60).upper).toEqual([10, 10, 20, 20]);
  });

  it('may be a function of the time', () => {
    const input = (time: number) => (time < NOON ? undefined : { lower: 0, upper: (time - NOON) / MINUTE });

    expect(givenBand(input, NOON - MINUTE, 3, 60)).toEqual({
      upper: [MISSING, 0, 1],
      lower: [MISSING, 0, 0],
      origin: 'given',
    });
  });

  it('may have a missing limit', () => {
    expect(givenBand({ ...series, lower: [MISSING, 2] }, NOON, 3, 60)).toMatchObject({
      upper: [10, 20, MISSING],
      lower: [MISSING, 2, MISSING],
    });
  });

  it('is refused if its limits are the wrong way round', () => {
    const turned = { ...series, upper: series.lower, lower: series.upper };

    expect(() => givenBand(turned, NOON, 1, 60)).toThrow(
      new RangeError('the band at 2025-01-13T12:00:00.000Z has upper limit 1 below lower limit 10'),
    );
  });
});

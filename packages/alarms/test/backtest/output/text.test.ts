import { describe, expect, it } from 'vitest';
import { durationText, numberText, plural, shareText, timeText } from '../../../src/backtest/output/text.ts';
import { DAY, HOUR, MINUTE, START } from '../support.ts';

describe('what people read', () => {
  it.each([
    [START, '2026-01-05 00:00'],
    [START + 61_000, '2026-01-05 00:01:01'],
  ])('times are UTC: %i is %s', (time, expected) => {
    expect(timeText(time)).toBe(expected);
  });

  it.each([
    [0, '0s'],
    [45_000, '45s'],
    [90 * MINUTE, '1h 30m'],
    [2 * DAY + 3 * HOUR + MINUTE, '2d 3h'],
    [2 * DAY + MINUTE, '2d'],
    [HOUR, '1h'],
  ])('durations have two units: %i is %s', (duration, expected) => {
    expect(durationText(duration)).toBe(expected);
  });

  it.each([
    [60, '60'],
    [0.333333, '0.333'],
    [1234.5, '1235'],
    [12_345_678, '1.23e+7'],
    [0.00001234, '0.0000123'],
    [Number.NaN, 'none'],
  ])('numbers are short: %f is %s', (value, expected) => {
    expect(numberText(value)).toBe(expected);
  });

  it.each([
    [1, 3, '33.3 %'],
    [1, 10_000, '< 0.1 %'],
    [0, 5, '0.0 %'],
    [0, 0, '0 %'],
  ])('shares are percent: %i of %i is %s', (part, whole, expected) => {
    expect(shareText(part, whole)).toBe(expected);
  });

  it('counts have their noun', () => {
    expect([plural(1, 'alarm'), plural(2, 'alarm')]).toEqual(['1 alarm', '2 alarms']);
  });
});

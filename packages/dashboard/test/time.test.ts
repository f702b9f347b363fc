import { describe, expect, it } from 'vitest';
import { ownRange, parseTime } from '../src/index.ts';
import { HOUR, MINUTE, NOON } from './helpers/sources.ts';

describe('a time of a dashboard', () => {
  it.each([
    ['-PT3H', NOON - 3 * HOUR],
    ['-PT1H30M', NOON - 90 * MINUTE],
    ['-P7D', NOON - 7 * 24 * HOUR],
    ['-P1W', NOON - 7 * 24 * HOUR],
    ['-P3M', Date.UTC(2025, 9, 11, 12)],
    ['-P1DT12H', NOON - 36 * HOUR],
    ['-PT0H', NOON],
    ['2026-01-11T12:00:00.000Z', NOON],
    ['2026-01-11T13:00:00+0100', NOON],
    ['2026-01-11T12:00', NOON],
    ['2026-01-11', NOON - 12 * HOUR],
  ])('is read: %s', (text, expected) => {
    expect(parseTime(text, NOON)).toBe(expected);
  });

  it.each(['', '-P', '-PT', 'PT3H', '-3H', 'now', '2026-13-45', '1768132800000', '-P9999999999D'])(
    'is none: %s',
    (text) => {
      expect(parseTime(text, NOON)).toBeUndefined();
    },
  );
});

describe('the range that a dashboard asks for', () => {
  it('ends now without an end', () => {
    expect(ownRange({ start: '-PT1H' }, NOON)).toEqual({ start: NOON - HOUR, end: NOON });
  });

  it('is none without a start, or if it ends before it starts', () => {
    expect(ownRange({}, NOON)).toBeUndefined();
    expect(ownRange({ start: '-PT1H', end: '-PT2H' }, NOON)).toBeUndefined();
  });
});

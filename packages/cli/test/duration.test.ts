import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../src/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['2500ms', 2500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5m', 90_000],
    ['1h30m', 5_400_000],
    [' 10s ', 10_000],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '5', '5 m', 'm', '-5m', '5d', '5M', '1h 30m', '5m!', 'NaNs'])(
    'does not guess what "%s" means',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe('formatDuration', () => {
  it.each([
    [450, '450ms'],
    [12_000, '12s'],
    [300_000, '5m'],
    [5_400_000, '1h 30m'],
    [3_661_000, '1h 1m 1s'],
    [Number.POSITIVE_INFINITY, 'without end'],
  ])('writes %d ms as people do', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('writes a duration that can be read again', () => {
    const text = formatDuration(3_725_000).replaceAll(' ', '');

    expect(parseDuration(text)).toBe(3_725_000);
  });
});

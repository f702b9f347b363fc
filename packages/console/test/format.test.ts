import { describe, expect, it } from 'vitest';
import {
  formatCompact,
  formatNumber,
  formatPrecise,
  formatShare,
  formatTick,
  formatValue,
  unitSign,
} from '../src/app/format/number.ts';
import {
  formatAgo,
  formatClock,
  formatDateTime,
  formatDay,
  formatDuration,
  formatOffset,
  parseOffset,
  timeTicks,
  timeTickText,
} from '../src/app/format/time.ts';

const MINUTE = 60_000;
const AT = Date.UTC(2026, 10, 21, 14, 5, 9);

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.001234, '0.00123'],
    [12.345, '12.3'],
    [999, '999'],
    [999.6, '1k'],
    [1234, '1.23k'],
    [1_234_567, '1.23M'],
    [-2_500_000_000, '-2.5B'],
    [3e12, '3T'],
  ])('%d is %s in short', (value, text) => {
    expect(formatCompact(value)).toBe(text);
  });

  it('keep five digits, and all that are before the point', () => {
    expect([12.345678, 1234567.8].map(formatNumber)).toEqual(['12.346', '1,234,568']);
  });

  it('keep every digit where the full precision is asked for', () => {
    expect(formatPrecise(1234.56789012)).toBe('1,234.56789012');
  });

  it.each([
    [1.5, 'Seconds', '1.5\u202fs'],
    [12, 'Milliseconds', '12\u202fms'],
    [99.5, 'Percent', '99.5%'],
    [7, 'Count', '7'],
    [7, undefined, '7'],
    [3, 'Count/Second', '3/s'],
    [5, 'Terabits', '5\u202fTerabits'],
    [null, 'Seconds', '–'],
  ])('%s %s reads as %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('have no sign for counts', () => {
    expect(unitSign('Count')).toBe('');
  });

  it.each([
    [0.25, 0.25, '0.25'],
    [0.5, 0.25, '0.5'],
    [0.3, 0.1, '0.3'],
    [100, 50, '100'],
    [0, 0.5, '0'],
    [2000, 1000, '2k'],
    [1_234_000, 1000, '1.234M'],
    [1_500_000, 500_000, '1.5M'],
    [500_000, 500_000, '500k'],
    [100_250, 250, '100250'],
    [-0, 0.5, '0'],
    [12.5, 2.5, '12.5'],
  ])('%d on an axis with steps of %d is %s', (value, step, text) => {
    expect(formatTick(value, step)).toBe(text);
  });

  it('are percent as shares', () => {
    expect([0, 0.025, 1].map(formatShare)).toEqual(['0%', '2.5%', '100%']);
  });
});

describe('times', () => {
  it('are UTC', () => {
    expect([formatClock(AT), formatDateTime(AT), formatDay(AT)]).toEqual(['14:05:09', '2026-11-21 14:05:09', '21 Nov']);
  });

  it.each([
    ['+0130', 90 * MINUTE, 'UTC+01:30'],
    ['-05:00', -300 * MINUTE, 'UTC-05:00'],
    ['Europe/Berlin', 0, 'UTC'],
    [undefined, 0, 'UTC'],
  ])('with the time zone %s are %d ms off', (timezone, offset, text) => {
    expect(parseOffset(timezone)).toBe(offset);
    expect(formatOffset(offset)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h'],
    [93_784_000, '1 d 2 h'],
  ])('of %d ms last %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('that are over say how long ago', () => {
    expect([formatAgo(AT, AT + 500), formatAgo(AT, AT + 65_000)]).toEqual(['just now', '1 min 5 s ago']);
  });
});

describe('marks of a time axis', () => {
  it('are round and no more than asked for', () => {
    const { step, ticks } = timeTicks(AT, AT + 60 * MINUTE, 7);

    expect(step).toBe(10 * MINUTE);
    expect(ticks.map((at) => timeTickText(at, step))).toEqual(['14:10', '14:20', '14:30', '14:40', '14:50', '15:00']);
  });

  it('are round in the time zone of the widget', () => {
    const offset = 45 * MINUTE;

    const { step, ticks } = timeTicks(AT, AT + 180 * MINUTE, 4, offset);

    expect(ticks.map((at) => timeTickText(at, step, offset))).toEqual(['15:00', '16:00', '17:00']);
  });

  it('show the day at midnight, and seconds where they are near', () => {
    const midnight = Date.UTC(2026, 10, 22);

    expect(timeTickText(midnight, 60 * MINUTE)).toBe('22 Nov');
    expect(timeTickText(AT, 5000)).toBe('14:05:09');
  });

  it('are months of thirty days at most for years', () => {
    const { ticks } = timeTicks(AT, AT + 2 * 365 * 86_400_000, 6);

    expect(ticks.length).toBeLessThanOrEqual(7);
  });
});

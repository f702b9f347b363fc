import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../../src/backtest/history/timestamp.ts';

const EIGHT = Date.UTC(2026, 2, 1, 8);

describe('a timestamp', () => {
  it.each([
    ['2026-03-01T08:00:00Z', EIGHT],
    ['2026-03-01T08:00Z', EIGHT],
    ['2026-03-01 08:00:00.250Z', EIGHT + 250],
    ['2026-03-01T10:00:00+02:00', EIGHT],
    ['2026-03-01T10:00:00+0200', EIGHT],
    [String(EIGHT / 1000), EIGHT],
    [String(EIGHT), EIGHT],
    [`${EIGHT / 1000}.5`, EIGHT + 500],
    ['2028-02-29T00:00Z', Date.UTC(2028, 1, 29)],
  ])('%s is read', (text, expected) => {
    const result = parseTimestamp(text);

    expect(result).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['2026-03-01T08:00:00', 'has no time zone'],
    ['2026/03/01 08:00', 'has no time zone'],
    ['2026-02-30T08:00Z', 'is no day or hour of the calendar'],
    ['2027-02-29T08:00Z', 'is no day or hour of the calendar'],
    ['2026-13-01T08:00Z', 'is no day or hour of the calendar'],
    ['2026-03-01T25:00Z', 'is no day or hour of the calendar'],
    ['2026-03-01', 'is no time'],
    ['1', 'is no time'],
    ['yesterday', 'is no time'],
    ['', 'is no time'],
  ])('%s is refused with what to write', (text, reason) => {
    const result = parseTimestamp(text);

    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(reason) });
    expect(result).toMatchObject({ message: expect.stringContaining('2026-03-01T08:00:00Z') });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmEngine, MemorySource } from '../src/index.ts';
import { WallClock } from '../src/wall-clock.ts';
import { ERRORS, MINUTE, metricAlarm } from './helpers/alarms.ts';

const HOUR = 60 * MINUTE;
const DAY = 86_400;

const boundary = (zone: string, period: number, time: string): string =>
  new Date(new WallClock(zone, period).boundary(Date.parse(time))).toISOString();

describe('a boundary on the clock', () => {
  it.each([
    ['UTC', 300, '2025-03-05T10:17:30Z', '2025-03-05T10:15:00.000Z'],
    ['UTC', 3600, '2025-03-05T10:00:00Z', '2025-03-05T10:00:00.000Z'],
    ['+05:30', 3600, '2025-03-05T10:10:00Z', '2025-03-05T09:30:00.000Z'],
    ['UTC+05:30', DAY, '2025-03-05T10:10:00Z', '2025-03-04T18:30:00.000Z'],
    ['-08:00', DAY, '2025-03-05T07:00:00Z', '2025-03-04T08:00:00.000Z'],
    ['Asia/Kathmandu', 3600, '2025-03-05T10:10:00Z', '2025-03-05T09:15:00.000Z'],
    ['Europe/Berlin', DAY, '2025-07-01T12:00:00Z', '2025-06-30T22:00:00.000Z'],
  ])('in %s for periods of %d s, at %s: %s', (zone, period, time, expected) => {
    expect(boundary(zone, period, time)).toBe(expected);
  });

  it('of a week is Monday, which AWS does not say', () => {
    expect(boundary('UTC', 7 * DAY, '2025-01-15T10:00:00Z')).toBe('2025-01-13T00:00:00.000Z');
  });

  it('is refused for a zone that there is not', () => {
    expect(() => new WallClock('Mars/Olympus', 60)).toThrow(RangeError);
  });

  it('is never later than the instant, and its own boundary', () => {
    const zone = fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', '+12:45', 'UTC');
    const time = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(zone, fc.constantFrom(60, 300, 3600, DAY, 7 * DAY), time, (name, period, at) => {
        const clock = new WallClock(name, period);
        const start = clock.boundary(at);

        expect(start).toBeLessThanOrEqual(at);
        expect(at - start).toBeLessThan(period * 1000 + HOUR);
        expect(clock.boundary(start)).toBe(start);
      }),
    );
  });
});

describe('days on a clock that changes', () => {
  const lengths = (zone: string, end: string, count: number): number[] => {
    const clock = new WallClock(zone, DAY);
    const last = clock.boundary(Date.parse(end));
    const starts = [...clock.starts(last, count), last];
    return starts.slice(1).map((next, index) => (next - (starts[index] ?? 0)) / HOUR);
  };

  it('have 23 hours in spring and 25 in autumn', () => {
    expect(lengths('Europe/Berlin', '2025-04-01T12:00:00Z', 4)).toEqual([24, 24, 23, 24]);
    expect(lengths('Europe/Berlin', '2025-10-28T12:00:00Z', 4)).toEqual([24, 24, 25, 24]);
  });

  it('begin when the clock jumps, where it skips midnight', () => {
    expect(lengths('America/Sao_Paulo', '2018-11-06T12:00:00Z', 3)).toEqual([24, 23, 24]);
  });
});

describe('an alarm with a wall clock window', () => {
  const START = Date.UTC(2025, 2, 29);
  const berlin = { EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Berlin' } } };
  const daily = { ...berlin, Period: DAY, TreatMissingData: 'notBreaching' };

  function hours(values: readonly number[]): MemorySource {
    return new MemorySource().add(
      ERRORS,
      values.map((value, hour) => ({ timestamp: START + hour * HOUR, value })),
    );
  }

  function changes(properties: object, source: MemorySource, end: number): [string, string][] {
    const engine = new AlarmEngine([metricAlarm('a', properties)]);
    const transitions = [...engine.tick(START, source), ...engine.tick(end, source)];
    return transitions.map(({ at, to }) => [new Date(at).toISOString(), to]);
  }

  it('looks at whole days of its time zone, also at the one with 23 hours', () => {
    // One error each hour from 29 March, 00:00 UTC, which is 01:00 in Berlin.
    const source = hours(Array.from({ length: 96 }, () => 1));

    const found = changes({ ...daily, Threshold: 22 }, source, START + 3 * 24 * HOUR);

    // The day of 29 March ends at 23:00 UTC with 23 errors; 30 March has 23 hours and ends at 22:00 UTC.
    expect(found).toEqual([
      ['2025-03-29T00:00:00.000Z', 'OK'],
      ['2025-03-29T23:00:00.000Z', 'ALARM'],
    ]);
    expect(changes({ ...daily, Threshold: 23 }, source, START + 3 * 24 * HOUR)).toEqual([
      ['2025-03-29T00:00:00.000Z', 'OK'],
      ['2025-03-31T22:00:00.000Z', 'ALARM'],
    ]);
  });

  it('does not see an hour before it is over', () => {
    const found = changes({ ...berlin, Period: 3600, Threshold: 0 }, hours([0, 5, 0]), START + 3 * HOUR);

    expect(found).toEqual([
      ['2025-03-29T01:00:00.000Z', 'OK'],
      ['2025-03-29T02:00:00.000Z', 'ALARM'],
      ['2025-03-29T03:00:00.000Z', 'OK'],
    ]);
  });

  it('is undocumented if its period is a week', () => {
    const weekly = metricAlarm('a', { ...berlin, Period: 7 * DAY });

    expect(new AlarmEngine([weekly]).explain('a', START, hours([1]))?.certainty).toBe('undocumented');
  });
});

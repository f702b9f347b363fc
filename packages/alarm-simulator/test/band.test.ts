import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExcludedRange, type ReadPeriods, STAND_IN_NOTE, StandInBand } from '../src/index.ts';
import { MINUTE } from './helpers/alarms.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Thursday 2 January 2025, 00:00 UTC. */
const START = Date.UTC(2025, 0, 2);

/** Values by their time, from `START` on and in periods of a minute unless the tests say otherwise. */
function reader(valueAt: (time: number) => number, period = 60, until = Number.POSITIVE_INFINITY): ReadPeriods {
  return (from, count) =>
    Array.from({ length: count }, (_, index) => {
      const time = from + index * period * 1000;
      return time < START || time >= until ? Number.NaN : valueAt(time);
    });
}

function model(read: ReadPeriods, period = 60, excluded: readonly ExcludedRange[] = []): StandInBand {
  return new StandInBand(period, read, { excluded });
}

/** 10 and 20 in turn: mean 15, standard deviation 5. */
const alternating = (time: number): number => (time % (2 * MINUTE) === 0 ? 10 : 20);

describe('the stand-in band', () => {
  it('is the mean and so many standard deviations about it', () => {
    const band = model(reader(alternating));

    expect(band.at(START + 3 * WEEK, 2)).toEqual({ lower: 5, upper: 25 });
    expect(band.at(START + 3 * WEEK, 3)).toEqual({ lower: 0, upper: 30 });
  });

  it('knows the hours of the week', () => {
    const weekend = (time: number): number => (new Date(time).getUTCDay() % 6 === 0 ? 100 : 500);
    const band = model(reader(weekend));

    expect(band.at(Date.UTC(2025, 0, 18, 12), 2)).toEqual({ lower: 100, upper: 100 });
    expect(band.at(Date.UTC(2025, 0, 20, 12), 2)).toEqual({ lower: 500, upper: 500 });
  });

  it('knows the hours of the day before it has seen a week', () => {
    const nightly = (time: number): number => (new Date(time).getUTCHours() === 3 ? 900 : 10);
    const band = model(reader(nightly));

    expect(band.at(START + 3 * DAY + 3 * HOUR, 2)).toEqual({ lower: 900, upper: 900 });
    expect(band.at(START + 3 * DAY + 4 * HOUR, 2)).toEqual({ lower: 10, upper: 10 });
  });

  it('takes all that it has seen on the first day', () => {
    expect(model(reader(alternating)).at(START + 5 * HOUR, 1)).toEqual({ lower: 10, upper: 20 });
  });

  it('does not exist before there are enough values', () => {
    const band = model(reader(alternating));

    expect(band.at(START + 2 * HOUR - 1, 2)).toBeUndefined();
    expect(band.at(START + 2 * HOUR, 2)).toEqual({ lower: 5, upper: 25 });
  });

  it('needs ten values, however long the periods are', () => {
    const band = model(
      reader(() => 7, 86_400),
      86_400,
    );

    expect(band.at(START + 9 * DAY, 2)).toBeUndefined();
    expect(band.at(START + 10 * DAY, 2)).toEqual({ lower: 7, upper: 7 });
  });

  it('forgets what is older than two weeks', () => {
    const level = (time: number): number => (time < START + WEEK ? 1000 : 10);
    const band = model(reader(level));

    expect(band.at(START + 2 * WEEK, 2)?.upper).toBeGreaterThan(1000);
    expect(band.at(START + 3 * WEEK, 2)).toEqual({ lower: 10, upper: 10 });
  });

  it('does not learn from excluded ranges', () => {
    const deployment = { from: START + DAY, to: START + DAY + 2 * HOUR };
    const level = (time: number): number => (time >= deployment.from && time < deployment.to ? 9999 : 10);
    const at = START + DAY + WEEK + HOUR;

    expect(model(reader(level)).at(at, 2)).toEqual({ lower: 9999, upper: 9999 });
    expect(model(reader(level), 60, [deployment]).at(at, 2)).toEqual({ lower: 10, upper: 10 });
  });

  it('leaves out missing values', () => {
    const gaps = (time: number): number => (time % (3 * MINUTE) === 0 ? Number.NaN : 4);

    expect(model(reader(gaps)).at(START + WEEK, 2)).toEqual({ lower: 4, upper: 4 });
  });

  it.each([420, 3600, 7200])('puts periods of %d seconds into the hours in which they start', (period) => {
    const read: { from: number; count: number }[] = [];
    const values = reader(() => 3, period);
    const band = model((from, count, asOf) => {
      read.push({ from, count });
      return values(from, count, asOf);
    }, period);

    expect(band.at(START + WEEK, 2)).toEqual({ lower: 3, upper: 3 });
    for (const { from } of read) expect(from % (period * 1000)).toBe(0);
    const starts = read.flatMap(({ from, count }) => Array.from({ length: count }, (_, i) => from + i * period * 1000));
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('reads each hour once, as it was known an hour after its end', () => {
    const asked: [number, number][] = [];
    const values = reader(alternating);
    const band = model((from, count, asOf) => {
      asked.push([from, asOf]);
      return values(from, count, asOf);
    });

    for (let hour = 0; hour < 48; hour++) band.at(START + 2 * WEEK + hour * HOUR, 2);

    expect(new Set(asked.map(([from]) => from)).size).toBe(asked.length);
    expect(asked.every(([from, asOf]) => asOf - from === 2 * HOUR)).toBe(true);
  });

  it('covers a stretch of periods and says where it comes from', () => {
    const band = model(reader(alternating)).over(START + 2 * HOUR - 2 * MINUTE, 4, 2);

    expect(band).toEqual({
      upper: [Number.NaN, Number.NaN, 25, 25],
      lower: [Number.NaN, Number.NaN, 5, 5],
      origin: 'stand-in',
    });
    expect(STAND_IN_NOTE).toContain('stand-in model');
  });

  it('hangs neither on later data nor on what was asked before', () => {
    const noise = (time: number): number => ((time / MINUTE) * 7919) % 101;
    const offsets = fc.array(fc.integer({ min: 0, max: 20 * 24 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(offsets, (hours) => {
        const whole = model(reader(noise));

        for (const hour of hours) {
          const time = START + hour * HOUR;
          const fresh = model(reader(noise, 60, time - HOUR));
          expect(whole.at(time + 59 * MINUTE, 2)).toEqual(fresh.at(time, 2));
        }
      }),
      { numRuns: 20 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirm, recommend, withFront } from '../../../src/backtest/sweep/recommend.ts';
import { dominance, scoreOf } from '../../../src/backtest/sweep/score.ts';
import { incidentsIn, splitHistory } from '../../../src/backtest/sweep/split.ts';
import type { Score } from '../../../src/backtest/sweep/types.ts';
import { HOUR } from '../support.ts';

const score = (hours: number, falseAlarms: number): Score => ({
  incidents: 4,
  detected: 4,
  meanTimeToDetectMs: hours * HOUR,
  falseAlarms,
  falseAlarmsPerWeek: falseAlarms,
});

const AN_HOUR = { beforeMs: HOUR, afterMs: HOUR };

const PRESENT = { threshold: 100, datapointsToAlarm: 1, evaluationPeriods: 1 };

const swept = (hours: number, falseAlarms: number, threshold = 100) => ({
  setting: { ...PRESENT, threshold },
  present: threshold === 100,
  training: score(hours, falseAlarms),
});

describe('the front', () => {
  it('holds what nothing beats', () => {
    const settings = withFront([swept(1, 9), swept(2, 3), swept(3, 3), swept(4, 0), swept(5, 1)]);

    expect(settings.map(({ onFront }) => onFront)).toEqual([true, true, false, true, false]);
  });

  it('holds a setting for every setting that is off it', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (points) => {
        const settings = withFront(points.map(([hours, alarms]) => swept(hours, alarms)));
        const front = settings.filter(({ onFront }) => onFront);

        for (const one of settings) {
          const beaten = front.some(({ training }) => dominance(training, one.training) < 0);
          expect(beaten).toBe(!one.onFront);
        }
      }),
    );
  });
});

describe('the recommended setting', () => {
  it('tells soonest within the false alarms that are allowed', () => {
    const settings = withFront([swept(1, 9, 50), swept(2, 3, 60), swept(4, 0, 90)]);

    expect(recommend(settings, PRESENT, 3).setting.threshold).toBe(60);
  });

  it('has the fewest false alarms if all have too many', () => {
    const settings = withFront([swept(1, 9, 50), swept(2, 5, 60), swept(1.5, 5, 70)]);

    expect(recommend(settings, PRESENT, 3).setting.threshold).toBe(70);
  });

  it('is the present one among equals', () => {
    const settings = withFront([swept(2, 3, 90), swept(2, 3, 100), swept(2, 3, 101)]);

    expect(recommend(settings, PRESENT, 3).setting.threshold).toBe(100);
  });
});

describe('the check on the later part', () => {
  it.each([
    ['better', score(1, 2), score(2, 2)],
    ['worse', score(3, 2), score(2, 2)],
    ['mixed', score(1, 4), score(2, 2)],
    ['same', score(2, 2), score(2, 2)],
    ['unchecked', undefined, score(2, 2)],
  ])('says %s', (expected, recommended, present) => {
    expect(confirm(recommended, present)).toBe(expected);
  });
});

describe('the split in time', () => {
  const incident = (hour: number, length = 1) => ({
    name: `at ${hour}`,
    start: hour * HOUR,
    end: (hour + length) * HOUR,
  });
  const covered = { from: 0, to: 200 * HOUR };

  it('leaves three incidents of five for the choice, and cuts none', () => {
    const incidents = [10, 30, 50, 70, 90].map((hour) => incident(hour));

    const { training, validation } = splitHistory(covered, incidents, AN_HOUR);

    expect(training).toEqual({ from: 0, to: 60.5 * HOUR });
    expect(validation).toEqual({ from: 60.5 * HOUR, to: 200 * HOUR });
    expect(incidentsIn(incidents, training)).toHaveLength(3);
  });

  it('lies elsewhere if incidents overlap there', () => {
    const incidents = [incident(10), incident(30), incident(50, 30), incident(70), incident(90)];

    const { training } = splitHistory(covered, incidents, AN_HOUR);

    expect(incidentsIn(incidents, training)).toHaveLength(2);
  });

  it.each([[[]], [[incident(10)]], [[incident(10, 50), incident(20)]]])(
    'is none where nothing is left to check on',
    (incidents) => {
      expect(splitHistory(covered, incidents, AN_HOUR)).toEqual({ training: covered });
    },
  );
});

describe('the score of a setting', () => {
  it('counts a missed incident with its length and the tolerance', () => {
    const incidents = [
      { name: 'told', start: 10 * HOUR, end: 12 * HOUR },
      { name: 'missed', start: 50 * HOUR, end: 55 * HOUR },
    ];

    const result = scoreOf([{ from: 11 * HOUR, to: 12 * HOUR }], incidents, { from: 0, to: 168 * HOUR }, AN_HOUR);

    expect(result).toEqual({
      incidents: 2,
      detected: 1,
      meanTimeToDetectMs: ((1 + 6) / 2) * HOUR,
      falseAlarms: 0,
      falseAlarmsPerWeek: 0,
    });
  });

  it('counts an alarm in the part in which it began', () => {
    const intervals = [{ from: 90 * HOUR, to: 110 * HOUR }];

    const before = scoreOf(intervals, [], { from: 0, to: 100 * HOUR }, AN_HOUR);
    const after = scoreOf(intervals, [], { from: 100 * HOUR, to: 200 * HOUR }, AN_HOUR);

    expect([before.falseAlarms, after.falseAlarms]).toEqual([1, 0]);
  });
});

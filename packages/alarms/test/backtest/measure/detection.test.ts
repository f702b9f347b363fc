import { describe, expect, it } from 'vitest';
import { measureDetection, WEEK_MS } from '../../../src/backtest/measure/detection.ts';
import { HOUR, MINUTE } from '../support.ts';

const INCIDENT = { name: 'outage', start: 10 * HOUR, end: 12 * HOUR };

/** What becomes of the incident if the alarm is in ALARM from one hour to another. */
function measure(...hours: readonly (readonly [number, number])[]) {
  return measureDetection({
    intervals: hours.map(([from, to]) => ({ from: from * HOUR, to: to * HOUR })),
    incidents: [INCIDENT],
    covered: { from: 0, to: WEEK_MS },
    tolerance: { beforeMs: 15 * MINUTE, afterMs: 15 * MINUTE },
  });
}

describe('an incident', () => {
  it('is detected by an alarm that goes off during it, after the time from its start', () => {
    const { incidents, meanTimeToDetectMs, falseAlarms } = measure([10.5, 11]);

    expect(incidents).toEqual([{ name: 'outage', outcome: 'detected', at: 10.5 * HOUR, timeToDetectMs: HOUR / 2 }]);
    expect([meanTimeToDetectMs, falseAlarms]).toEqual([HOUR / 2, 0]);
  });

  it.each([
    ['just before its start', [9.75, 10.2], 0],
    ['just after its end', [12.25, 13], 2.25 * HOUR],
  ] as const)('is detected %s, within the tolerance', (_, hours, expected) => {
    const { incidents } = measure(hours);

    expect(incidents).toMatchObject([{ outcome: 'detected', timeToDetectMs: expected }]);
  });

  it('is detected by the first of several alarms', () => {
    const { incidents } = measure([10.5, 10.6], [11, 11.1]);

    expect(incidents).toMatchObject([{ timeToDetectMs: HOUR / 2 }]);
  });

  it('tells nobody anything while the alarm is on for something else', () => {
    const { incidents, detected, missed, alreadyInAlarm } = measure([8, 11]);

    expect(incidents).toEqual([{ name: 'outage', outcome: 'alreadyInAlarm' }]);
    expect([detected, missed, alreadyInAlarm]).toEqual([0, 0, 1]);
  });

  it('is not detected by an alarm that was on before and goes off again later', () => {
    expect(measure([8, 10.5], [11, 12]).incidents).toEqual([{ name: 'outage', outcome: 'alreadyInAlarm' }]);
  });

  it('is not detected by an alarm that is always on', () => {
    const { detected } = measure([0, 168]);

    expect(detected).toBe(0);
  });

  it('is missed without an alarm, and there is no time to detect', () => {
    const result = measure();

    expect(result).toMatchObject({ incidents: [{ outcome: 'missed' }], missed: 1 });
    expect(result.meanTimeToDetectMs).toBeUndefined();
  });

  it('outside of the history is neither detected nor missed', () => {
    const { incidents, missed } = measureDetection({
      intervals: [],
      incidents: [INCIDENT],
      covered: { from: 12 * HOUR, to: 20 * HOUR },
      tolerance: { beforeMs: 0, afterMs: 0 },
    });

    expect(incidents).toEqual([{ name: 'outage', outcome: 'outsideHistory' }]);
    expect(missed).toBe(0);
  });
});

describe('a false alarm', () => {
  it('touches no incident, and is counted for each week of the history', () => {
    const { falseAlarms, falseAlarmsPerWeek } = measureDetection({
      intervals: [
        { from: 9 * HOUR, to: 9.5 * HOUR },
        { from: 10 * HOUR, to: 11 * HOUR },
        { from: 50 * HOUR, to: 51 * HOUR },
      ],
      incidents: [INCIDENT],
      covered: { from: 0, to: 4 * WEEK_MS },
      tolerance: { beforeMs: 15 * MINUTE, afterMs: 15 * MINUTE },
    });

    expect([falseAlarms, falseAlarmsPerWeek]).toEqual([2, 0.5]);
  });

  it('is none if it lasts into the tolerance before an incident', () => {
    expect(measure([9, 9.75]).falseAlarms).toBe(0);
  });
});

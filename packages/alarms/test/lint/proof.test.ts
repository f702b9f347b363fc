import { describe, expect, it } from 'vitest';
import { firesOn, runnable, stateInSilence } from '../../src/lint/proof.ts';
import { alarmsOf } from '../source/source-files.ts';
import { classicAlarm, compositeAlarm, mathAlarm, type Properties } from './support.ts';

function definitionOf(resource: Properties) {
  const definition = runnable(alarmsOf({ Alarm: resource }).Alarm?.definition);
  if (definition === undefined) throw new Error('the alarm cannot be run');
  return definition;
}

describe('silence', () => {
  it.each([
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
    ['missing', 'INSUFFICIENT_DATA'],
    // A new alarm has no other state to keep.
    ['ignore', 'INSUFFICIENT_DATA'],
  ])('with missing data as %s ends in %s', (TreatMissingData, state) => {
    expect(stateInSilence(definitionOf(classicAlarm({ TreatMissingData })))).toBe(state);
  });
});

describe('a value in each period', () => {
  it.each([
    [6, true],
    [5, false],
  ])('of %i fires an alarm above 5: %s', (value, fires) => {
    expect(firesOn(definitionOf(classicAlarm({ Threshold: 5 })), value)).toBe(fires);
  });

  it('that stops fires an alarm for which missing data breaches', () => {
    const heartbeat = { ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' };

    expect(firesOn(definitionOf(classicAlarm(heartbeat)), 1)).toBe(true);
  });

  it('reaches every metric of an expression', () => {
    const sum = mathAlarm('m1 + m2', [{ id: 'm1' }, { id: 'm2', name: 'Other' }], { Threshold: 9 });

    expect([firesOn(definitionOf(sum), 5), firesOn(definitionOf(sum), 4)]).toEqual([true, false]);
  });

  it('is one sample in a period of an hour, too', () => {
    const hourly = definitionOf(classicAlarm({ Period: 3600, Statistic: 'Sum', Threshold: 5, EvaluationPeriods: 2 }));

    expect([firesOn(hourly, 6), firesOn(hourly, 5)]).toEqual([true, false]);
  });
});

describe('a composite alarm', () => {
  it('is not run by itself', () => {
    const alarms = alarmsOf({ A: classicAlarm({ AlarmName: 'A' }), X: compositeAlarm('X', 'ALARM(A)') });

    expect(runnable(alarms.X?.definition)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, AlarmEngine, resolveAlarms } from '../src/index.ts';
import { arnOf, compositeAlarm, metricAlarm } from './helpers/alarms.ts';

function faults(...alarms: readonly AlarmDefinition[]): string[] {
  const resolved = resolveAlarms(alarms);
  return resolved.ok ? [] : resolved.errors.map(({ path, message }) => `${path} ${message}`);
}

describe('a set of alarms', () => {
  it('puts composite alarms after those that they refer to', () => {
    const top = compositeAlarm('top', `ALARM(middle) AND ALARM(${arnOf('low')})`);
    const middle = compositeAlarm('middle', 'NOT ALARM(low)');
    const low = compositeAlarm('low', 'ALARM(metric)');

    const resolved = resolveAlarms([top, middle, low, metricAlarm('metric')]);

    expect(resolved.ok && resolved.set.composites.map(({ name }) => name)).toEqual(['low', 'middle', 'top']);
  });

  it('finds an alarm by its name and by its ARN', () => {
    const alarm = metricAlarm('metric');

    const resolved = resolveAlarms([alarm]);

    expect(resolved.ok && [resolved.set.find('metric'), resolved.set.find(arnOf('metric'))]).toEqual([alarm, alarm]);
  });

  it('refuses a rule that goes in a circle, and shows the way round', () => {
    const a = compositeAlarm('a', 'ALARM(b)');
    const b = compositeAlarm('b', 'OK(c) OR ALARM(metric)');
    const c = compositeAlarm('c', 'NOT ALARM(a)');

    expect(faults(a, b, c, metricAlarm('metric'))).toEqual([
      'aResource.AlarmRule goes in a circle: a -> b -> c -> a; CloudWatch stops evaluating such alarms',
    ]);
  });

  it('refuses an alarm that refers to itself', () => {
    expect(faults(compositeAlarm('a', `ALARM(${arnOf('a')})`))).toHaveLength(1);
  });

  it('lets two composite alarms share a child', () => {
    const first = compositeAlarm('first', 'ALARM(shared)');
    const second = compositeAlarm('second', 'ALARM(shared) OR ALARM(first)');

    expect(faults(first, second, compositeAlarm('shared', 'TRUE'))).toEqual([]);
  });

  it('refuses the 151st composite alarm that refers to one', () => {
    const child = metricAlarm('child');
    const parents = Array.from({ length: 151 }, (_, index) => compositeAlarm(`p${index}`, 'ALARM(child) OR OK(child)'));

    expect(faults(child, ...parents.slice(1))).toEqual([]);
    expect(faults(child, ...parents)).toEqual([
      'p150Resource.AlarmRule is composite alarm number 151 that refers to "child": CloudWatch takes 150',
    ]);
  });

  it('says which alarm a fault is about, and what fault it is', () => {
    const a = compositeAlarm('a', 'ALARM(gone)');
    const resolved = resolveAlarms([a]);

    expect(!resolved.ok && resolved.errors).toMatchObject([
      { alarm: a, fault: 'unknown reference', reference: 'gone' },
    ]);
  });

  it('refuses references to alarms that are not there', () => {
    const suppressor = {
      ActionsSuppressor: 'nobody',
      ActionsSuppressorWaitPeriod: 1,
      ActionsSuppressorExtensionPeriod: 1,
    };

    expect(faults(compositeAlarm('a', 'ALARM(gone)', suppressor))).toEqual([
      'aResource.AlarmRule refers to "gone", which is none of the alarms: write the name or ARN of one',
      'aResource.ActionsSuppressor refers to "nobody", which is none of the alarms: write the name or ARN of one',
    ]);
  });

  it('refuses a name twice', () => {
    expect(faults(metricAlarm('a'), metricAlarm('a'))).toEqual([
      'aResource.AlarmName "a" is the name of aResource too: give each alarm its own',
    ]);
  });

  it('that is refused cannot make an engine', () => {
    expect(() => new AlarmEngine([compositeAlarm('a', 'ALARM(a)')])).toThrow('aResource.AlarmRule: goes in a circle');
  });
});

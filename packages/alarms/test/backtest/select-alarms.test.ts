import { describe, expect, it } from 'vitest';
import type { AlarmDefinition } from '../../../alarm-simulator/src/index.ts';
import { selectAlarms } from '../../src/backtest/select-alarms.ts';
import type { LoadedAlarm } from '../../src/source/types.ts';
import { compositeAlarm, metricAlarm } from './support.ts';

function loaded(definition: AlarmDefinition, changes: Partial<LoadedAlarm> = {}): LoadedAlarm {
  const { name, arn } = definition;
  return {
    type: 'AWS::CloudWatch::Alarm',
    logicalId: name,
    name,
    arn,
    accountId: '123456789012',
    region: 'eu-west-1',
    file: 'template.json',
    line: 7,
    properties: {},
    definition,
    problems: [],
    ...changes,
  };
}

const SLOW = loaded(metricAlarm());
const ERRORS = loaded(metricAlarm({ AlarmName: 'Errors' }));
const BOTH = loaded(compositeAlarm('Both', 'ALARM("Inner") OR ALARM("Errors")'));
const INNER = loaded(compositeAlarm('Inner', `ALARM("${SLOW.arn}")`));
const BROKEN = loaded(metricAlarm({ AlarmName: 'Broken' }), {
  definition: undefined,
  problems: [{ path: 'Threshold', message: 'is missing' }],
});

const namesOf = (result: ReturnType<typeof selectAlarms>) =>
  result.status === 'success' ? [result.alarms.map(({ name }) => name), [...result.wanted]] : result.lines;

describe('the alarms to backtest', () => {
  it('are all of them', () => {
    expect(namesOf(selectAlarms([SLOW, ERRORS], undefined))).toEqual([
      ['Slow', 'Errors'],
      ['Slow', 'Errors'],
    ]);
  });

  it('are those that are asked for, and what these refer to, by name or ARN', () => {
    expect(namesOf(selectAlarms([SLOW, ERRORS, INNER, BOTH], ['Inner']))).toEqual([['Slow', 'Inner'], ['Inner']]);
    expect(namesOf(selectAlarms([SLOW, ERRORS, INNER, BOTH], ['Both']))).toEqual([
      ['Slow', 'Errors', 'Inner', 'Both'],
      ['Both'],
    ]);
  });

  it('do not include a broken one that nobody asks for', () => {
    expect(namesOf(selectAlarms([SLOW, BROKEN], ['Slow']))).toEqual([['Slow'], ['Slow']]);
  });

  it.each([
    [[SLOW, BROKEN], undefined, 'template.json:7: Broken: Threshold: is missing'],
    [[SLOW], ['Fast'], '--alarm: no alarm is named "Fast"; write one of Slow'],
    [[], undefined, 'there are no alarms to backtest'],
    [[BOTH], undefined, 'Inner'],
  ])('are refused with the reason', (alarms, names, message) => {
    const result = selectAlarms(alarms, names);

    expect(result.status === 'error' && result.lines.join('\n')).toContain(message);
  });
});

import { describe, expect, it } from 'vitest';
import { classicAlarm, compositeAlarm, foundOn, lint, type Properties } from './support.ts';

const silent = (name = 'Watched', changes: Properties = {}) =>
  classicAlarm({ AlarmName: name, AlarmActions: undefined, ...changes });

const codesOf = (resources: object) => lint(resources).findings.map(({ code, logicalId }) => `${code} ${logicalId}`);

describe('an alarm without an action', () => {
  it.each([
    ['none at all', {}],
    ['an empty list', { AlarmActions: [] }],
    ['one for OK only', { OKActions: ['arn:aws:sns:us-east-1:123456789012:on-call'] }],
  ])('tells nobody: %s', (_, changes) => {
    expect(foundOn(silent('Watched', changes))).toEqual(['IW5001 AlarmActions']);
  });

  it.each([false, 'false'])('tells nobody either if actions are switched off: %s', (ActionsEnabled) => {
    expect(foundOn(classicAlarm({ ActionsEnabled }))).toEqual(['IW5001 ActionsEnabled']);
  });

  it.each([true, 'true'])('is not one whose actions are on: %s', (ActionsEnabled) => {
    expect(foundOn(classicAlarm({ ActionsEnabled }))).toEqual([]);
  });

  it('is fine as a part of a composite, by name or by ARN', () => {
    const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:B';
    const X = compositeAlarm('X', `ALARM(A) AND ALARM("${arn}")`);

    expect(codesOf({ A: silent('A'), B: silent('B', { MetricName: 'Other' }), X })).toEqual([]);
  });

  it('is fine as a suppressor', () => {
    const X = compositeAlarm('X', 'ALARM(A)', {
      ActionsSuppressor: 'Maintenance',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });

    expect(codesOf({ A: classicAlarm({ AlarmName: 'A' }), Maintenance: silent('Maintenance'), X })).toEqual([]);
  });

  const users: readonly (readonly [string, unknown])[] = [
    ['a reference', { Ref: 'Alarm' }],
    ['an attribute', { 'Fn::GetAtt': ['Alarm', 'Arn'] }],
    ['an attribute with a dot', { 'Fn::GetAtt': 'Alarm.Arn' }],
    ['a text with the attribute in it', { 'Fn::Sub': '{"alarms":["$' + '{Alarm.Arn}"]}' }],
    ['a text with its ARN', '{"alarms":["arn:aws:cloudwatch:us-east-1:123456789012:alarm:Watched"]}'],
  ];

  it.each(users)('is fine on a dashboard: %s', (_, DashboardBody) => {
    const Dashboard = { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody } };

    expect(codesOf({ Alarm: silent(), Dashboard })).toEqual([]);
  });

  it('is not fine for being mentioned by another resource that is none of its users', () => {
    const Dashboard = { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: '{"title":"Watched"}' } };

    expect(codesOf({ Alarm: silent(), Dashboard })).toEqual(['IW5001 Alarm']);
  });
});

describe('more actions than CloudWatch takes', () => {
  const topics = (count: number) =>
    Array.from({ length: count }, (_, at) => `arn:aws:sns:us-east-1:123456789012:t${at}`);

  it.each(['AlarmActions', 'OKActions', 'InsufficientDataActions'])('are found in %s', (property) => {
    expect(foundOn(classicAlarm({ [property]: topics(6) }))).toEqual([`IW5004 ${property}`]);
    expect(foundOn(classicAlarm({ [property]: topics(5) }))).toEqual([]);
  });
});

describe('a description', () => {
  it.each([
    [undefined, ['IW5002 AlarmDescription']],
    ['', ['IW5002 AlarmDescription']],
    ['The queue is long.', ['IW5003 AlarmDescription']],
    ['The queue is long. https://wiki.example.com/queue', []],
    ['The queue is long. See docs/runbooks/queue.md', []],
    ['The queue is long. Runbook: Q-17', []],
    [`${'x'.repeat(1024 - 23)} https://r.example.com/`, []],
    [`${'x'.repeat(1025 - 23)} https://r.example.com/`, ['IW5005 AlarmDescription']],
  ])('%#: is there, links a page and is short enough', (AlarmDescription, expected) => {
    expect(foundOn(classicAlarm({ AlarmDescription }))).toEqual(expected);
  });

  it('is asked of composite alarms too', () => {
    const X = compositeAlarm('X', 'ALARM(A)', { AlarmDescription: undefined });

    expect(codesOf({ A: classicAlarm({ AlarmName: 'A' }), X })).toEqual(['IW5002 X']);
  });
});

import { describe, expect, it } from 'vitest';
import { classicAlarm, compositeAlarm, lint } from './support.ts';

const ALARMS = Object.fromEntries(
  ['A', 'B', 'C'].map((name) => [name, classicAlarm({ AlarmName: name, MetricName: `Metric${name}` })]),
);

const found = (composites: Readonly<Record<string, string>>) => {
  const resources = Object.entries(composites).map(([name, rule]) => [name, compositeAlarm(name, rule)]);
  return lint({ ...ALARMS, ...Object.fromEntries(resources) }).findings.map(
    ({ code, logicalId }) => `${code} ${logicalId}`,
  );
};

describe('a circle of composite alarms', () => {
  it('is told of each alarm in it, and not of those that lead into it', () => {
    const circle = { X: 'ALARM(Y)', Y: 'ALARM(Z) OR ALARM(A)', Z: 'NOT OK(X)', Into: 'ALARM(X)' };

    expect(found(circle).filter((line) => line.startsWith('IW6001'))).toEqual(['IW6001 X', 'IW6001 Y', 'IW6001 Z']);
  });

  it('may have one member', () => {
    expect(found({ X: 'ALARM(X) OR ALARM(A)' })).toEqual(['IW6001 X']);
  });

  it('is told with the whole way round', () => {
    const { findings } = lint({ X: compositeAlarm('X', 'ALARM(Y)'), Y: compositeAlarm('Y', 'ALARM(X)') });

    expect(findings[0]?.message).toContain('X -> Y -> X');
  });

  it('is none where two composites share a child', () => {
    expect(found({ X: 'ALARM(Y) AND ALARM(A)', Y: 'ALARM(A)' })).toEqual([]);
  });
});

describe('a rule that is always the same', () => {
  it.each([
    'ALARM(A) AND OK(A)',
    'ALARM(A) AND NOT ALARM(A)',
    'AT_LEAST(2, ALARM, (A, B)) AND OK(B)',
    'FALSE AND ALARM(A)',
    'ALARM(A) OR OK(A) OR INSUFFICIENT_DATA(A)',
    'ALARM(A) OR NOT ALARM(A)',
  ])('is found: %s', (rule) => {
    expect(found({ X: rule })).toEqual(['IW6002 X']);
  });

  it.each(['ALARM(A) AND OK(B)', 'ALARM(A) OR OK(A)', 'NOT ALARM(A)', 'AT_LEAST(2, NOT OK, (A, B, C))'])(
    'is not %s',
    (rule) => {
      expect(found({ X: rule })).toEqual([]);
    },
  );

  it('is not looked for in a constant, which breaks a circle on purpose', () => {
    expect(found({ X: 'FALSE' })).toEqual([]);
  });

  it('is not looked for where the table would be too long', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
    const alarms = names.map((name) => [name, classicAlarm({ AlarmName: name, MetricName: name })]);
    const X = compositeAlarm('X', `${names.map((name) => `ALARM(${name})`).join(' AND ')} AND OK(A)`);

    expect(lint({ ...Object.fromEntries(alarms), X }).findings).toEqual([]);
  });
});

describe('AND beside OR', () => {
  it.each([
    ['ALARM(A) OR ALARM(B) AND ALARM(C)', ['IW6003 X']],
    ['(ALARM(A) OR ALARM(B)) AND ALARM(C)', []],
    ['ALARM(A) OR ALARM(B) OR ALARM(C)', []],
  ])('%s', (rule, expected) => {
    expect(found({ X: rule })).toEqual(expected);
  });
});

describe('a child that is not there', () => {
  it('is found, once for each name', () => {
    expect(found({ X: 'ALARM(Nobody) OR ALARM(A) OR OK(Noone) OR ALARM(Nobody)' })).toEqual(['IW6004 X', 'IW6004 X']);
  });

  it('is found by its ARN where it is there', () => {
    expect(found({ X: 'ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:A")' })).toEqual([]);
  });

  it('is not looked for where only the deployment knows the name', () => {
    const rule = { 'Fn::Sub': ['ALARM($' + '{Name})', { Name: { 'Fn::ImportValue': 'other-alarm' } }] };
    const X = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: rule } };
    const codes = lint({ X }).findings.map(({ code }) => code);

    expect(codes).not.toContain('IW6004');
  });
});

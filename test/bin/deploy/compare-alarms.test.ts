import { describe, expect, it } from 'vitest';
import { compareAlarms } from '../../../scripts/deploy/compare-alarms.ts';
import { resolveValue } from '../../../scripts/deploy/resolve-value.ts';

const names = {
  refs: new Map([
    ['Topic', 'arn:aws:sns:eu-west-1:000000000000:topic'],
    ['AWS::Region', 'eu-west-1'],
  ]),
  exports: new Map([['Other:Name', 'a-function']]),
};

const properties = {
  AlarmName: 'Slow',
  Threshold: 2000,
  AlarmActions: [{ Ref: 'Topic' }],
  Dimensions: [{ Name: 'FunctionName', Value: { 'Fn::ImportValue': 'Other:Name' } }],
  EvaluateLowSampleCountPercentile: 'ignore',
};
const template = { Resources: { Slow: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } } };
const deployed = {
  AlarmName: 'Slow',
  Threshold: 2000,
  AlarmActions: ['arn:aws:sns:eu-west-1:000000000000:topic'],
  Dimensions: [{ Value: 'a-function', Name: 'FunctionName' }],
  Statistic: 'Average',
};

describe('the alarms that are deployed', () => {
  it('are those of the template, references followed and defaults of the service left alone', () => {
    expect(compareAlarms(template, [deployed], names)).toEqual({ compared: 1, differences: [] });
  });

  it('differ in the property that is named', () => {
    const { differences } = compareAlarms(template, [{ ...deployed, Threshold: 1 }], names);

    expect(differences).toEqual(['Slow: Threshold is 1, the template says 2000']);
  });

  it('differ when an action goes elsewhere', () => {
    const { differences } = compareAlarms(template, [{ ...deployed, AlarmActions: [] }], names);

    expect(differences).toEqual([expect.stringContaining('AlarmActions is [], the template says ["arn:aws:sns')]);
  });

  it('differ when a property is not there', () => {
    const { differences } = compareAlarms(template, [{ ...deployed, Dimensions: undefined }], names);

    expect(differences).toEqual([expect.stringContaining('Dimensions is not set')]);
  });

  it('are missed, and strangers are noticed', () => {
    const { differences } = compareAlarms(template, [{ AlarmName: 'Stranger' }], names);

    expect(differences).toEqual(['Slow is not deployed', 'Stranger is not in the template']);
  });
});

describe('a reference', () => {
  it('in a joined text is followed', () => {
    expect(resolveValue({ 'Fn::Join': ['', ['in ', { Ref: 'AWS::Region' }]] }, names)).toBe('in eu-west-1');
  });

  it.each([{ Ref: 'Nobody' }, { 'Fn::ImportValue': 'Nobody' }, { 'Fn::GetAtt': ['Topic', 'Arn'] }])(
    'that cannot be followed equals nothing that is deployed: %j',
    (value) => {
      expect(resolveValue(value, names)).toMatch(/^<unknown: /);
    },
  );
});

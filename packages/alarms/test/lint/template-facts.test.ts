import { describe, expect, it } from 'vitest';
import { warningLookup } from '../../src/lint/cdk-warnings.ts';
import { factsOf, readFacts } from '../../src/lint/template-facts.ts';
import { fileWith } from '../source/source-files.ts';

const FILTER = {
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    MetricTransformations: [
      { MetricNamespace: 'App', MetricName: 'Errors', MetricValue: '1' },
      { MetricNamespace: 'App', MetricName: 'Lines', MetricValue: '1', DefaultValue: 0 },
      { MetricNamespace: { Ref: 'Namespace' }, MetricName: 'Unknown' },
    ],
  },
};

describe('the facts of a template', () => {
  it('are the metrics of its filters, as far as they are named', () => {
    expect(factsOf({ Resources: { FILTER } }).filterMetrics).toEqual([
      { namespace: 'App', metricName: 'Errors', publishesDefault: false },
      { namespace: 'App', metricName: 'Lines', publishesDefault: true },
    ]);
  });

  it('are the metadata of each resource', () => {
    const facts = factsOf({ Resources: { A: { Type: 'X', Metadata: { inferwatch: 1 } }, B: { Type: 'X' } } });

    expect([facts.metadataOf('A'), facts.metadataOf('B'), facts.metadataOf('C')]).toEqual([{ inferwatch: 1 }, {}, {}]);
  });

  it('are what outputs refer to', () => {
    const facts = factsOf({ Outputs: { Name: { Value: { 'Fn::Join': ['', ['x', { Ref: 'Alarm' }]] } } } });

    expect([facts.isUsed('Alarm', 'alarm'), facts.isUsed('Other', 'other')]).toEqual([true, false]);
  });

  it('are not what alarms say of each other', () => {
    const rule = { AlarmRule: { 'Fn::Sub': 'ALARM($' + '{Alarm})' } };
    const facts = factsOf({ Resources: { X: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: rule } } });

    expect(facts.isUsed('Alarm', 'alarm')).toBe(false);
  });

  it.each([undefined, null, 'text', [], { Resources: 3 }, { Resources: { A: null } }])(
    'are none of something that is no template: %j',
    (template) => {
      const facts = factsOf(template);

      expect([facts.filterMetrics, facts.metadataOf('A'), facts.isUsed('A', 'a')]).toEqual([[], {}, false]);
    },
  );

  it('end at a depth that no template has', () => {
    let value: unknown = { Ref: 'Alarm' };
    for (let depth = 0; depth < 5000; depth++) value = [value];

    expect(factsOf({ Outputs: { Deep: value } }).isUsed('Alarm', 'alarm')).toBe(false);
  });
});

describe('a file', () => {
  it('in YAML is read with its short forms', () => {
    const file = fileWith('app.yaml', 'Outputs:\n  Arn:\n    Value: !GetAtt Alarm.Arn\nResources: {}\n');

    expect(readFacts(file, () => []).isUsed('Alarm', 'alarm')).toBe(true);
  });

  it.each([
    ['is not there', () => '/nowhere/app.json'],
    ['is cut off', () => fileWith('app.json', '{"Outputs": {')],
  ])('that %s has no facts: whoever loads alarms from it tells why', (_, file) => {
    expect(readFacts(file(), () => []).isUsed('Alarm', 'alarm')).toBe(false);
  });
});

describe('warnings of the CDK', () => {
  const lookup = warningLookup((path) => (path === 'App/Alarm' ? ['slow'] : []));

  it('are those of the construct that a resource belongs to', () => {
    expect([lookup('App/Alarm/Resource'), lookup('App/Alarm'), lookup('App/Other/Resource')]).toEqual([
      ['slow'],
      ['slow'],
      [],
    ]);
  });

  it('are none without a construct path', () => {
    expect(lookup(undefined)).toEqual([]);
  });
});

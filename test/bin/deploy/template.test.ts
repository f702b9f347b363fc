import { describe, expect, it } from 'vitest';
import { reduceTemplate } from '../../../scripts/deploy/reduce-template.ts';
import { countKinds, parseTemplate, type Template } from '../../../scripts/deploy/template.ts';

/** `Fn::Sub` text: `<Name>` stands for a placeholder, which a lint rule would take for a forgotten template literal. */
const sub = (text: string) => ({ 'Fn::Sub': text.replace(/<(.*?)>/g, (_, name) => `\${${name}}`) });

const queue = { Type: 'AWS::SQS::Queue' };
const endpoint = { Type: 'AWS::SageMaker::Endpoint' };
const lacksSageMaker = (kind: string) => kind.startsWith('AWS::SageMaker::');

function reduced(resources: Template['Resources'], outputs?: Template['Outputs']) {
  return reduceTemplate({ Resources: resources, Outputs: outputs }, lacksSageMaker);
}

describe('kinds of resources', () => {
  it('are counted over all templates', () => {
    const counts = countKinds([{ Resources: { A: queue, B: queue } }, { Resources: { C: queue, D: endpoint } }]);

    expect([...counts]).toEqual([
      ['AWS::SQS::Queue', 3],
      ['AWS::SageMaker::Endpoint', 1],
    ]);
  });

  it('tell an alarm with metric math from one of a single metric', () => {
    const single = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'M' } };
    const math = { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [] } };

    const counts = countKinds([{ Resources: { single, math } }]);

    expect([...counts.keys()]).toEqual(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Alarm with Metrics']);
  });
});

describe('a template without what the emulator lacks', () => {
  it('has everything else as it was', () => {
    const { template, removed } = reduced({ Queue: { ...queue, Properties: { DelaySeconds: 3 } }, Endpoint: endpoint });

    expect(template.Resources).toEqual({ Queue: { ...queue, Properties: { DelaySeconds: 3 } } });
    expect(removed).toEqual(['Endpoint']);
  });

  it.each([
    ['Ref', { Ref: 'Endpoint' }, 'left-out-Endpoint'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, 'left-out-Endpoint-EndpointName'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Endpoint.EndpointName' }, 'left-out-Endpoint-EndpointName'],
    ['Fn::Sub', sub('a <Endpoint.Name> <Queue>'), sub('a left-out-Endpoint-Name <Queue>')],
    ['a literal in Fn::Sub', sub('a <!Endpoint>'), sub('a <!Endpoint>')],
    ['one deep inside', [{ 'Fn::Join': ['-', [{ Ref: 'Endpoint' }]] }], [{ 'Fn::Join': ['-', ['left-out-Endpoint']] }]],
  ])('has a text in place of a reference: %s', (_name, before, after) => {
    const { template } = reduced(
      { Endpoint: endpoint, Queue: { ...queue, Properties: { Value: before } } },
      { Out: { Value: before } },
    );

    expect(template.Resources.Queue?.Properties).toEqual({ Value: after });
    expect(template.Outputs).toEqual({ Out: { Value: after } });
  });

  it('leaves references to what is there alone', () => {
    const properties = { A: { Ref: 'Other' }, B: { 'Fn::GetAtt': ['Other', 'Arn'] } };

    const { template } = reduced({ Endpoint: endpoint, Other: queue, Queue: { ...queue, Properties: properties } });

    expect(template.Resources.Queue?.Properties).toEqual(properties);
  });

  it.each([
    ['Endpoint', undefined],
    [['Endpoint', 'Other'], ['Other']],
  ])('waits for nothing that is gone: %j', (before, after) => {
    const { template } = reduced({ Endpoint: endpoint, Other: queue, Queue: { ...queue, DependsOn: before } });

    expect(template.Resources.Queue?.DependsOn).toEqual(after);
  });
});

it('names the file that is no template', () => {
  expect(() => parseTemplate('{"Resources": {"A": {}}}', 'x.template.json')).toThrow(
    /^x\.template\.json is no template/,
  );
});

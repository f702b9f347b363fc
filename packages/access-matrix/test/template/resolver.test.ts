import { describe, expect, test } from 'vitest';
import { isUnresolved, unresolvedIn } from '../../src/template/index.ts';
import { ofResources, place, resolvedValue, TemplateBuilder } from './template-builder.ts';

describe('parameters', () => {
  const parameter = (Type: string, Default: unknown) => ({ Parameters: { P: { Type, Default } } });
  const ref = { Ref: 'P' };

  test.each<[type: string, standard: unknown, expected: unknown]>([
    ['String', 'a', 'a'],
    ['Number', 7, '7'],
    ['String', true, 'true'],
    ['CommaDelimitedList', 'a, b', ['a', 'b']],
    ['List<String>', 'a', ['a']],
    ['AWS::EC2::VPC::Id', 'vpc-1', 'vpc-1'],
  ])('%s with default %j is %j', (type, standard, expected) => {
    expect(resolvedValue(ref, parameter(type, standard))).toEqual(expected);
  });

  test('looked up in the Parameter Store are not their default, which is only the name', () => {
    const value = resolvedValue(ref, parameter('AWS::SSM::Parameter::Value<String>', '/cdk/version'));

    expect(unresolvedIn(value)).toEqual(['parameter P of stack App, looked up in the Parameter Store']);
  });

  test('that the manifest sets win over the default', () => {
    const template = { ...parameter('String', 'a'), Resources: { H: { Type: 'T', Properties: { V: ref } } } };

    const read = new TemplateBuilder().stack('App', template, { parameters: { P: 'b' } }).read();

    expect(read.find('App', 'H')?.properties.V).toBe('b');
  });
});

describe('pseudo parameters', () => {
  test.each([
    ['AWS::AccountId', '123456789012'],
    ['AWS::Region', 'us-east-1'],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', 'App'],
  ])('%s is %s', (name, expected) => {
    expect(resolvedValue({ Ref: name })).toBe(expected);
  });

  test('AWS::NoValue leaves its place out', () => {
    expect(resolvedValue({ A: { Ref: 'AWS::NoValue' }, B: [1, { Ref: 'AWS::NoValue' }] })).toEqual({ B: [1] });
  });

  test('one that is not known is a marker', () => {
    expect(unresolvedIn(resolvedValue({ Ref: 'AWS::Weather' }))).toEqual([
      'pseudo parameter AWS::Weather of stack App',
    ]);
  });

  test('a partition follows the Region', () => {
    const holder = { H: { Type: 'T', Properties: { V: { Ref: 'AWS::Partition' } } } };

    const read = new TemplateBuilder().stack('App', { Resources: holder }, {}, 'aws://1/cn-north-1').read();

    expect(read.find('App', 'H')?.properties.V).toBe('aws-cn');
  });
});

describe('intrinsic functions', () => {
  const sections = {
    Parameters: { Open: { Type: 'String' }, Set: { Type: 'String', Default: 'x' } },
    Mappings: { M: { x: { y: 'found' } } },
    Conditions: {
      Yes: { 'Fn::Equals': [{ Ref: 'Set' }, 'x'] },
      Both: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
    },
  };

  test.each<[name: string, value: unknown, expected: unknown]>([
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Set' }]] }, 'a-x'],
    ['Fn::Sub', { 'Fn::Sub': [`${place('A')}-${place('Set')}`, { A: 1 }] }, '1-x'],
    ['Fn::Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Fn::Split', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'Set' }, 'y'] }, 'found'],
    ['Fn::If', { 'Fn::If': ['Both', 'then', 'else'] }, 'then'],
    ['Fn::GetAtt', { 'Fn::GetAtt': 'R.Arn' }, 'arn:aws:iam::123456789012:role/App-R'],
    ['a literal place', { 'Fn::Sub': place('!aws:username') }, place('aws:username')],
  ])('%s', (_, value, expected) => {
    expect(resolvedValue(value, sections, { R: { Type: 'AWS::IAM::Role' } })).toEqual(expected);
  });

  test.each<[name: string, value: unknown]>([
    ['a condition that does not exist', { 'Fn::If': ['Nope', 1, 2] }],
    ['a mapping by an open parameter', { 'Fn::FindInMap': ['M', { Ref: 'Open' }, 'y'] }],
    ['an index beyond the list', { 'Fn::Select': [5, ['a']] }],
    ['a transform', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['keys beside an intrinsic', { Ref: 'Set', Other: 1 }],
    ['a list where text is needed', { 'Fn::Join': ['', [['a']]] }],
  ])('%s is a marker with its place', (_, value) => {
    const resolved = resolvedValue(value, sections);

    expect(isUnresolved(resolved)).toBe(true);
    expect(unresolvedIn(resolved)[0]).toMatch(/^stack App, resource Holder \(Test::Holder\), Properties\.Value/);
  });

  test('a condition that is no condition leaves its resource uncertain', () => {
    const template = ofResources({ A: { Type: 'T', Condition: 'C' } }, { Conditions: { C: 'perhaps' } });

    expect(template.resources[0]?.uncertain).toBe(
      'condition C of stack App: condition C of stack App does not come to true or false',
    );
  });
});

describe('outputs of other stacks', () => {
  const lake = {
    Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } } },
    Outputs: { Name: { Value: { Ref: 'B' } } },
  };

  test('are read by name without an export', () => {
    const reading = { 'Fn::GetStackOutput': { StackName: 'Lake', OutputName: 'Name' } };
    const holder = { Resources: { H: { Type: 'T', Properties: { V: reading } } } };

    const read = new TemplateBuilder().stack('Lake', lake).stack('App', holder).read();

    expect(read.find('App', 'H')?.properties.V).toBe('lake');
  });
});

describe('what is kept of each resource', () => {
  test('its type, place, dependencies and properties', () => {
    const template = ofResources({
      A: {
        Type: 'AWS::IAM::Role',
        DependsOn: ['B', 'C'],
        Properties: { Description: 'x' },
        Metadata: { 'aws:cdk:path': 'App/A/Resource' },
        DeletionPolicy: 'Retain',
      },
    });

    expect(template.find('App', 'A')).toEqual({
      stack: 'App',
      account: '123456789012',
      region: 'us-east-1',
      logicalId: 'A',
      type: 'AWS::IAM::Role',
      path: 'App/A/Resource',
      physicalId: 'App-A',
      arn: 'arn:aws:iam::123456789012:role/App-A',
      dependsOn: ['B', 'C'],
      properties: { Description: 'x' },
    });
  });

  test('is found by type, and by stack and logical id', () => {
    const template = ofResources({ A: { Type: 'X' }, B: { Type: 'Y' }, C: { Type: 'X' } });

    expect(template.ofType('X').map(({ logicalId }) => logicalId)).toEqual(['A', 'C']);
    expect(template.ofType('Z')).toEqual([]);
    expect(template.find('App', 'D')).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString'])('%s is a logical id like any other', (logicalId) => {
    const resources = JSON.parse(
      `{"${logicalId}":{"Type":"X"},"H":{"Type":"T","Properties":{"V":{"Ref":"hasOwnProperty"}}}}`,
    );

    const template = ofResources(resources);

    expect(unresolvedIn(template.find('App', 'H')?.properties.V)[0]).toContain('there is no resource or parameter');
  });
});

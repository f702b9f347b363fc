import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isUnresolved, unresolvedIn } from '../../src/template/index.ts';
import { ofResources, place, readStack, resolvedValue, TemplateBuilder } from './template-builder.ts';

const parameters = { Parameters: { Bucket: { Type: 'String' }, Stage: { Type: 'String', Default: 'test' } } };

describe('values that only the deployment knows', () => {
  test.each<[name: string, value: unknown, reason: string]>([
    ['a parameter without default', { Ref: 'Bucket' }, 'parameter Bucket of stack App, which has no default'],
    ['a secret', '{{resolve:secretsmanager:Key}}', 'the value of {{resolve:secretsmanager:Key}}'],
    [
      'a secret that is put together',
      { 'Fn::Join': ['', ['{{resolve:ssm:', { Ref: 'Stage' }, '}}']] },
      'the value of {{resolve:ssm:test}}',
    ],
    [
      'an export of a stack outside',
      { 'Fn::ImportValue': 'Vpc' },
      'export Vpc of another stack in 123456789012/us-east-1',
    ],
    [
      'an output of a stack outside',
      { 'Fn::GetStackOutput': { StackName: 'Net', OutputName: 'Vpc' } },
      'output Vpc of stack Net in us-east-1',
    ],
    [
      'an attribute that AWS chooses',
      { 'Fn::GetAtt': ['Custom', 'Answer'] },
      'attribute Answer of Custom (Custom::Thing) in stack App',
    ],
    ['the name of a resource that AWS names', { Ref: 'Custom' }, 'Ref of Custom (Custom::Thing) in stack App'],
    [
      'an intrinsic function that is not known',
      { 'Fn::Cidr': ['10.0.0.0/8', 2, 8] },
      'stack App, resource Holder (Test::Holder), Properties.Value: unknown intrinsic Fn::Cidr',
    ],
    [
      'a resource that does not exist',
      { Ref: 'Nobody' },
      'stack App, resource Holder (Test::Holder), Properties.Value: there is no resource or parameter Nobody',
    ],
  ])('%s becomes a marker that names it', (_, value, reason) => {
    const resolved = resolvedValue(value, parameters, { Custom: { Type: 'Custom::Thing' } });

    expect(isUnresolved(resolved)).toBe(true);
    expect(unresolvedIn(resolved)).toEqual([reason]);
  });

  test('the known part of a text stays', () => {
    const resolved = resolvedValue({ 'Fn::Sub': `arn:aws:s3:::${place('Bucket')}/*` }, parameters);

    expect(String(resolved).startsWith('arn:aws:s3:::')).toBe(true);
    expect(String(resolved).endsWith('/*')).toBe(true);
  });

  test('the rest of an object stays', () => {
    const resolved = resolvedValue({ Action: 's3:*', Resource: { Ref: 'Bucket' } }, parameters);

    expect(resolved).toMatchObject({ Action: 's3:*' });
  });

  test('one parameter is one value, wherever it is used', () => {
    const value = [{ Ref: 'Bucket' }, { 'Fn::Sub': place('Bucket') }, { 'Fn::Join': ['', [{ Ref: 'Bucket' }]] }];

    const [first, ...others] = resolvedValue(value, parameters) as unknown[];

    expect(others).toEqual([first, first]);
  });

  test('two choices by one unknown condition are two values', () => {
    const conditions = { ...parameters, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Bucket' }, 'prod'] } } };

    const [one, other] = resolvedValue(
      [{ 'Fn::If': ['IsProd', 'a', 'b'] }, { 'Fn::If': ['IsProd', 'c', 'd'] }],
      conditions,
    ) as unknown[];

    expect(unresolvedIn([one, other])).toHaveLength(2);
    expect(unresolvedIn(one)[0]).toContain('parameter Bucket of stack App, which has no default');
  });

  test('of a split text only what precedes the unknown part is kept', () => {
    const parts = resolvedValue(
      { 'Fn::Split': [':', { 'Fn::Sub': `a:b:${place('Bucket')}:c` }] },
      parameters,
    ) as unknown[];

    expect(parts.slice(0, 2)).toEqual(['a', 'b']);
    expect(parts).toHaveLength(3);
    expect(unresolvedIn(parts[2])[0]).toContain('part 3 of');
  });

  test('a circle is a marker, not an endless search', () => {
    const circle = { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'One' } } };

    const one = ofResources({ One: circle }).find('App', 'One');

    expect(unresolvedIn(one?.physicalId)[0]).toContain('circular reference');
  });
});

describe('conditions', () => {
  const thing = (Condition: string) => ({ Type: 'Test::Thing', Condition });

  test('that are false leave the resource out', () => {
    const template = ofResources({ Thing: thing('No') }, { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } });

    expect(template.resources).toEqual([]);
  });

  test('that depend on something unresolved leave it in, as uncertain', () => {
    const sections = { ...parameters, Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Bucket' }, 'b'] } } };

    const [resource] = ofResources({ Thing: thing('Maybe') }, sections).resources;

    expect(resource?.uncertain).toBe(
      'condition Maybe of stack App: it depends on parameter Bucket of stack App, which has no default',
    );
  });

  test('take the value that the caller gives a parameter', () => {
    const template = {
      ...parameters,
      Conditions: { Is: { 'Fn::Equals': [{ Ref: 'Bucket' }, 'b'] } },
      Resources: { Thing: thing('Is') },
    };

    expect(readStack(template, { parameters: { Bucket: 'b' } }).resources).toHaveLength(1);
    expect(readStack(template, { parameters: { Bucket: 'c' } }).resources).toHaveLength(0);
  });
});

describe('identities', () => {
  test.each<[type: string, properties: Record<string, unknown>, physicalId: string, arn: string]>([
    [
      'AWS::Glue::Database',
      { DatabaseInput: { Name: 'iw_sales' } },
      'iw_sales',
      'arn:aws:glue:us-east-1:123456789012:database/iw_sales',
    ],
    [
      'AWS::Glue::Table',
      { DatabaseName: 'iw_sales', TableInput: { Name: 'items' } },
      'items',
      'arn:aws:glue:us-east-1:123456789012:table/iw_sales/items',
    ],
    ['AWS::Athena::WorkGroup', { Name: 'lake' }, 'lake', 'arn:aws:athena:us-east-1:123456789012:workgroup/lake'],
    ['AWS::IAM::Group', { GroupName: 'Eng', Path: '/a/' }, 'Eng', 'arn:aws:iam::123456789012:group/a/Eng'],
    ['AWS::IAM::Role', { RoleName: 'R', Path: '/svc/' }, 'R', 'arn:aws:iam::123456789012:role/svc/R'],
    ['AWS::KMS::Alias', { AliasName: 'alias/lake' }, 'alias/lake', 'arn:aws:kms:us-east-1:123456789012:alias/lake'],
    ['AWS::S3::Bucket', { BucketName: 'lake' }, 'lake', 'arn:aws:s3:::lake'],
    ['AWS::LakeFormation::Resource', { ResourceArn: 'arn:aws:s3:::lake' }, 'arn:aws:s3:::lake', ''],
    [
      'AWS::LakeFormation::DataCellsFilter',
      { TableCatalogId: '1', DatabaseName: 'd', TableName: 't', Name: 'f' },
      '1|d|t|f',
      '',
    ],
  ])('%s', (Type, Properties, physicalId, arn) => {
    expect(ofResources({ Thing: { Type, Properties } }).resources[0]).toMatchObject({ physicalId, arn });
  });

  test('a database without a name gets one that is always the same, in lower case', () => {
    const template = ofResources({ Sales: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: {} } } });

    expect(template.resources[0]?.physicalId).toBe('app-sales');
  });
});

describe('several stacks', () => {
  test('one reads what the other exports', () => {
    const builder = new TemplateBuilder()
      .stack('Lake', {
        Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } } },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Export: { Name: 'LakeArn' } } },
      })
      .stack('App', {
        Resources: { Holder: { Type: 'Test::Holder', Properties: { Value: { 'Fn::ImportValue': 'LakeArn' } } } },
      });

    expect(builder.read().find('App', 'Holder')?.properties.Value).toBe('arn:aws:s3:::lake');
  });

  test('each has its own account and Region', () => {
    const template = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: {} } } };
    const builder = new TemplateBuilder().stack('Far', template, { stackName: 'far' }, 'aws://210987654321/eu-west-1');

    expect(builder.read().stacks).toEqual([{ name: 'far', account: '210987654321', region: 'eu-west-1' }]);
    expect(builder.read().resources[0]?.arn).toBe('arn:aws:iam::210987654321:role/far-Role');
  });

  test('a stage is read with the rest', () => {
    const builder = new TemplateBuilder()
      .file(
        'assembly-Prod/manifest.json',
        JSON.stringify({
          version: '55.0.0',
          artifacts: {
            ProdApp: { type: 'aws:cloudformation:stack', properties: { templateFile: 'ProdApp.template.json' } },
          },
        }),
      )
      .file('assembly-Prod/ProdApp.template.json', JSON.stringify({ Resources: { A: { Type: 'Test::Thing' } } }))
      .manifest({ Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } } });

    expect(builder.read().resources.map(({ stack }) => stack)).toEqual(['ProdApp']);
  });
});

describe('nested stacks', () => {
  const nested = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: { Lake: { Ref: 'Data' } } },
    Metadata: { 'aws:asset:path': 'Inner.nested.template.json' },
  };
  const parent = {
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
    Inner: nested,
    Holder: { Type: 'Test::Holder', Properties: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Role'] } } },
  };
  const inner = {
    Parameters: { Lake: { Type: 'String' } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': `reader-of-${place('Lake')}` } } },
    },
    Outputs: { Role: { Value: { Ref: 'Role' } } },
  };

  test('are read, with values passing both ways', () => {
    const template = new TemplateBuilder()
      .file('Inner.nested.template.json', JSON.stringify(inner))
      .stack('App', { Resources: parent })
      .read();

    expect(template.find('App-Inner', 'Role')?.physicalId).toBe('reader-of-lake');
    expect(template.find('App', 'Holder')?.properties.Value).toBe('reader-of-lake');
  });

  test('whose template is elsewhere are named in a notice', () => {
    const template = ofResources({ Inner: { ...nested, Metadata: {} } });

    expect(template.notices).toEqual([
      'nested stack Inner of stack App is not read: its template is not a file of the assembly',
    ]);
  });
});

describe('a single template', () => {
  test('in YAML with short forms', () => {
    const builder = new TemplateBuilder().file(
      'lake.yaml',
      [
        'AWSTemplateFormatVersion: 2010-09-09',
        'Parameters: { Name: { Type: String, Default: lake } }',
        'Resources:',
        '  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Name } }',
        '  Role:',
        '    Type: AWS::IAM::Role',
        '    DependsOn: Bucket',
        '    Properties:',
        `      RoleName: !Sub "${place('Name')}-reader"`,
        '      Policies:',
        '        - PolicyName: Read',
        '          PolicyDocument:',
        '            Version: 2012-10-17',
        '            Statement: [{ Effect: Allow, Action: "s3:*", Resource: !GetAtt Bucket.Arn }]',
      ].join('\n'),
    );

    const template = builder.read({}, join(builder.directory, 'lake.yaml'));

    expect(template.stacks).toEqual([{ name: 'lake', account: '123456789012', region: 'us-east-1' }]);
    expect(template.find('lake', 'Role')).toMatchObject({ physicalId: 'lake-reader', dependsOn: ['Bucket'] });
    expect(template.find('lake', 'Role')?.properties.Policies).toEqual([
      {
        PolicyName: 'Read',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::lake' }],
        },
      },
    ]);
  });

  test.each([
    ["!Join ['-', [!Ref Name, x]]", 'lake-x'],
    ["!Select [1, !Split ['/', a/b]]", 'b'],
    [`!Sub ['${place('A')}', { A: !Ref Name }]`, 'lake'],
    ['!If [IsLake, !Ref Name, other]', 'lake'],
    ['!FindInMap [Names, !Ref Name, Short]', 'lk'],
    ['{ "Fn::Join": ["", [!Ref Name]] }', 'lake'],
  ])('resolves %s', (expression, expected) => {
    const content = [
      'Parameters: { Name: { Type: String, Default: lake } }',
      'Mappings: { Names: { lake: { Short: lk } } }',
      "Conditions: { IsLake: !Equals [!Ref Name, 'lake'] }",
      `Resources: { A: { Type: Test::Thing, Properties: { Value: ${expression} } } }`,
    ].join('\n');
    const builder = new TemplateBuilder().file('x.yaml', content);

    const template = builder.read({}, join(builder.directory, 'x.yaml'));

    expect(template.find('x', 'A')?.properties.Value).toBe(expected);
  });

  test('in JSON, deployed where the caller says', () => {
    const builder = new TemplateBuilder().file(
      'App.template.json',
      JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role' } } }),
    );

    const template = builder.read(
      { account: '210987654321', region: 'eu-west-1' },
      join(builder.directory, 'App.template.json'),
    );

    expect(template.resources[0]).toMatchObject({ stack: 'App', account: '210987654321', region: 'eu-west-1' });
  });

  test('with a transform says that it is not applied', () => {
    const template = readStack({ Transform: 'AWS::Serverless-2016-10-31', Resources: {} });

    expect(template.notices).toEqual(['stack App: transform AWS::Serverless-2016-10-31 is not applied']);
  });

  test('with a loop says that it is not expanded', () => {
    const template = readStack({ Resources: { 'Fn::ForEach::Roles': ['Name', ['a'], {}] } });

    expect(template.notices).toEqual(['stack App: Fn::ForEach::Roles is not expanded']);
  });
});

describe('input that cannot be read', () => {
  test('nothing there', () => {
    const builder = new TemplateBuilder();

    expect(builder.problem(join(builder.directory, 'cdk.out'))).toMatch(/^there is no file or folder .*cdk\.out/);
  });

  test.each<[name: string, content: string, message: RegExp]>([
    ['no manifest', '', /manifest\.json/],
    ['a manifest without stacks', '{"version":"1","artifacts":{}}', /names no stack/],
    ['broken JSON', '{"version":', /manifest\.json is not JSON/],
  ])('%s', (_, manifest, message) => {
    const builder = new TemplateBuilder();
    if (manifest !== '') builder.file('manifest.json', manifest);

    expect(builder.problem()).toMatch(message);
  });

  test.each<[name: string, content: string, message: RegExp]>([
    ['broken YAML', 'Resources: [', /is not YAML/],
    ['broken JSON', '{ "Resources": ', /is not JSON/],
    ['no template at all', 'just text', /expected object/],
    ['a resource without a type', '{"Resources":{"A":{}}}', /Resources\.A, Type/],
    ['aliases that grow without bound', bomb(), /Excessive alias count/],
  ])('a file with %s', (_, content, message) => {
    const builder = new TemplateBuilder().file('x.yaml', content);

    expect(builder.problem(join(builder.directory, 'x.yaml'))).toMatch(message);
  });

  test.each(['../outside.json', '/etc/hostname'])('a template outside the assembly: %s', (templateFile) => {
    const builder = new TemplateBuilder().stack('App', { Resources: {} }, { templateFile });

    expect(builder.problem()).toContain('which is outside');
  });

  test('references without end', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => [
      `R${at}`,
      { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: `R${at + 1}` } } },
    ]);

    const builder = new TemplateBuilder().stack('App', { Resources: Object.fromEntries(chain) });

    expect(builder.problem()).toMatch(/its values refer too deeply$/);
  });

  test('a nested template outside the assembly', () => {
    const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': '../../x.json' } };

    expect(new TemplateBuilder().stack('App', { Resources: { N: nested } }).problem()).toContain('which is outside');
  });
});

/** YAML whose aliases double the document again and again. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x]'];
  for (let at = 1; at < 30; at += 1) lines.push(`a${at}: &a${at} [*a${at - 1}, *a${at - 1}]`);
  return `${lines.join('\n')}\nResources: {}`;
}

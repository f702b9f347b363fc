import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { alarmResource, compositeResource, faultsOf, loaded } from './source-files.ts';

const withPath = (resource: object, path: string): object => ({ ...resource, Metadata: { 'aws:cdk:path': path } });

const FRAMES = [
  '...new Alarm2 in aws-cdk-lib...',
  'new Alarm (/app/node_modules/some-constructs/lib/alarm.ts:5:1)',
  'Registry.add (/app/lib/registry.ts:132:19)',
  '<anonymous> (/app/bin/app.ts:9:3)',
];

const METADATA = {
  '/App/Errors/Resource': [
    { type: 'aws:cdk:logicalId', data: 'Errors' },
    { type: 'aws:cdk:creationStack', data: FRAMES },
  ],
};

describe('a cdk.out', () => {
  it('gives the alarms of all stacks, with references across them resolved', () => {
    // Prepare
    const topics = { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'pager' } } };
    const exported = { Outputs: { T: { Value: { Ref: 'Topic' }, Export: { Name: 'topic' } } } };
    const actions = { AlarmActions: [{ 'Fn::ImportValue': 'topic' }] };
    const builder = new AssemblyBuilder()
      .stack('Topics', { Resources: topics, ...exported })
      .stack('App', { Resources: { Errors: withPath(alarmResource(actions), 'App/Errors/Resource') } })
      .stack('Other', { Resources: { Any: compositeResource('any', 'ALARM(Errors)') } });

    // Act
    const { alarms, notices } = loaded(builder.directory);

    // Assess
    expect(alarms.map(({ name, stack, problems }) => [name, stack, problems])).toEqual([
      ['Errors', 'App', []],
      ['any', 'Other', []],
    ]);
    expect(alarms[0]).toMatchObject({
      file: join(builder.directory, 'App.template.json'),
      line: 1,
      constructPath: 'App/Errors/Resource',
      definition: { alarmActions: ['arn:aws:sns:us-east-1:123456789012:pager'] },
    });
    expect(notices).toEqual([]);
  });

  it('knows account and region of each alarm', () => {
    const environment = 'aws://210987654321/eu-west-1';
    const builder = new AssemblyBuilder().stack('App', { Resources: { Errors: alarmResource() } }, { environment });
    const { alarms, accountId, region } = loaded(builder.directory);
    expect([accountId, region]).toEqual(['210987654321', 'eu-west-1']);
    expect(alarms[0]?.definition?.arn).toBe('arn:aws:cloudwatch:eu-west-1:210987654321:alarm:Errors');
  });

  it('lets one name stand in two regions', () => {
    const template = { Resources: { Errors: alarmResource() } };
    const builder = new AssemblyBuilder()
      .stack('Dublin', template, { environment: 'aws://210987654321/eu-west-1' })
      .stack('Paris', template, { environment: 'aws://210987654321/eu-west-3' });
    expect(loaded(builder.directory).alarms.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('refuses one name twice in a region', () => {
    const template = { Resources: { Errors: alarmResource() } };
    const builder = new AssemblyBuilder().stack('One', template).stack('Two', template);
    expect(loaded(builder.directory).alarms.flatMap(({ problems }) => problems)).toEqual([
      { path: 'Errors.AlarmName', message: '"Errors" is the name of Errors too: give each alarm its own' },
    ]);
  });

  it('reads stages and nested stacks', () => {
    // Prepare
    const nested = { Resources: { Inner: alarmResource({ AlarmName: 'inner' }) } };
    const builder = new AssemblyBuilder()
      .file('Nested.nested.template.json', JSON.stringify(nested))
      .stack('App', {
        Resources: {
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: 'https://bucket/key' },
            Metadata: { 'aws:asset:path': 'Nested.nested.template.json' },
          },
        },
      })
      .artifact('Stage', { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Stage' } })
      .file(
        'assembly-Stage/Deep.template.json',
        JSON.stringify({ Resources: { Deep: alarmResource({ AlarmName: 'deep' }) } }),
      )
      .file(
        'assembly-Stage/manifest.json',
        JSON.stringify({
          version: '55.0.0',
          artifacts: {
            Deep: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Deep.template.json' } },
          },
        }),
      );

    // Act
    const { alarms } = loaded(builder.directory);

    // Assess
    expect(alarms.map(({ name, file, line }) => [name, file.slice(builder.directory.length + 1), line])).toEqual([
      ['inner', 'Nested.nested.template.json', 1],
      ['deep', 'assembly-Stage/Deep.template.json', 1],
    ]);
  });
});

describe('the place in the application', () => {
  const template = { Resources: { Errors: alarmResource() } };
  const location = (builder: AssemblyBuilder) => loaded(builder.directory).alarms[0]?.sourceLocation;
  const artifact = (more: object) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile: 'App.template.json' },
    ...more,
  });

  it('is the innermost frame of its own, from the metadata file', () => {
    const builder = new AssemblyBuilder().stack('App', template).file('App.metadata.json', JSON.stringify(METADATA));
    expect(location(builder.artifact('App', artifact({ additionalMetadataFile: 'App.metadata.json' })))).toBe(
      '/app/lib/registry.ts:132',
    );
  });

  it('is in the manifest itself where older releases of the CDK wrote it', () => {
    const entry = { type: 'aws:cdk:logicalId', data: 'Errors', trace: ['at new App (file:///app/lib/app.ts:7:1)'] };
    const builder = new AssemblyBuilder().stack('App', template);
    expect(location(builder.artifact('App', artifact({ metadata: { '/App/Errors': [entry] } })))).toBe(
      '/app/lib/app.ts:7',
    );
  });

  it('is not known without stack traces', () => {
    const entry = { type: 'aws:cdk:logicalId', data: 'Errors' };
    const builder = new AssemblyBuilder().stack('App', template);
    expect(location(builder.artifact('App', artifact({ metadata: { '/App/Errors': [entry] } })))).toBeUndefined();
  });
});

describe('a broken cdk.out is one line with its place', () => {
  it('with a truncated template', () => {
    const builder = new AssemblyBuilder().stack('App', {}).file('App.template.json', '{\n "Resources": {\n');
    expect(faultsOf(builder.directory)).toEqual([
      '/App.template.json:3:1: is not JSON: the file ends where a key in quotation marks must stand',
    ]);
  });

  it('with a truncated manifest', () => {
    const builder = new AssemblyBuilder().file('manifest.json', '{"version"');
    expect(faultsOf(builder.directory)).toEqual([
      '/manifest.json:1:11: is not JSON: the file ends where ":" must stand',
    ]);
  });

  it('without a manifest', () => {
    const builder = new AssemblyBuilder().file('a.txt', '');
    expect(faultsOf(builder.directory)).toEqual([
      ': has no manifest.json: give the folder that `cdk synth` writes, or a template',
    ]);
  });

  it.each(['../outside.json', '/etc/passwd'])('with a template outside: %s', (templateFile) => {
    const builder = new AssemblyBuilder().artifact('App', {
      type: 'aws:cloudformation:stack',
      properties: { templateFile },
    });
    expect(faultsOf(builder.directory)).toEqual([
      expect.stringMatching(/^: artifact App names .* which is outside .*: synthesise with asset staging$/),
    ]);
  });

  it.each(['../outside.json', '/etc/passwd'])('with metadata outside: %s', (additionalMetadataFile) => {
    const builder = new AssemblyBuilder().stack('App', { Resources: {} }).artifact('App', {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'App.template.json' },
      additionalMetadataFile,
    });
    expect(faultsOf(builder.directory)).toEqual([expect.stringMatching(/^: artifact App names .* which is outside /)]);
  });

  it('with values nested without end', () => {
    const nested = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const builder = new AssemblyBuilder()
      .stack('App', {})
      .file('App.template.json', `{"Resources":{"R":{"Type":"T::T","Properties":{"Value":${nested}}}}}`);
    expect(faultsOf(builder.directory)).toEqual([
      expect.stringMatching(/^\/App\.template\.json:1:\d+: is not JSON: nested deeper than 1000 levels$/),
    ]);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../src/index.ts';
import { AssemblyBuilder, problemOf, readStack } from './assembly-builder.ts';

const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } };

describe('a whole assembly', () => {
  it('counts a stack without an environment as the account of the examples in us-east-1', () => {
    const assembly = readStack({ Resources: {} });
    expect(assembly).toMatchObject({ account: '123456789012', region: 'us-east-1' });
  });

  it('takes account and Region from the environment of each stack', () => {
    // Prepare
    const builder = new AssemblyBuilder()
      .stack('One', { Resources: {} }, { environment: 'aws://111122223333/eu-central-1' })
      .stack('Two', { Resources: {} }, { environment: 'aws://444455556666/unknown-region' });

    // Act
    const assembly = builder.read();

    // Assess
    expect(assembly.stacks).toMatchObject([
      { name: 'One', account: '111122223333', region: 'eu-central-1' },
      { name: 'Two', account: '444455556666', region: 'us-east-1' },
    ]);
    expect(assembly).toMatchObject({ account: '111122223333', region: 'eu-central-1' });
  });

  it('knows a stack by its physical name', () => {
    const assembly = readStack({ Resources: { R: FUNCTION } }, { properties: { stackName: 'prod-App' } });
    expect(assembly.stacks).toMatchObject([{ name: 'prod-App', artifactId: 'App' }]);
    expect(assembly.resources[0]?.stack).toBe('prod-App');
  });

  it('keeps the order of the templates and gives resources by type', () => {
    // Act
    const assembly = readStack({
      Resources: { B: FUNCTION, A: { Type: 'AWS::SNS::Topic' }, C: { ...FUNCTION, Properties: {} } },
    });

    // Assess
    expect(assembly.resources.map(({ logicalId }) => logicalId)).toEqual(['B', 'A', 'C']);
    expect(assembly.ofType('AWS::Lambda::Function').map(({ physicalId }) => physicalId)).toEqual(['f', 'App-C']);
  });

  it('gives outputs by stack and key', () => {
    const assembly = readStack({ Resources: { R: FUNCTION }, Outputs: { Name: { Value: { Ref: 'R' } } } });
    expect(assembly.output('App', 'Name')).toBe('f');
    expect([assembly.output('App', 'toString'), assembly.output('Other', 'Name')]).toEqual([undefined, undefined]);
  });

  it('has the construct path of a resource', () => {
    const { resources } = readStack({
      Resources: { R: { ...FUNCTION, Metadata: { 'aws:cdk:path': 'App/F/Resource' } } },
    });
    expect(resources[0]?.path).toBe('App/F/Resource');
  });

  it('includes the stacks of a stage', () => {
    // Prepare
    const builder = new AssemblyBuilder().artifact('assembly-Prod', {
      type: 'cdk:cloud-assembly',
      properties: { directoryName: 'assembly-Prod' },
    });
    builder.file('assembly-Prod/S.template.json', JSON.stringify({ Resources: { R: FUNCTION } }));
    const artifacts = { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } } };
    builder.file('assembly-Prod/manifest.json', JSON.stringify({ version: '55.0.0', artifacts }));

    // Act
    const { stacks } = builder.read();

    // Assess
    expect(stacks.map(({ name }) => name)).toEqual(['S']);
  });

  it('passes over artifacts that it has no use for', () => {
    const builder = new AssemblyBuilder().stack('App', { Resources: {} }).artifact('Tree', { type: 'cdk:tree' });
    expect(builder.problem()).toBeUndefined();
  });
});

describe('the code of a function', () => {
  it('is found by the metadata of the resource', () => {
    // Prepare
    const builder = new AssemblyBuilder();
    const folder = builder.asset('abc', { 'index.js': '' });
    builder.stack('App', {
      Resources: { F: { ...FUNCTION, Metadata: { 'aws:asset:path': folder, 'aws:asset:property': 'Code' } } },
    });

    // Act
    const { resources } = builder.read();

    // Assess
    expect(resources[0]?.assetPath).toBe(join(builder.directory, folder));
  });

  it('is found by the key under which the asset is published, if there is no metadata', () => {
    // Prepare
    const builder = new AssemblyBuilder();
    const path = builder.asset('abc', { 'index.js': '' });
    const files = {
      abc: { source: { path, packaging: 'zip' }, destinations: { current: { bucketName: 'b', objectKey: 'abc.zip' } } },
    };
    builder
      .file('App.assets.json', JSON.stringify({ version: '55.0.0', files }))
      .artifact('App.assets', { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } })
      .stack('App', { Resources: { F: { ...FUNCTION, Properties: { Code: { S3Bucket: 'b', S3Key: 'abc.zip' } } } } });

    // Act
    const { resources } = builder.read();

    // Assess
    expect(resources[0]?.assetPath).toBe(join(builder.directory, path));
  });

  it('may be missing from the assembly, as an object in a bucket is', () => {
    const { resources } = readStack({
      Resources: { F: { ...FUNCTION, Properties: { Code: { S3Bucket: 'b', S3Key: 'k' } } } },
    });
    expect(resources[0]?.assetPath).toBeUndefined();
  });
});

describe('an assembly that cannot be read', () => {
  it('without a folder says to synthesise', () => {
    expect(readAssembly('/nowhere/cdk.out')).toEqual({
      status: 'error',
      message: 'there is no folder /nowhere/cdk.out: synthesise the application first',
    });
  });

  it('without a manifest names it', () => {
    expect(new AssemblyBuilder().problem()).toBe(
      'the assembly names "manifest.json", which does not exist: synthesise again',
    );
  });

  it('without a stack says so', () => {
    expect(new AssemblyBuilder().artifact('Tree', { type: 'cdk:tree' }).problem()).toBe('manifest.json names no stack');
  });

  it('with a file that is not JSON names it', () => {
    const builder = new AssemblyBuilder().stack('App', {}).file('App.template.json', '{ "Resources": ');
    expect(builder.problem()).toMatch(/^App\.template\.json is not JSON: /);
  });

  it('with a strange manifest names the field', () => {
    const builder = new AssemblyBuilder().file('manifest.json', '{"version":"1","artifacts":{"A":{"type":7}}}');
    expect(builder.problem()).toMatch(/^manifest\.json, artifacts\.A\.type: .*expected string/);
  });

  it('with a stack that names no template says so', () => {
    const builder = new AssemblyBuilder().artifact('App', { type: 'aws:cloudformation:stack', properties: {} });
    expect(builder.problem()).toMatch(/^manifest\.json, App\.properties\.templateFile: /);
  });

  it('with a strange environment names it', () => {
    expect(problemOf({ Resources: {} }, { environment: 'azure://x' })).toBe(
      'manifest.json, App: environment azure://x is not aws://account/region',
    );
  });

  it.each([
    ['a macro', { Transform: 'AWS::Serverless-2016-10-31', Resources: {} }, 'Transform'],
    ['an unknown section', { Resources: {}, Magic: {} }, 'Magic'],
    ['an unknown attribute of a resource', { Resources: { R: { Type: 'T::T', Propertys: {} } } }, 'Propertys'],
  ])('with %s names it', (_name, template, word) => {
    expect(problemOf(template)).toMatch(new RegExp(`^App\\.template\\.json.*"${word}"`));
  });

  it('with a nested stack says that it is not read', () => {
    expect(problemOf({ Resources: { N: { Type: 'AWS::CloudFormation::Stack' } } })).toContain(
      'stack App, resource N (AWS::CloudFormation::Stack), Properties: the preview does not read nested stacks',
    );
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { deploy, deployCode, functionResource } from './harness.ts';

describe('loading the handler', () => {
  it('runs a CommonJS bundle', async () => {
    const { value } = deployCode('exports.handler = async (event) => ({ got: event.a });');
    expect(await value({ a: 1 })).toEqual({ got: 1 });
  });

  it('runs a CommonJS bundle below a package.json that says "type": "module"', async () => {
    // Prepare: the assembly lies in a repository of ES modules
    const builder = new AssemblyBuilder().file('package.json', '{ "type": "module" }');
    const folder = builder.asset('code', { 'index.js': 'module.exports.handler = async () => typeof require;' });

    // Act
    const { value } = deploy(builder, { Function: functionResource(folder) });

    // Assess
    expect(await value()).toBe('function');
  });

  it.each([
    ['index.mjs', { 'index.mjs': 'export const handler = async () => import.meta.url.split("/").at(-1);' }],
    [
      'index.js',
      {
        'package.json': '{"type":"module"}',
        'index.js': 'export const handler = async () => import.meta.url.split("/").at(-1);',
      },
    ],
  ])('runs an ES module %s', async (file, code) => {
    const { value } = deployCode(code);
    expect(await value()).toBe(file);
  });

  it('runs an ES module that waits at its top level', async () => {
    const { value } = deployCode({
      'index.mjs': 'const x = await Promise.resolve(5); export const handler = async () => x;',
    });
    expect(await value()).toBe(5);
  });

  it('finds a handler in a folder and in an object', async () => {
    const { value } = deployCode(
      { 'src/api.js': 'exports.v1 = { get: async () => "found" };' },
      { Handler: 'src/api.v1.get' },
    );
    expect(await value()).toBe('found');
  });

  it('runs inline code', async () => {
    const builder = new AssemblyBuilder();
    const { Metadata, ...resource } = functionResource('');
    const Properties = { ...Object(resource.Properties), Code: { ZipFile: 'exports.handler = async () => "inline";' } };
    expect(await deploy(builder, { Function: { ...resource, Properties } }).value()).toBe('inline');
  });

  it('accepts a handler that returns a value without a promise', async () => {
    const { value } = deployCode('exports.handler = () => 7;');
    expect(await value()).toBe(7);
  });

  it.each([
    ['null for nothing', 'undefined', null],
    ['a text', '"x"', 'x'],
    ['what JSON makes of it', '({ at: new Date(0), no: undefined })', { at: '1970-01-01T00:00:00.000Z' }],
  ])('gives back %s', async (_name, expression, expected) => {
    const { value } = deployCode(`exports.handler = async () => ${expression};`);
    expect(await value()).toEqual(expected);
  });

  it('is invoked by name, ARN or qualified ARN', async () => {
    // Prepare
    const { functions } = deployCode('exports.handler = async () => 1;');
    const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:under-test';

    // Act
    const results = await Promise.all(['under-test', arn, `${arn}:live`].map((name) => functions.invoke(name, {})));

    // Assess
    expect(results.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
  });

  it('names a function that does not exist', async () => {
    const { functions } = deployCode('');
    expect(await functions.invoke('other', {})).toEqual({
      status: 'rejected',
      code: 'ResourceNotFoundException',
      message: 'Function not found: other',
    });
  });
});

describe('the context', () => {
  it('describes function and invocation', async () => {
    // Prepare
    const code =
      'exports.handler = async (_event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });';
    const { functions } = deployCode(code, { Timeout: 5, MemorySize: 256, LoggingConfig: { LogGroup: '/my/group' } });

    // Act
    const result = await functions.invoke('under-test', {});

    // Assess
    if (result.status !== 'success') expect.fail(result.status);
    const { left, ...context } = JSON.parse(result.payload);
    expect(context).toEqual({
      functionName: 'under-test',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:under-test',
      memoryLimitInMB: '256',
      awsRequestId: result.requestId,
      logGroupName: '/my/group',
      logStreamName: expect.stringMatching(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/),
      callbackWaitsForEmptyEventLoop: true,
    });
    expect(left).toBeGreaterThan(4000);
    expect(left).toBeLessThanOrEqual(5000);
  });
});

describe('the environment', () => {
  const CODE = 'exports.handler = async () => ({ ...process.env });';

  it('has the variables of the template and those of Lambda, and no other', async () => {
    // Prepare
    process.env.SECRET_OF_THE_DEVELOPER = 'x';
    const { value } = deployCode(CODE, { Environment: { Variables: { TABLE: 'records', DAYS: 3 } }, MemorySize: 512 });

    // Act
    const variables = Object(await value());

    // Assess
    delete process.env.SECRET_OF_THE_DEVELOPER;
    expect(variables).toMatchObject({
      TABLE: 'records',
      DAYS: '3',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'under-test',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/under-test',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
    });
    const others = Object.keys(variables).filter((name) => !/^(AWS_|LAMBDA_|_HANDLER$|_X_AMZN_TRACE_ID$)/.test(name));
    expect(others.toSorted()).toEqual(['DAYS', 'LANG', 'PATH', 'TABLE', 'TZ']);
  });

  it('keeps AWS clients on this machine', async () => {
    // Prepare
    const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs';
    const Variables = {
      QUEUE_URL: queueUrl,
      AWS_ENDPOINT_URL_S3: 'https://vpce.example.com',
      AWS_ACCESS_KEY_ID: 'real',
    };
    const { value } = deployCode(CODE, { Environment: { Variables } });

    // Act
    const variables = Object(await value());

    // Assess
    expect(variables).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      QUEUE_URL: 'http://127.0.0.1:9/111122223333/jobs',
      AWS_ACCESS_KEY_ID: 'ASIAPREVIEWPREVIEW00',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(variables).not.toHaveProperty('AWS_ENDPOINT_URL_S3');
    expect(variables.AWS_CONFIG_FILE).toBe(join(variables.LAMBDA_TASK_ROOT, 'no-aws-config'));
  });

  it('samples the trace if the function is traced', async () => {
    const { value } = deployCode('exports.handler = async () => process.env._X_AMZN_TRACE_ID;', {
      TracingConfig: { Mode: 'Active' },
    });
    expect(await value()).toMatch(/;Sampled=1$/);
  });

  it('is given the trace of the caller', async () => {
    // Prepare
    const { functions } = deployCode('exports.handler = async () => process.env._X_AMZN_TRACE_ID;');

    // Act
    const result = await functions.invoke('under-test', {}, { traceId: 'Root=1-2-3' });

    // Assess
    expect(result).toMatchObject({ payload: '"Root=1-2-3"' });
  });

  it('of one function is not seen by another, nor are its globals', async () => {
    // Prepare
    const builder = new AssemblyBuilder();
    const code =
      'globalThis.n = (globalThis.n ?? 0) + 1; process.env.LEFT = "x"; exports.handler = async () => globalThis.n;';
    const one = functionResource(builder.asset('one', { 'index.js': code }), { FunctionName: 'one' });
    const seeing = 'exports.handler = async () => [globalThis.n, process.env.LEFT];';
    const two = functionResource(builder.asset('two', { 'index.js': seeing }), { FunctionName: 'two' });
    const { functions } = deploy(builder, { One: one, Two: two });

    // Act
    await functions.invoke('one', {});
    const result = await functions.invoke('two', {});

    // Assess
    expect(result).toMatchObject({ payload: '[null,null]' });
    expect(process.env.LEFT).toBeUndefined();
  });

  it('does not inherit options of the preview for Node.js', async () => {
    const { value } = deployCode('exports.handler = async () => [process.execArgv, process.argv.length];');
    expect(await value()).toEqual([[], 2]);
  });

  it('cannot write into the assembly through its own code folder', async () => {
    // Prepare
    const builder = new AssemblyBuilder();
    const folder = builder.asset('code', { 'index.js': 'exports.handler = async () => __dirname;' });

    // Act
    const { value } = deploy(builder, { Function: functionResource(folder) });

    // Assess
    expect(await value()).not.toContain(builder.directory);
  });
});

describe('sizes', () => {
  it('above 6 MB are refused for an event', async () => {
    // Prepare
    const { invoke } = deployCode('exports.handler = async () => 1;');

    // Act
    const largest = await invoke('x'.repeat(6_291_454));
    const tooLarge = await invoke('x'.repeat(6_291_455));

    // Assess
    expect(largest).toMatchObject({ status: 'success' });
    expect(tooLarge).toMatchObject({ status: 'rejected', code: 'RequestTooLargeException' });
  });

  it('above 6 MB are an error for a response', async () => {
    const { error } = deployCode('exports.handler = async () => "x".repeat(6_291_555);');
    expect(await error()).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Json, readStack } from '../../../assembly/test/assembly-builder.ts';
import { startHttpApi } from '../../src/api/index.ts';
import { createManualClock } from '../../src/clock.ts';
import type { Functions } from '../../src/functions/index.ts';
import { deployCode } from '../functions/harness.ts';
import { apiResources, startApi } from './harness.ts';

const FUNCTIONS: Functions = {
  invoke: async () => ({ status: 'throttled', reason: '', message: '' }),
  status: () => [],
  dispose: async () => {},
};

const DEPENDENCIES = { clock: createManualClock(), logs: { write: () => {} }, metrics: { publish: () => {} } };

async function problemOf(resources: Json, port?: number): Promise<string | undefined> {
  const result = await startHttpApi(readStack({ Resources: resources }), FUNCTIONS, { ...DEPENDENCIES, port });
  if (result.status === 'success') await result.api.dispose();
  return result.status === 'error' ? result.message : undefined;
}

describe('an API in front of a real function', () => {
  it('answers with what the bundle returns', async () => {
    // Prepare
    const { functions } = deployCode(
      'exports.handler = async (event) => ({ statusCode: 201, body: JSON.stringify({ id: event.pathParameters.id }) });',
    );
    const { fetch } = await startApi(
      {
        routes: { 'GET /pets/{id}': {} },
        integration: { IntegrationUri: 'arn:aws:lambda:eu-central-1:111122223333:function:under-test' },
      },
      undefined,
      functions,
    );

    // Act
    const response = await fetch('/pets/7');

    // Assess
    expect([response.status, await response.json()]).toEqual([201, { id: '7' }]);
  });

  it('answers 413 where the body fits into the API but not into an event', async () => {
    // Prepare
    const { functions } = deployCode('exports.handler = async () => "never";');
    const integration = { IntegrationUri: 'under-test' };
    const { fetch } = await startApi({ routes: { $default: {} }, integration }, undefined, functions);

    // Act
    const response = await fetch('/', {
      method: 'POST',
      body: 'x'.repeat(7 * 1024 * 1024),
      headers: { 'content-type': 'text/csv' },
    });

    // Assess
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  it('goes on after the function has crashed', async () => {
    // Prepare
    const { functions } = deployCode(
      'exports.handler = async ({ rawPath }) => { if (rawPath === "/die") process.exit(1); return "alive"; };',
    );
    const { fetch } = await startApi(
      { routes: { $default: {} }, integration: { IntegrationUri: 'under-test' } },
      undefined,
      functions,
    );

    // Act
    const died = await fetch('/die');
    const next = await fetch('/');

    // Assess
    expect([died.status, await died.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect([next.status, await next.text()]).toEqual([200, 'alive']);
  });
});

describe('what is started', () => {
  it('names its routes', async () => {
    // Prepare
    const assembly = readStack({ Resources: apiResources({ routes: { 'GET /a': {}, 'POST /b': {} } }) });

    // Act
    const result = await startHttpApi(assembly, FUNCTIONS, DEPENDENCIES);

    // Assess
    if (result.status === 'error') expect.fail(result.message);
    onTestFinished(() => result.api.dispose());
    expect(result.api.routes).toEqual(['GET /a', 'POST /b']);
  });

  it('takes the function of a URI in the form of REST APIs', async () => {
    // Prepare
    const uri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations';
    const { fetch, invoked } = await startApi({ integration: { IntegrationUri: uri } });

    // Act
    await fetch('/');

    // Assess
    expect(invoked).toEqual(['arn:aws:lambda:us-east-1:1:function:f']);
  });

  it('is gone after dispose, though a client keeps its connection', async () => {
    // Prepare
    const { fetch, dispose } = await startApi();
    await (await fetch('/')).text();

    // Act
    const startedAt = performance.now();
    await dispose();

    // Assess
    expect(performance.now() - startedAt).toBeLessThan(1900);
    await expect(fetch('/')).rejects.toThrow();
  });

  it('lets a running request end at dispose', async () => {
    // Prepare
    const { fetch, dispose, events } = await startApi(
      {},
      () => new Promise((resolve) => setTimeout(resolve, 150, 'done')),
    );
    const running = fetch('/');
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    // Act
    await dispose();

    // Assess
    expect(await (await running).text()).toBe('done');
  });
});

describe('what cannot be started', () => {
  it('because the port is in use says so', async () => {
    // Prepare
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;

    // Act
    const problem = await problemOf(apiResources(), port);

    // Assess
    expect(problem).toBe(`port ${port} of 127.0.0.1 is in use: choose another one`);
  });

  it.each([
    ['there is no API', {}, 'the templates have no HTTP API (AWS::ApiGatewayV2::Api)'],
    [
      'there are two APIs',
      { ...apiResources(), Second: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} } },
      'the preview serves one HTTP API, the templates have 2: App/Api, App/Second',
    ],
    [
      'there is no stage',
      apiResources({ stages: {} }),
      'resource Api (AWS::ApiGatewayV2::Api) has no stage: nothing can be called',
    ],
    [
      'a route has no integration',
      apiResources({ routes: { 'GET /': { Target: 'integrations/x' } } }),
      'resource Route0 (AWS::ApiGatewayV2::Route): there is no integration integrations/x',
    ],
    ['a route key is none', apiResources({ routes: { 'get /': {} } }), 'get / is not a route key'],
    [
      'a route has a Lambda authorizer',
      apiResources({ routes: { 'GET /': { AuthorizationType: 'CUSTOM' } } }),
      'Properties.AuthorizationType: is not emulated: use NONE, AWS_IAM or JWT',
    ],
    [
      'a JWT authorizer is missing',
      apiResources({ routes: { 'GET /': { AuthorizationType: 'JWT', AuthorizerId: 'x' } } }),
      'there is no JWT authorizer x',
    ],
    [
      'an integration is not a function',
      apiResources({ integration: { IntegrationType: 'HTTP_PROXY' } }),
      'Properties.IntegrationType: is not emulated: use AWS_PROXY with a function',
    ],
    [
      'the payload format is 1.0',
      apiResources({ integration: { PayloadFormatVersion: '1.0' } }),
      'Properties.PayloadFormatVersion: is not emulated: use 2.0',
    ],
    [
      'the API is an OpenAPI document',
      apiResources({ api: { Body: {} } }),
      'Properties.Body: an API from an OpenAPI document is not emulated',
    ],
  ])('because %s is named', async (_name, resources, message) => {
    expect(await problemOf(resources)).toContain(message);
  });
});

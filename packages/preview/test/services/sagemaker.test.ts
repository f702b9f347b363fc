import {
  InvokeEndpointWithResponseStreamCommand,
  ModelError,
  ValidationError,
} from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it } from 'vitest';
import { callModel } from '../../src/services/sagemaker/model-call.ts';
import { NO_FAULTS } from '../../src/types.ts';
import { csv, endpointResources, INSTANCES, metric, prepare, running, SERVERLESS } from './sagemaker-support.ts';
import { ACCOUNT, startContainer } from './support.ts';

const MB = 1024 * 1024;

describe('InvokeEndpoint', () => {
  it("sends the body to the container and returns the container's answer", async () => {
    // Prepare
    const { container, invoke } = await prepare(() => csv);

    // Act
    const answer = await invoke();

    // Assess
    expect(container.requests).toMatchObject([{ path: '/invocations', body: '1,2' }]);
    expect(answer.Body.transformToString()).toBe('0.9');
    expect(answer).toMatchObject({ ContentType: 'text/csv', InvokedProductionVariant: 'main' });
  });

  it('hands the headers of the API to the container, and no others', async () => {
    // Prepare
    const { container, invoke } = await prepare(() => csv);

    // Act
    await invoke({ Accept: 'application/json', CustomAttributes: 'a=b', InferenceId: 'id-1' });

    // Assess
    const headers = container.requests[0]?.headers;
    expect(headers).toMatchObject({
      'content-type': 'text/csv',
      accept: 'application/json',
      'x-amzn-sagemaker-custom-attributes': 'a=b',
      'x-amzn-sagemaker-inference-id': 'id-1',
    });
    expect(headers).not.toHaveProperty('authorization');
  });

  it('returns custom attributes of the container', async () => {
    // Prepare
    const { invoke } = await prepare(() => ({ ...csv, headers: { 'X-Amzn-SageMaker-Custom-Attributes': 'trace=1' } }));

    // Act
    const answer = await invoke();

    // Assess
    expect(answer.CustomAttributes).toBe('trace=1');
  });

  it.each([
    [400, 'Received client error (400) from primary with message "bad row"'],
    [500, 'Received server error (500) from primary with message "bad row"'],
  ])('turns status %i of the container into a ModelError', async (status, message) => {
    // Prepare
    const { invoke } = await prepare(() => ({ status, body: 'bad row' }));

    // Act
    const answer = invoke();

    // Assess
    await expect(answer).rejects.toBeInstanceOf(ModelError);
    await expect(answer).rejects.toMatchObject({
      message: expect.stringContaining(message),
      OriginalStatusCode: status,
      OriginalMessage: 'bad row',
      LogStreamArn: expect.stringContaining(':log-group:/aws/sagemaker/Endpoints/digits:log-stream:main/'),
      $metadata: { httpStatusCode: 424 },
    });
  });

  it('calls an endpoint that nobody made unknown, as SageMaker words it', async () => {
    // Prepare
    const { invoke } = await prepare(() => csv);

    // Act
    const answer = invoke({ EndpointName: 'other' });

    // Assess
    await expect(answer).rejects.toBeInstanceOf(ValidationError);
    await expect(answer).rejects.toThrow(`Endpoint other of account ${ACCOUNT} not found.`);
  });

  it('turns a container that cannot be reached into a ModelError that says so', async () => {
    // Prepare
    const { container, invoke } = await prepare(() => csv);
    await container.dispose();

    // Act
    const answer = invoke();

    // Assess
    await expect(answer).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 0,
      OriginalMessage: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('names the operations of the runtime that it does not have', async () => {
    // Prepare
    const { client, services } = await prepare(() => csv);
    const command = new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'digits', Body: '1' });

    // Act
    const answer = client.send(command);

    // Assess
    await expect(answer).rejects.toThrow('the preview does not emulate InvokeEndpointWithResponseStream of sagemaker');
    expect(services.unsupported).toHaveLength(1);
  });
});

describe('payload limits', () => {
  it.each([
    ['serverless', SERVERLESS, 4 * MB],
    ['instance', INSTANCES, 25 * MB],
  ])('refuse more than the documented size for %s hosting', async (_name, variant, limit) => {
    // Prepare
    const { container, invoke } = await prepare(() => csv, { assembly: endpointResources([variant]) });

    // Act
    const allowed = await invoke({ Body: Buffer.alloc(limit) });
    const refused = invoke({ Body: Buffer.alloc(limit + 1) });

    // Assess
    expect(allowed.InvokedProductionVariant).toBe('main');
    await expect(refused).rejects.toThrow(`HTTP content length exceeded ${limit} bytes.`);
    expect(container.requests).toHaveLength(1);
  });

  it('refuse an answer of the container that is too large', async () => {
    // Prepare
    const { invoke } = await prepare(() => ({ body: Buffer.alloc(4 * MB + 1) }));

    // Act
    const answer = invoke();

    // Assess
    await expect(answer).rejects.toThrow('client error (413) from primary and could not load the entire response body');
  });
});

describe('faults', () => {
  it('add latency to the model, in real time', async () => {
    // Prepare
    const { invoke, services } = await prepare(() => csv);
    services.faults.modelLatencyMs = 60;

    // Act
    await invoke();

    // Assess
    const [latency] = metric(services, 'ModelLatency');
    expect(latency).toBeGreaterThanOrEqual(59_000);
  });

  it('let the share of calls fail that is set, without the container', async () => {
    // Prepare
    const draws = [0.5, 0.29, 0.5, 0.31];
    const { container, invoke, services } = await prepare(() => csv, { random: () => draws.shift() ?? 0.5 });
    services.faults.modelErrorRate = 0.3;

    // Act
    const first = invoke();
    await expect(first).rejects.toMatchObject({ name: 'ModelError', OriginalStatusCode: 500 });
    const second = await invoke();

    // Assess
    expect(second.InvokedProductionVariant).toBe('main');
    expect(container.requests).toHaveLength(1);
  });

  it('throttle as SageMaker does: status 400 and no message', async () => {
    // Prepare
    const { invoke, services } = await prepare(() => csv);
    services.faults.endpointThrottleRate = 1;

    // Act
    const answer = invoke();

    // Assess
    await expect(answer).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
    expect(metric(services, 'Invocations')).toEqual([]);
  });
});

describe('the concurrency of a serverless variant', () => {
  it('throttles what goes beyond it, and recovers', async () => {
    // Prepare: the variant takes two requests at a time.
    const gates: (() => void)[] = [];
    const { invoke } = await prepare(() => new Promise((resolve) => gates.push(() => resolve(csv))));
    const first = [invoke(), invoke()];
    await expect.poll(() => gates.length).toBe(2);

    // Act
    const third = await invoke().catch((error: Error) => error.name);
    for (const open of gates) open();
    await Promise.all(first);
    const fourth = invoke();
    await expect.poll(() => gates.length).toBe(3);
    gates[2]!();

    // Assess
    expect(third).toBe('ThrottlingException');
    expect((await fourth).InvokedProductionVariant).toBe('main');
  });
});

describe('the concurrency of a serverless variant in a fast preview', () => {
  it('is as many times larger as virtual time is faster', async () => {
    // Prepare: the variant takes two requests at a time, and time goes twice as fast.
    const gates: (() => void)[] = [];
    const { invoke } = await prepare(() => new Promise((resolve) => gates.push(() => resolve(csv))), { speed: 2 });
    const running = [invoke(), invoke(), invoke(), invoke()];
    await expect.poll(() => gates.length).toBe(4);

    // Act
    const fifth = await invoke().catch((error: Error) => error.name);

    // Assess
    for (const open of gates) open();
    await Promise.all(running);
    expect(fifth).toBe('ThrottlingException');
  });
});

describe('metrics and logs of an endpoint', () => {
  it('count a good answer with its latencies in microseconds', async () => {
    // Prepare
    const { invoke, services } = await prepare(() => csv);

    // Act
    await invoke();

    // Assess
    expect(metric(services, 'Invocations')).toEqual([1]);
    expect(metric(services, 'Invocation4XXErrors')).toEqual([0]);
    expect(metric(services, 'Invocation5XXErrors')).toEqual([0]);
    expect(metric(services, 'InvocationModelErrors')).toEqual([0]);
    expect(metric(services, 'ModelLatency')[0]).toBeGreaterThan(100);
    expect(metric(services, 'OverheadLatency')[0]).toBeGreaterThanOrEqual(0);
    expect(metric(services, 'InvocationsPerInstance')).toEqual([]);
  });

  it.each([
    [404, 1, 0],
    [503, 0, 1],
  ])('tell status %i of the container by its kind', async (status, clientErrors, serverErrors) => {
    // Prepare
    const { invoke, services } = await prepare(() => ({ status }));

    // Act
    await invoke().catch(() => {});

    // Assess
    expect(metric(services, 'Invocation4XXErrors')).toEqual([clientErrors]);
    expect(metric(services, 'Invocation5XXErrors')).toEqual([serverErrors]);
    expect(metric(services, 'InvocationModelErrors')).toEqual([1]);
  });

  it('share an invocation among the instances of a variant', async () => {
    // Prepare
    const { invoke, services } = await prepare(() => csv, { assembly: endpointResources([INSTANCES]) });

    // Act
    await invoke();

    // Assess
    expect(metric(services, 'InvocationsPerInstance')).toEqual([0.25]);
  });

  it('write one line for each request, with the ids of the caller', async () => {
    // Prepare
    const { invoke, services } = await prepare(() => csv);

    // Act
    await invoke({ InferenceId: 'id-1', CustomAttributes: 'a "quoted" b' });

    // Assess
    const [line] = services.logs.read({ logGroup: '/aws/sagemaker/Endpoints/digits' });
    expect(line?.logStream).toMatch(/^main\/i-/);
    expect(line?.message).toMatch(/^"POST \/invocations HTTP\/1.1" 200 3 [\d.]+ ms answered inference-id="id-1"/);
    expect(line?.message).toContain('custom-attributes="a \\"quoted\\" b"');
  });
});

describe('the time that a container has', () => {
  it('ends with a timeout, whether the model or the fault is slow', async () => {
    // Prepare
    const container = await startContainer(() => new Promise(() => {}));
    running.push(container);
    const request = { method: 'POST', path: '', query: new URLSearchParams(), headers: {}, body: Buffer.from('1') };
    const deps = { modelUrl: container.url, random: () => 0.5, timeoutMs: 30 };

    // Act
    const slowModel = await callModel(request, MB, { ...deps, faults: NO_FAULTS });
    const slowFault = await callModel(request, MB, { ...deps, faults: { ...NO_FAULTS, modelLatencyMs: 1000 } });

    // Assess
    expect(slowModel).toEqual({ outcome: 'timeout' });
    expect(slowFault).toEqual({ outcome: 'timeout' });
  });
});

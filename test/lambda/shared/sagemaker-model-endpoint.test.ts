import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../lambda/shared/deadline.ts';
import { modelFailureOf, SageMakerModelEndpoint } from '../../../lambda/shared/sagemaker-model-endpoint.ts';
import { systemClock } from '../../../lambda/shared/system.ts';
import { awsError, clientOf, never, type Reply, startLoopback } from '../helpers/loopback.ts';
import { REQUEST_ID } from '../helpers/records.ts';

const ANSWER: Reply = {
  status: 200,
  headers: { 'content-type': 'text/csv; charset=utf-8', 'x-amzn-invoked-production-variant': 'Blue' },
  body: '0.1,0.9',
};
const CALL = { requestId: REQUEST_ID, contentType: 'text/csv', body: Buffer.from('1,2,3') };
const modelError = (originalStatus: number, message = 'Received error from primary'): Reply =>
  awsError(424, 'ModelError', message, { OriginalStatusCode: originalStatus, OriginalMessage: 'traceback' });

/** Calls an endpoint whose replies are given in order; the last one is repeated. */
async function invoke(replies: readonly Reply[], budgetMs = 20_000) {
  await using server = await startLoopback((_request, count) => replies[Math.min(count, replies.length) - 1] ?? never);
  const client = new SageMakerRuntimeClient(clientOf(server.url));
  const endpoint = new SageMakerModelEndpoint('digits', client, { clock: systemClock, random: () => 0 });
  const answer = await endpoint.invoke(CALL, Deadline.after(systemClock, budgetMs));
  client.destroy();
  return { answer, received: server.received };
}

describe('a SageMaker endpoint', () => {
  it('is sent the body with its type and the request id in both places', async () => {
    const { received } = await invoke([ANSWER]);

    expect(received).toMatchObject([
      {
        path: '/endpoints/digits/invocations',
        headers: {
          'content-type': 'text/csv',
          'x-amzn-sagemaker-inference-id': REQUEST_ID,
          'x-amzn-sagemaker-custom-attributes': `requestId=${REQUEST_ID}`,
        },
        body: Buffer.from('1,2,3'),
      },
    ]);
  });

  it('gives the answer, its type and the variant', async () => {
    const { answer } = await invoke([ANSWER]);

    expect(answer).toMatchObject({ status: 'answered', contentType: 'text/csv; charset=utf-8', variant: 'Blue' });
    expect(answer.status === 'answered' && Buffer.from(answer.body).toString()).toBe('0.1,0.9');
  });

  it.each([
    ['throttling', awsError(400, 'ThrottlingException')],
    ['a fault of the service', awsError(500, 'InternalFailure')],
    ['a service that is unavailable', awsError(503, 'ServiceUnavailable')],
    ['a model that is not loaded yet', awsError(429, 'ModelNotReadyException')],
    ['a busy container', modelError(503)],
    ['a broken connection', (response: { destroy(): void }) => response.destroy()],
  ] as [string, Reply][])('is asked again after %s', async (_name, failure) => {
    const { answer, received } = await invoke([failure, ANSWER]);

    expect(answer.status).toBe('answered');
    expect(received).toHaveLength(2);
  });

  it.each([
    ['a container that failed on the input', modelError(500)],
    ['a container that refused the input', modelError(415)],
    ['an endpoint that does not exist', awsError(400, 'ValidationError')],
    ['a missing permission', awsError(403, 'AccessDeniedException')],
  ])('is not asked again after %s', async (_name, failure) => {
    const { answer, received } = await invoke([failure, ANSWER]);

    expect(answer.status).toBe('failed');
    expect(received).toHaveLength(1);
  });

  it('is asked three times at most', async () => {
    const { answer, received } = await invoke([awsError(400, 'ThrottlingException')]);

    expect(answer).toMatchObject({ status: 'failed', code: 'endpoint-throttled' });
    expect(received).toHaveLength(3);
  });

  it('that does not answer in time is given up', async () => {
    const { answer } = await invoke([never], 50);

    expect(answer).toMatchObject({ status: 'failed', code: 'model-timeout' });
  });

  it('that stops in the middle of its answer is given up in time too', async () => {
    const stalls: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' });
      response.write('0.1,');
    };

    const { answer } = await invoke([stalls], 50);

    expect(answer).toMatchObject({ status: 'failed', code: 'model-timeout' });
  });

  it('that nothing listens for cannot be reached', async () => {
    const client = new SageMakerRuntimeClient(clientOf('http://127.0.0.1:1'));
    const endpoint = new SageMakerModelEndpoint('digits', client, { clock: systemClock, random: () => 0 });

    const answer = await endpoint.invoke(CALL, Deadline.after(systemClock, 2000));

    expect(answer).toMatchObject({ status: 'failed', code: 'endpoint-unreachable' });
  });
});

describe('the failure that an error of the endpoint means', () => {
  it.each([
    [modelError(400), 'model-rejected-input'],
    [modelError(404), 'model-rejected-input'],
    [modelError(429), 'endpoint-throttled'],
    [modelError(500), 'model-error'],
    [modelError(503), 'endpoint-unavailable'],
    [modelError(504), 'model-timeout'],
    [modelError(0, 'Your invocation timed out while waiting for a response from container primary'), 'model-timeout'],
    [awsError(400, 'ThrottlingException'), 'endpoint-throttled'],
    [awsError(429, 'TooManyRequestsException'), 'endpoint-throttled'],
    [awsError(429, 'ModelNotReadyException'), 'endpoint-unavailable'],
    [awsError(503, 'ServiceUnavailable'), 'endpoint-unavailable'],
    [awsError(500, 'InternalFailure'), 'model-error'],
    [awsError(530, 'InternalDependencyException'), 'model-error'],
    [awsError(400, 'ValidationError'), 'endpoint-refused'],
    [awsError(403, 'AccessDeniedException'), 'endpoint-refused'],
  ])('case %#: %s is %s', async (reply, code) => {
    const { answer } = await invoke([reply]);

    expect(answer).toMatchObject({ status: 'failed', code });
  });

  it('keeps what the container said for the log', async () => {
    const { answer } = await invoke([modelError(500)]);

    expect(answer).toMatchObject({
      cause: { name: 'ModelError', OriginalStatusCode: 500, OriginalMessage: 'traceback' },
    });
  });

  it('is a fault of ours if nothing is known of the error', () => {
    expect(modelFailureOf(new Error('what'))).toBe('model-error');
    expect(modelFailureOf(undefined)).toBe('model-error');
  });
});

import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../src/functions/index.ts';
import { type ApiOptions, startApi } from './harness.ts';

const ANY: ApiOptions = { routes: { $default: {} } };

async function answerTo(result: unknown, init: RequestInit = {}) {
  const { fetch } = await startApi(ANY, () => result);
  const response = await fetch('/', init);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
    headers: response.headers,
  };
}

describe('a result with a status', () => {
  it('is the response', async () => {
    // Act
    const answer = await answerTo({ statusCode: 201, headers: { 'Content-Type': 'text/csv', 'X-N': 5 }, body: 'a,b' });

    // Assess
    expect(answer).toMatchObject({ status: 201, type: 'text/csv', text: 'a,b' });
    expect(answer.headers.get('x-n')).toBe('5');
  });

  it('is plain text if it names no type', async () => {
    expect(await answerTo({ statusCode: 200, body: 'x' })).toMatchObject({ type: 'text/plain; charset=utf-8' });
  });

  it('may give the status as text', async () => {
    expect(await answerTo({ statusCode: '404', body: 'x' })).toMatchObject({ status: 404 });
  });

  it('may be base64', async () => {
    const { fetch } = await startApi(ANY, () => ({ statusCode: 200, body: 'AP8=', isBase64Encoded: true }));
    expect([...new Uint8Array(await (await fetch('/')).arrayBuffer())]).toEqual([0, 255]);
  });

  it('sets each cookie with a header of its own', async () => {
    const { headers } = await answerTo({ statusCode: 200, cookies: ['a=1; Path=/', 'b=2'] });
    expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  it('does not decide over length and connection', async () => {
    const answer = await answerTo({
      statusCode: 200,
      headers: { 'content-length': '999', connection: 'upgrade' },
      body: 'abc',
    });
    expect(answer).toMatchObject({ status: 200, text: 'abc' });
    expect(answer.headers.get('content-length')).toBe('3');
  });

  it('of 204 has no body', async () => {
    expect(await answerTo({ statusCode: 204, body: 'ignored' })).toMatchObject({ status: 204, text: '' });
  });

  it('has no body in answer to HEAD', async () => {
    const answer = await answerTo({ statusCode: 200, body: 'abc' }, { method: 'HEAD' });
    expect([answer.text, answer.headers.get('content-length')]).toEqual(['', '3']);
  });
});

describe('a result without a status is the body of a 200 of type JSON', () => {
  it.each([
    ['an object', { a: 1 }, '{"a":1}'],
    ['a text', 'hello', 'hello'],
    ['a list', [1, 2], '[1,2]'],
    ['nothing', undefined, 'null'],
  ])('%s', async (_name, result, text) => {
    expect(await answerTo(result)).toMatchObject({ status: 200, type: 'application/json', text });
  });
});

describe('a result that is no response is a 500', () => {
  it.each([
    ['a status that is no number', { statusCode: 'ok' }],
    ['a status that HTTP does not know', { statusCode: 99 }],
    ['a body that is an object', { statusCode: 200, body: { a: 1 } }],
    ['a header with a line break', { statusCode: 200, headers: { 'x-a': 'b\r\nx-evil: 1' } }],
    ['a header with a strange name', { statusCode: 200, headers: { 'x a': 'b' } }],
    ['a cookie with a line break', { statusCode: 200, cookies: ['a=1\r\nx-evil: 1'] }],
  ])('because of %s', async (_name, result) => {
    // Act
    const answer = await answerTo(result);

    // Assess
    expect(answer).toMatchObject({
      status: 500,
      type: 'application/json',
      text: '{"message":"Internal Server Error"}',
    });
    expect(answer.headers.has('x-evil')).toBe(false);
  });
});

describe('an invocation that fails', () => {
  const error = { errorType: 'Error', errorMessage: 'secret detail' };

  it.each([
    [
      'in the function',
      { status: 'function-error', error, requestId: 'r', durationMs: 1, coldStart: false },
      500,
      'Internal Server Error',
    ],
    ['by throttling', { status: 'throttled', reason: 'r', message: 'Rate Exceeded.' }, 503, 'Service Unavailable'],
    [
      'since the event is too large',
      { status: 'rejected', code: 'RequestTooLargeException', message: 'm' },
      413,
      'Request Entity Too Large',
    ],
    [
      'since there is no such function',
      { status: 'rejected', code: 'ResourceNotFoundException', message: 'm' },
      500,
      'Internal Server Error',
    ],
    [
      'since the preview cannot run it',
      { status: 'rejected', code: 'NotEmulated', message: 'it is Python' },
      501,
      'it is Python',
    ],
  ] satisfies [string, InvocationResult, number, string][])('%s', async (_name, result, status, message) => {
    expect(await answerTo(result)).toMatchObject({ status, text: JSON.stringify({ message }) });
  });

  it('by taking longer than the integration may', async () => {
    // Prepare
    const { fetch } = await startApi(
      { ...ANY, integration: { TimeoutInMillis: 50 } },
      () => new Promise((resolve) => setTimeout(resolve, 5000, 'late')),
    );

    // Act
    const startedAt = performance.now();
    const response = await fetch('/');

    // Assess
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });
});

describe('a request without a route', () => {
  it.each([
    ['of an unknown path', 'GET', '/other'],
    ['of another method', 'PUT', '/pets'],
    ['with a slash at its end', 'GET', '/pets/'],
  ])('%s is not found', async (_name, method, path) => {
    // Prepare
    const { fetch, events } = await startApi({ routes: { 'GET /pets': {} } });

    // Act
    const response = await fetch(path, { method });

    // Assess
    expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
    expect(response.headers.get('apigw-requestid')).toMatch(/=$/);
    expect(events).toEqual([]);
  });

  it('of an unknown stage is not found', async () => {
    const { port } = await startApi({ ...ANY, stages: { prod: {} } });
    expect((await fetch(`http://127.0.0.1:${port}/test/pets`)).status).toBe(404);
  });
});

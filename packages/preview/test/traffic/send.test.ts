import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyAnswer, createSender } from '../../src/traffic/send.ts';

const servers: Server[] = [];

function listen(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const error = (code: string, requestId = 'r-1') => JSON.stringify({ error: { code, message: 'no', requestId } });

describe('what an answer means', () => {
  it.each([
    [3, true],
    [4, false],
  ])('compares a prediction of 3 with the label %d', (label, correct) => {
    const body = JSON.stringify({ requestId: 'r-1', prediction: 'three' });

    const outcome = classifyAnswer(200, body, label, () => 3);

    expect(outcome).toMatchObject({ kind: 'ok', status: 200, requestId: 'r-1', recorded: true, correct });
  });

  it('calls a prediction wrong that is none of the labels', () => {
    const outcome = classifyAnswer(200, JSON.stringify({ requestId: 'r-1', prediction: {} }), 3, () => undefined);

    expect(outcome.correct).toBe(false);
  });

  it('grades nothing without a label', () => {
    const outcome = classifyAnswer(200, JSON.stringify({ requestId: 'r-1', prediction: '1' }), undefined, () => 3);

    expect(outcome.correct).toBeUndefined();
  });

  it.each([
    [400, error('malformed-csv'), 'rejected', false],
    [400, error('model-rejected-input'), 'rejected', true],
    [415, error('unsupported-content-type'), 'rejected', false],
    [429, error('endpoint-throttled'), 'failed', true],
    [429, '{"message":"Too Many Requests"}', 'rejected', false],
    [502, error('model-error'), 'failed', true],
    [502, error('internal-error'), 'failed', false],
    [503, error('record-store-unavailable'), 'failed', false],
    [503, '{"message":"Service Unavailable"}', 'failed', false],
    [504, error('model-timeout'), 'failed', true],
    [200, 'not JSON', 'failed', false],
  ] as const)('%d with %s is %s, with a record: %s', (status, body, kind, recorded) => {
    const outcome = classifyAnswer(status, body, 3, () => 3);

    expect(outcome).toMatchObject({ kind, recorded, status });
  });

  it('names the status and the code of a failure', () => {
    expect(classifyAnswer(502, error('model-error'), 3, undefined).problem).toBe('502 model-error');
  });
});

describe('the sender', () => {
  it('sends the sample with its content type and measures the whole answer', async () => {
    const seen: string[] = [];
    const url = await listen(
      createServer(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        seen.push(`${request.method} ${request.headers['content-type']} ${body}`);
        setTimeout(() => response.end(JSON.stringify({ requestId: 'r-1', prediction: '3' })), 30);
      }),
    );

    const outcome = await createSender({ url, predictedLabel: Number })({
      body: '1,2',
      contentType: 'text/csv',
      label: 3,
    });

    expect(seen).toEqual(['POST text/csv 1,2']);
    expect(outcome).toMatchObject({ kind: 'ok', correct: true });
    expect(outcome.latencyMs).toBeGreaterThan(25);
  });

  it('calls it a failure when nobody answers', async () => {
    const server = createServer();
    const url = await listen(server);
    server.close();

    const outcome = await createSender({ url })({ body: '', contentType: 'text/csv' });

    expect(outcome).toMatchObject({ kind: 'failed', status: 0, problem: 'no answer (ECONNREFUSED)' });
  });

  it('gives up after its time limit', async () => {
    const url = await listen(createServer(() => {}));

    const outcome = await createSender({ url, timeoutMs: 50 })({ body: '', contentType: 'text/csv' });

    expect(outcome).toMatchObject({ kind: 'failed', status: 0, problem: 'no answer in 0.05 s' });
  });

  it('gives up when the preview stops', async () => {
    const url = await listen(createServer(() => {}));
    const stop = new AbortController();

    const sending = createSender({ url, signal: stop.signal })({ body: '', contentType: 'text/csv' });
    stop.abort();

    expect(await sending).toMatchObject({ kind: 'failed', status: 0 });
  });
});

describe('the prediction', () => {
  const answer = (prediction: unknown) => JSON.stringify({ requestId: 'r', prediction });

  it('is the label where the answer stands for one', () => {
    expect(classifyAnswer(200, answer('0.1,0.9'), undefined, () => 1).prediction).toBe('1');
  });

  it('is shown as it is where nobody knows labels', () => {
    expect(classifyAnswer(200, answer({ price: 3 }), undefined, undefined).prediction).toBe('{"price":3}');
  });

  it('is cut where it is long', () => {
    const { prediction } = classifyAnswer(200, answer('x'.repeat(200)), undefined, undefined);

    expect(prediction).toHaveLength(80);
    expect(prediction?.endsWith('…')).toBe(true);
  });
});

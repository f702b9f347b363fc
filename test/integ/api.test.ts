import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Preview } from '../../packages/preview/src/index.ts';
import { predictedLabel, readHeldout, toCsv } from '../../sample/index.ts';
import { callApi, startRealPreview } from './harness.ts';

const SAMPLES = readHeldout().slice(0, 20);
const CSV = toCsv([SAMPLES[0]!.features]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let preview: Preview;

beforeAll(async () => {
  preview = await startRealPreview();
});

afterAll(() => preview.dispose());

async function call(path: string, init: RequestInit & { body?: string } = {}) {
  const response = await callApi(preview, path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

const infer = (body: string, headers: Record<string, string> = { 'content-type': 'text/csv' }) =>
  call('/inference', { method: 'POST', body, headers });

function functionLogGroup(): unknown {
  const functions = preview.assembly.ofType('AWS::Lambda::Function');
  const inference = functions.find(({ physicalId }) => physicalId === 'ml-inference-lambda');
  return Reflect.get(Object(inference?.properties.LoggingConfig), 'LogGroup');
}

describe('the real application on this machine', () => {
  it('answers with the id, the prediction, and where and how fast it was made', async () => {
    const answer = await infer(CSV);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      requestId: expect.stringMatching(UUID),
      prediction: expect.any(String),
      endpoint: expect.any(String),
      variant: expect.any(String),
      latencyMs: expect.any(Number),
    });
  });

  it('recognises held-out digits with the real model', async () => {
    const answers = await Promise.all(SAMPLES.map(({ features }) => infer(toCsv([features]))));

    const right = answers.filter(({ body }, index) => {
      return predictedLabel(body.prediction, 'text/csv') === SAMPLES[index]!.label;
    });
    expect(right.length).toBeGreaterThanOrEqual(18);
  });

  it('gives the stored record of a request', async () => {
    const { body: answer } = await infer(CSV);

    const record = await call(`/inference/${answer.requestId}`);

    expect(record.status).toBe(200);
    expect(record.body).toMatchObject({
      requestId: answer.requestId,
      status: 'SUCCEEDED',
      input: CSV,
      prediction: answer.prediction,
    });
  });

  it('says that it is healthy without asking the model', async () => {
    const answer = await call('/health');

    expect(answer).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('emits the metrics of the contract and one log line for each request', async () => {
    const from = preview.clock.now() - 60_000;
    const { body: answer } = await infer(CSV);
    const { endpoint, requestId } = answer;

    const latency = (dimensions: Record<string, string>) => {
      const metric = { namespace: 'InferencePipeline', metricName: 'LatencyMs', dimensions };
      return [...preview.metrics.samples(metric, from, preview.clock.now() + 60_000)].length;
    };
    expect(latency({})).toBeGreaterThan(0);
    expect(latency({ EndpointName: endpoint })).toBe(latency({}));
    // A worker's output arrives a moment after its answer.
    await vi.waitFor(() => {
      const lines = preview.logs.read({ limit: 10_000 }).filter(({ message }) => message.includes(requestId));
      const groups = new Set(lines.map(({ logGroup }) => logGroup));
      expect(groups).toEqual(new Set([functionLogGroup(), `/aws/sagemaker/Endpoints/${endpoint}`]));
    });
  });
});

describe('bad input', () => {
  const json = { 'content-type': 'application/json' };
  const csv = { 'content-type': 'text/csv' };

  it.each<[string, RequestInit & { path?: string; body?: string }, number, string]>([
    [
      'another content type',
      { body: '<a/>', headers: { 'content-type': 'application/xml' } },
      415,
      'unsupported-content-type',
    ],
    ['6 MB', { body: 'x'.repeat(6 * 1024 * 1024), headers: csv }, 413, 'Request Entity Too Large'],
    ['more than 5 MB', { body: '1,'.repeat(2_700_000), headers: csv }, 413, 'body-too-large'],
    ['an empty body', { body: '', headers: csv }, 400, 'empty-body'],
    ['blanks instead of a body', { body: ' \n ', headers: csv }, 400, 'empty-body'],
    ['broken JSON', { body: '{"instances": [', headers: json }, 400, 'malformed-json'],
    ['words instead of numbers', { body: 'one,two', headers: csv }, 400, 'model-rejected-input'],
    [
      'an id that nobody knows',
      { path: '/inference/00000000-0000-4000-8000-000000000000', method: 'GET' },
      404,
      'not-found',
    ],
    ['an id that is none', { path: '/inference/..%2f..%2fetc', method: 'GET' }, 404, 'not-found'],
    ['another method', { method: 'DELETE' }, 404, 'Not Found'],
    ['another path', { path: '/nothing', method: 'GET' }, 404, 'Not Found'],
    ['a key that is none', { body: CSV, headers: { ...csv, 'idempotency-key': ' ' } }, 400, 'invalid-idempotency-key'],
  ])('%s is answered with its documented status', async (_, { path = '/inference', ...init }, status, expected) => {
    const answer = await call(path, { method: 'POST', ...init });

    // The function words its own refusals; API Gateway has one message for each of its own.
    expect([answer.status, answer.body.error?.code ?? answer.body.message]).toEqual([status, expected]);
  });

  it('leaves the process up', async () => {
    expect((await infer(CSV)).status).toBe(200);
  });

  it('says nothing about how the service works inside', async () => {
    const answers = await Promise.all([infer('one,two'), infer('{', json), call('/inference/x')]);

    for (const { body } of answers) {
      expect(Object.keys(body.error)).toEqual(['code', 'message', 'requestId']);
      expect(JSON.stringify(body)).not.toMatch(/\bat .*\.js|arn:|127\.0\.0\.1|amazonaws/);
    }
  });
});

describe('an idempotency key', () => {
  const stored = async () => (await preview.records.count()).stored;
  const headers = (key: string) => ({ 'content-type': 'text/csv', 'idempotency-key': key });

  it('gives the stored answer, with one record and one inference', async () => {
    const before = await stored();

    const first = await infer(CSV, headers('the-same-key'));
    const second = await infer(CSV, headers('the-same-key'));

    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await stored()).toBe(before + 1);
  });

  it('lets requests at the same time run one inference', async () => {
    const before = await stored();

    const answers = await Promise.all(Array.from({ length: 5 }, () => infer(CSV, headers('all-at-once'))));

    const ids = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.requestId));
    expect(ids.size).toBe(1);
    expect(await stored()).toBe(before + 1);
  });

  it('is refused with another body', async () => {
    await infer(CSV, headers('another-body'));

    const answer = await infer(CSV.replace(/^\d+/, '9'), headers('another-body'));

    expect([answer.status, answer.body.error.code]).toEqual([400, 'idempotency-key-reused']);
  });
});

import { describe, expect, it } from 'vitest';
import { recordSchema } from '../../../lambda/shared/record-schema.ts';
import { jsonAnswer } from '../helpers/memory-ports.ts';
import { bodyOf, context, createWorld, httpEvent, send, type World } from '../helpers/world.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const failing = (
  world: World,
  code: 'model-error' | 'model-rejected-input' | 'endpoint-throttled' | 'model-timeout',
) => {
  world.endpoint.answer = { status: 'failed', code, cause: new Error('boom') };
};
const onlyRecord = (world: World) => [...world.store.records.values()][0];

describe('an inference that succeeds', () => {
  it('answers with the prediction, who made it and how long it took', async () => {
    const world = createWorld();

    const response = await send(world);

    expect(response.statusCode).toBe(200);
    expect(bodyOf(response)).toEqual({
      requestId: expect.stringMatching(UUID),
      endpoint: 'digits',
      variant: 'AllTraffic',
      latencyMs: 12.5,
      prediction: { score: [0.1, 0.9] },
    });
  });

  it('sends the endpoint the body, its type and the request id', async () => {
    const world = createWorld();

    const response = await send(world, { headers: { 'content-type': 'text/csv' }, body: '1,2,3' });

    expect(world.endpoint.calls).toEqual([
      { requestId: bodyOf(response).requestId, contentType: 'text/csv', body: Buffer.from('1,2,3') },
    ]);
  });

  it('answers text as text', async () => {
    const world = createWorld();
    world.endpoint.answer = jsonAnswer('0.1,0.9\n', 'text/csv; charset=utf-8');

    const response = await send(world);

    expect(bodyOf(response).prediction).toBe('0.1,0.9\n');
  });

  it('answers what claims to be JSON and is not (Python writes NaN) as text', async () => {
    const world = createWorld();
    world.endpoint.answer = jsonAnswer('[NaN]');

    const response = await send(world);

    expect(bodyOf(response).prediction).toBe('[NaN]');
  });

  it('passes on the digits of a number that a double cannot hold', async () => {
    const world = createWorld();
    world.endpoint.answer = jsonAnswer('{"id":12345678901234567890}', 'application/vnd.model+json');

    const response = await send(world);

    expect(response.body).toContain('"prediction":{"id":12345678901234567890}');
  });

  it('stores one record that its readers can understand', async () => {
    const world = createWorld({ RECORD_TTL_DAYS: '2' });

    const response = await send(world);

    const record = onlyRecord(world);
    expect(recordSchema.safeParse(JSON.parse(JSON.stringify(record))).success).toBe(true);
    expect(record).toMatchObject({
      requestId: bodyOf(response).requestId,
      status: 'SUCCEEDED',
      endpoint: 'digits',
      variant: 'AllTraffic',
      contentType: 'application/json',
      input: '{"features":[1,2]}',
      inputBytes: 18,
      inputTruncated: false,
      prediction: '{"score":[0.1,0.9]}',
      predictionIsJson: true,
      latencyMs: 12.5,
      createdAt: '2026-03-01T12:00:00.000Z',
      expiresAt: Date.parse('2026-03-03T12:00:00Z') / 1000,
    });
  });

  it('keeps the record for ever without a time to live', async () => {
    const world = createWorld({ RECORD_TTL_DAYS: '0' });

    await send(world);

    expect(onlyRecord(world)?.expiresAt).toBeUndefined();
  });

  it('counts a success, the latency and the overhead', async () => {
    const world = createWorld();

    await send(world);

    expect(world.metrics.recorded).toEqual([
      { LatencyMs: 12.5, SuccessCount: 1, ErrorCount: 0, OverheadMs: 0, PersistFailureCount: 0 },
    ]);
  });

  it('writes one log line that names the request in every log', async () => {
    const world = createWorld();

    const response = await send(world);

    expect(world.log.lines).toEqual([
      {
        level: 'info',
        message: 'inference',
        fields: expect.objectContaining({
          requestId: bodyOf(response).requestId,
          apiRequestId: 'api-request-1',
          functionRequestId: 'lambda-request-1',
          endpoint: 'digits',
          callTime: '2026-03-01T12:00:00.000Z',
          input: '{"features":[1,2]}',
          output: '{"score":[0.1,0.9]}',
          latencyMs: 12.5,
          outcome: 'succeeded',
          persisted: 'table',
          httpStatus: 200,
        }),
      },
    ]);
  });

  it('shows nothing of input and output in the log when the settings say so', async () => {
    const world = createWorld({ LOG_INPUT_CHARACTERS: '0', LOG_OUTPUT_CHARACTERS: '0' });

    await send(world);

    const line = JSON.stringify(world.log.lines);
    expect(line).not.toMatch(/features|score/);
  });

  it('redacts the keys of the settings in the log, and only there', async () => {
    const world = createWorld({ LOG_REDACT_KEYS: '["ssn"]' });

    await send(world, { body: '{"person":{"SSN":"078-05-1120"}}' });

    expect(JSON.stringify(world.log.lines)).not.toContain('078-05-1120');
    expect(onlyRecord(world)?.input).toContain('078-05-1120');
  });
});

describe('an inference that fails', () => {
  it.each([
    ['model-rejected-input', 400, undefined],
    ['endpoint-throttled', 429, '1'],
    ['model-error', 502, undefined],
    ['endpoint-refused', 502, undefined],
    ['endpoint-unreachable', 502, undefined],
    ['endpoint-unavailable', 503, '5'],
    ['model-timeout', 504, undefined],
  ] as const)('through %s answers %i', async (code, status, retryAfter) => {
    const world = createWorld();
    world.endpoint.answer = { status: 'failed', code, cause: new Error('arn:aws:secret-internals') };

    const response = await send(world);

    expect(response.statusCode).toBe(status);
    expect(response.headers['retry-after']).toBe(retryAfter);
    expect(bodyOf(response)).toEqual({
      error: { code, message: expect.any(String), requestId: expect.stringMatching(UUID) },
    });
    expect(response.body).not.toContain('internals');
  });

  it('through the system counts as an error, with its latency', async () => {
    const world = createWorld();
    failing(world, 'endpoint-throttled');

    await send(world);

    expect(world.metrics.recorded).toEqual([
      { LatencyMs: 12.5, SuccessCount: 0, ErrorCount: 1, OverheadMs: 0, PersistFailureCount: 0 },
    ]);
  });

  it('through its input counts as rejected, not as an error', async () => {
    const world = createWorld();
    failing(world, 'model-rejected-input');

    await send(world);

    expect(world.metrics.recorded).toEqual([
      { LatencyMs: 12.5, SuccessCount: 0, ErrorCount: 0, RejectedCount: 1, OverheadMs: 0, PersistFailureCount: 0 },
    ]);
  });

  it('is stored as a failed record', async () => {
    const world = createWorld();
    failing(world, 'model-error');

    await send(world);

    expect(onlyRecord(world)).toMatchObject({ status: 'FAILED', errorCode: 'model-error', latencyMs: 12.5 });
    expect(onlyRecord(world)?.prediction).toBeUndefined();
  });

  it('is logged as an error with its cause and the cause of that', async () => {
    const world = createWorld();
    const cause = Object.assign(new Error('container', { cause: new Error('out of memory') }), {
      name: 'ModelError',
      OriginalStatusCode: 500,
      $metadata: { httpStatusCode: 424, requestId: 'aws-1' },
    });
    world.endpoint.answer = { status: 'failed', code: 'model-error', cause };

    await send(world);

    expect(world.log.named('inference')).toMatchObject([
      {
        level: 'error',
        fields: {
          outcome: 'failed',
          httpStatus: 502,
          error: {
            code: 'model-error',
            cause: {
              name: 'ModelError',
              originalStatusCode: 500,
              httpStatus: 424,
              awsRequestId: 'aws-1',
              cause: { message: 'out of memory' },
            },
          },
        },
      },
    ]);
  });

  it('through its input is logged as a warning', async () => {
    const world = createWorld();
    failing(world, 'model-rejected-input');

    await send(world);

    expect(world.log.named('inference')).toMatchObject([{ level: 'warn', fields: { outcome: 'rejected' } }]);
  });

  it('because the model answered no text answers 502', async () => {
    const world = createWorld();
    world.endpoint.answer = { status: 'answered', body: Uint8Array.of(0xff, 0xfe), contentType: 'image/png' };

    const response = await send(world);

    expect(response.statusCode).toBe(502);
    expect(bodyOf(response).error.code).toBe('model-answer-unusable');
  });

  it('because the answer is larger than Lambda can pass on answers 502, and is a failure everywhere', async () => {
    const world = createWorld();
    world.endpoint.answer = jsonAnswer('"'.repeat(2_000_000), 'text/plain');

    const response = await send(world);

    expect(response.statusCode).toBe(502);
    expect(onlyRecord(world)).toMatchObject({ status: 'FAILED', errorCode: 'model-answer-unusable' });
    expect(world.metrics.recorded).toMatchObject([{ SuccessCount: 0, ErrorCount: 1 }]);
  });
});

describe('a request that is refused', () => {
  it.each([
    [{ headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-content-type'],
    [{ headers: { 'content-type': undefined } }, 415, 'unsupported-content-type'],
    [{ body: `"${'x'.repeat(6_000_000)}"` }, 413, 'body-too-large'],
    [{ body: undefined }, 400, 'empty-body'],
    [{ body: '{' }, 400, 'malformed-json'],
    [{ body: '%', isBase64Encoded: true }, 400, 'malformed-body'],
    [{ headers: { 'idempotency-key': 'two, keys' } }, 400, 'invalid-idempotency-key'],
  ])('case %#: answers %i with the reason', async (options, status, code) => {
    const world = createWorld();

    const response = await send(world, options);

    expect(response.statusCode).toBe(status);
    expect(bodyOf(response).error).toMatchObject({ code, requestId: expect.stringMatching(UUID) });
  });

  it('reaches neither the model nor the table', async () => {
    const world = createWorld();

    await send(world, { body: '{' });

    expect(world.endpoint.calls).toEqual([]);
    expect(world.store.records.size).toBe(0);
  });

  it('is counted as rejected and as nothing else', async () => {
    const world = createWorld();

    await send(world, { body: '{' });

    expect(world.metrics.recorded).toEqual([{ RejectedCount: 1 }]);
  });

  it('is logged as a warning without a latency', async () => {
    const world = createWorld();

    await send(world, { body: '{' });

    expect(world.log.lines).toMatchObject([
      { level: 'warn', message: 'inference', fields: { outcome: 'rejected', error: { code: 'malformed-json' } } },
    ]);
    expect(world.log.lines[0]?.fields.latencyMs).toBeUndefined();
  });
});

describe('the budget', () => {
  it('gives the model what is left after the reserve for storing', async () => {
    const world = createWorld({ REQUEST_BUDGET_MS: '20000' });

    await send(world);

    expect(world.endpoint.deadlines).toEqual([17_000]);
  });

  it('shrinks with the time that Lambda has left', async () => {
    const world = createWorld({ REQUEST_BUDGET_MS: '20000' });

    await world.app(httpEvent(), context(10_500));

    expect(world.endpoint.deadlines).toEqual([7000]);
  });

  it('keeps a quarter of a small budget for storing', async () => {
    const world = createWorld({ REQUEST_BUDGET_MS: '4000' });

    await send(world);

    expect(world.endpoint.deadlines).toEqual([3000]);
  });
});

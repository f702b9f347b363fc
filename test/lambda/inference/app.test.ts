import { describe, expect, it } from 'vitest';
import { bodyOf, context, createWorld, httpEvent, send } from '../helpers/world.ts';

const GET = { routeKey: 'GET /inference/{requestId}', body: undefined };

describe('GET /health', () => {
  it('answers without calling anything', async () => {
    const world = createWorld();

    const response = await send(world, { routeKey: 'GET /health', body: undefined });

    expect(response).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
    expect(world.endpoint.calls).toEqual([]);
    expect(world.metrics.recorded).toEqual([]);
  });
});

describe('GET /inference/{requestId}', () => {
  it('answers the stored record with the prediction as the model gave it', async () => {
    const world = createWorld();
    const { requestId } = bodyOf(await send(world));

    const response = await send(world, { ...GET, requestId });

    expect(response.statusCode).toBe(200);
    expect(bodyOf(response)).toMatchObject({
      requestId,
      status: 'SUCCEEDED',
      input: '{"features":[1,2]}',
      prediction: { score: [0.1, 0.9] },
      latencyMs: 12.5,
      createdAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('leaves out what only the service needs', async () => {
    const world = createWorld();
    const { requestId } = bodyOf(await send(world, { headers: { 'idempotency-key': 'k' } }));

    const response = await send(world, { ...GET, requestId });

    expect(Object.keys(bodyOf(response))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/claimToken|Sha256|predictionIsJson/)]),
    );
  });

  it('answers a failed record with its error', async () => {
    const world = createWorld();
    world.endpoint.answer = { status: 'failed', code: 'model-error', cause: new Error('boom') };
    const { requestId } = bodyOf(await send(world)).error;

    const response = await send(world, { ...GET, requestId });

    expect(bodyOf(response)).toMatchObject({ status: 'FAILED', error: { code: 'model-error' } });
  });

  it('answers a truncated prediction as text', async () => {
    const world = createWorld();
    world.endpoint.answer = {
      status: 'answered',
      body: Buffer.from(JSON.stringify('x'.repeat(200_000))),
      contentType: 'application/json',
    };
    const { requestId } = bodyOf(await send(world));

    const response = await send(world, { ...GET, requestId });

    expect(bodyOf(response)).toMatchObject({ prediction: expect.any(String), predictionTruncated: true });
  });

  it('takes the id in capital letters too', async () => {
    const world = createWorld();
    const { requestId } = bodyOf(await send(world));

    const response = await send(world, { ...GET, requestId: requestId.toUpperCase() });

    expect(response.statusCode).toBe(200);
  });

  it.each(['3f1c9a52-0d3b-4a57-9a52-0d3b4a57ffff', 'nonsense', '../../etc/passwd', '', '<script>'])(
    '%s is not found',
    async (requestId) => {
      const world = createWorld();

      const response = await send(world, { ...GET, requestId });

      expect(response.statusCode).toBe(404);
      expect(bodyOf(response).error.code).toBe('not-found');
      expect(response.body).not.toMatch(/nonsense|passwd|script/);
    },
  );

  it('does not find an inference that is still running', async () => {
    const world = createWorld();
    const { requestId } = bodyOf(await send(world, { headers: { 'idempotency-key': 'k' } }));
    world.store.records.clear();

    const response = await send(world, { ...GET, requestId });

    expect(response.statusCode).toBe(404);
  });

  it('answers 503 when the table cannot be read', async () => {
    const world = createWorld();
    const { requestId } = bodyOf(await send(world));
    world.store.refusing.add('get');

    const response = await send(world, { ...GET, requestId });

    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
    expect(world.log.named('record not read')).toHaveLength(1);
  });

  it('is no rejected inference when nothing is found', async () => {
    const world = createWorld();

    await send(world, { ...GET, requestId: 'nonsense' });

    expect(world.metrics.recorded).toEqual([]);
  });
});

describe('the function', () => {
  it('answers 404 for a route that it does not have', async () => {
    const world = createWorld();

    const response = await send(world, { routeKey: '$default' });

    expect(response.statusCode).toBe(404);
  });

  it('sends its metrics once the response is there', async () => {
    const world = createWorld();

    await send(world);

    expect(world.metrics.flushes).toBe(1);
  });

  it('answers a bug of its own with 502, says nothing of it, and logs all of it', async () => {
    const world = createWorld();
    world.endpoint.answer = () => {
      throw new TypeError('cannot read properties of undefined');
    };

    const response = await send(world);

    expect(response.statusCode).toBe(502);
    expect(response.body).not.toContain('undefined');
    expect(world.log.named('unexpected failure')).toMatchObject([
      { level: 'error', fields: { cause: { name: 'TypeError' }, stack: expect.stringContaining('TypeError') } },
    ]);
  });

  it('lets no answer be kept by a cache', async () => {
    const world = createWorld();

    const response = await send(world);

    expect(response.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  it('answers in time even when Lambda has almost none left', async () => {
    const world = createWorld();
    world.endpoint.answer = { status: 'failed', code: 'model-timeout', cause: new Error('late') };

    const response = await world.app(httpEvent(), context(100));

    expect(response.statusCode).toBe(504);
  });
});

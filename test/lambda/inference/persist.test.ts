import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../helpers/memory-ports.ts';
import { bodyOf, createWorld, send } from '../helpers/world.ts';

describe('when the table refuses a record', () => {
  it('the prediction is still answered', async () => {
    const world = createWorld();
    world.store.refusing.add('put');

    const response = await send(world);

    expect(response.statusCode).toBe(200);
    expect(bodyOf(response).prediction).toEqual({ score: [0.1, 0.9] });
  });

  it('the record goes to the queue', async () => {
    const world = createWorld();
    world.store.refusing.add('put');

    const response = await send(world);

    expect(world.queue.sent).toMatchObject([{ requestId: bodyOf(response).requestId, status: 'SUCCEEDED' }]);
  });

  it('the record goes to a queue that takes longer than the reserve for storing, while the request has time', async () => {
    const world = createWorld({ REQUEST_BUDGET_MS: '20000' });
    world.store.refusing.add('put');
    world.queue.delayMs = 10_000;

    await send(world);

    expect(world.queue.sent).toHaveLength(1);
  });

  it('a persist failure is counted', async () => {
    const world = createWorld();
    world.store.refusing.add('put');

    await send(world);

    expect(world.metrics.recorded).toMatchObject([{ SuccessCount: 1, ErrorCount: 0, PersistFailureCount: 1 }]);
  });

  it('the log says where the record went, and why', async () => {
    const world = createWorld();
    world.store.refusing.add('put');

    await send(world);

    expect(world.log.named('record queued')).toMatchObject([
      { level: 'warn', fields: { cause: { message: 'refused by the test' } } },
    ]);
    expect(world.log.named('inference')).toMatchObject([{ fields: { persisted: 'queue' } }]);
  });
});

describe('when the queue refuses it too', () => {
  const refusingWorld = (environment: Parameters<typeof createWorld>[0] = {}) => {
    const world = createWorld(environment);
    world.store.refusing.add('put');
    world.queue.refusing = true;
    return world;
  };

  it('the prediction is still answered', async () => {
    const world = refusingWorld();

    const response = await send(world);

    expect(response.statusCode).toBe(200);
  });

  it('the whole record is in one error line', async () => {
    const world = refusingWorld({ LOG_INPUT_CHARACTERS: '5' });

    const response = await send(world);

    expect(world.log.named('record not stored')).toMatchObject([
      {
        level: 'error',
        fields: {
          record: {
            requestId: bodyOf(response).requestId,
            input: '{"features":[1,2]}',
            prediction: '{"score":[0.1,0.9]}',
            latencyMs: 12.5,
          },
        },
      },
    ]);
  });

  it('keys that no log may show are redacted there too', async () => {
    const world = refusingWorld({ LOG_REDACT_KEYS: '["features"]' });

    await send(world);

    const [line] = world.log.named('record not stored');
    expect(line?.fields.record).toMatchObject({ input: '{"features":"[redacted]"}' });
  });

  it('input that no log may show is left out there too', async () => {
    const world = refusingWorld({ LOG_INPUT_CHARACTERS: '0' });

    await send(world);

    const [line] = world.log.named('record not stored');
    expect(line?.fields.record).toMatchObject({ input: undefined, inputSha256: expect.any(String) });
  });

  it('a persist failure is counted once, and that a person must bring the record back', async () => {
    const world = refusingWorld();

    await send(world);

    expect(world.metrics.recorded).toMatchObject([{ PersistFailureCount: 1, LogOnlyRecordCount: 1 }]);
  });
});

describe('a record of the largest request and answer', () => {
  it('fits into a queue of 256 KiB and says what was cut', async () => {
    const world = createWorld();
    world.store.refusing.add('put');
    world.endpoint.answer = jsonAnswer('\u0001"é\uffff'.repeat(100_000), 'text/plain');

    await send(world, { body: JSON.stringify('"\n🌍'.repeat(500_000)) });

    const [record] = world.queue.sent;
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(256 * 1024);
    expect(record).toMatchObject({ inputTruncated: true, predictionTruncated: true, inputBytes: 4_000_002 });
  });
});

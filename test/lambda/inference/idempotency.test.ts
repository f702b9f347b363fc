import { describe, expect, it } from 'vitest';
import { jsonAnswer } from '../helpers/memory-ports.ts';
import { ALICE, BOB, bodyOf, createWorld, send, type World } from '../helpers/world.ts';

const KEYED = { headers: { 'idempotency-key': 'order-17' } };

describe('the same idempotency key', () => {
  it('gives the stored answer again', async () => {
    const world = createWorld();

    const first = await send(world, KEYED);
    const second = await send(world, KEYED);

    expect(second.body).toBe(first.body);
    expect(second.statusCode).toBe(200);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('makes one inference, one record and one set of metrics', async () => {
    const world = createWorld();

    await send(world, KEYED);
    await send(world, KEYED);

    expect(world.endpoint.calls).toHaveLength(1);
    expect(world.store.records.size).toBe(1);
    expect(world.metrics.recorded).toHaveLength(1);
  });

  it('gives a text answer again as text', async () => {
    const world = createWorld();
    world.endpoint.answer = jsonAnswer('0.1,0.9', 'text/csv');

    const first = await send(world, KEYED);
    const second = await send(world, KEYED);

    expect(second.body).toBe(first.body);
  });

  it('from another caller is another request', async () => {
    const world = createWorld();

    const alice = await send(world, { ...KEYED, authorizer: ALICE });
    const bob = await send(world, { ...KEYED, authorizer: BOB });

    expect(bodyOf(bob).requestId).not.toBe(bodyOf(alice).requestId);
    expect(world.endpoint.calls).toHaveLength(2);
  });

  it('with another body is refused', async () => {
    const world = createWorld();

    await send(world, KEYED);
    const second = await send(world, { ...KEYED, body: '{"features":[3]}' });

    expect(second.statusCode).toBe(400);
    expect(bodyOf(second).error.code).toBe('idempotency-key-reused');
    expect(world.endpoint.calls).toHaveLength(1);
  });

  it('after a failure asks the model again', async () => {
    const world = createWorld();
    world.endpoint.answer = { status: 'failed', code: 'model-error', cause: new Error('boom') };
    await send(world, KEYED);
    world.endpoint.answer = jsonAnswer('1');

    const second = await send(world, KEYED);

    expect(second.statusCode).toBe(200);
    expect(world.store.records.get(bodyOf(second).requestId)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('whose answer was too large to be kept whole is told so, and asks the model no second time', async () => {
    const world = createWorld();
    world.endpoint.answer = jsonAnswer(JSON.stringify('x'.repeat(200_000)));
    await send(world, KEYED);

    const second = await send(world, KEYED);

    expect(second.statusCode).toBe(413);
    expect(bodyOf(second).error.code).toBe('stored-answer-truncated');
    expect(world.endpoint.calls).toHaveLength(1);
  });
});

describe('two requests at once with the same key', () => {
  /** The second request arrives while the first one's model call is under way. */
  const overlapping = async (finishFirst: (release: () => void, looks: number, world: World) => void) => {
    const world = createWorld();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const answer = world.endpoint.answer;
    world.endpoint.answer = async () => {
      await held;
      return typeof answer === 'function' ? answer() : answer;
    };
    let looks = 0;
    world.store.onGet = () => {
      looks += 1;
      finishFirst(release, looks, world);
    };
    const first = send(world, KEYED);
    const second = await send(world, KEYED);
    release();
    return { world, first: await first, second };
  };

  it('the second waits for the answer of the first', async () => {
    const { world, first, second } = await overlapping((release, looks) => looks === 2 && release());

    expect(second.body).toBe(first.body);
    expect(world.endpoint.calls).toHaveLength(1);
  });

  it('the second gives up within its budget when the first takes too long', async () => {
    const { world, second } = await overlapping(() => {});

    expect(second.statusCode).toBe(503);
    expect(bodyOf(second).error.code).toBe('request-in-progress');
    expect(second.headers['retry-after']).toBe('1');
    expect(world.clock.monotonic()).toBeLessThan(17_000);
  });

  it('the second waits on while the table cannot be read', async () => {
    const { first, second } = await overlapping((release, looks, world) => {
      if (looks === 1) {
        world.store.refusing.add('get');
      } else if (looks === 3) {
        world.store.refusing.delete('get');
        release();
      }
    });

    expect(second.body).toBe(first.body);
  });

  it('the second takes over a claim whose function was killed', async () => {
    const world = createWorld();
    const never = createWorld();
    const requestId = bodyOf(await send(never, KEYED)).requestId;
    const claim = never.store.claims.get(requestId);
    world.store.claims.set(requestId, { ...claim!, token: 'killed', abandonedAt: world.clock.now() + 3000 });

    const second = await send(world, KEYED);

    expect(second.statusCode).toBe(200);
    expect(world.clock.monotonic()).toBeGreaterThan(3000);
    expect(world.endpoint.calls).toHaveLength(1);
  });
});

describe('when the table cannot take the claim', () => {
  it('nothing is done and the caller is told to try again', async () => {
    const world = createWorld();
    world.store.refusing.add('claim');

    const response = await send(world, KEYED);

    expect(response.statusCode).toBe(503);
    expect(bodyOf(response).error.code).toBe('idempotency-unavailable');
    expect(response.headers['retry-after']).toBe('2');
    expect(world.endpoint.calls).toEqual([]);
  });

  it('a request without a key is served', async () => {
    const world = createWorld();
    world.store.refusing.add('claim');

    const response = await send(world);

    expect(response.statusCode).toBe(200);
  });
});

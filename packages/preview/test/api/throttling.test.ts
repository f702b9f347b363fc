import { describe, expect, it } from 'vitest';
import type { Json } from '../../../assembly/test/assembly-builder.ts';
import { startApi } from './harness.ts';

const LIMITED = { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 3 };

const statuses = async (fetch: (path: string) => Promise<Response>, paths: readonly string[]) => {
  const all: number[] = [];
  for (const path of paths) all.push((await fetch(path)).status);
  return all;
};

const start = (stage: Json) => startApi({ routes: { 'GET /a': {}, 'GET /b': {} }, stages: { $default: stage } });

describe('throttling of a stage', () => {
  it('lets a burst through and refuses the rest', async () => {
    // Prepare
    const { fetch, events } = await start({ DefaultRouteSettings: LIMITED });

    // Act
    const all = await statuses(fetch, ['/a', '/a', '/a', '/a']);

    // Assess
    expect(all).toEqual([200, 200, 200, 429]);
    expect(events).toHaveLength(3);
  });

  it('says so as API Gateway does', async () => {
    const { fetch } = await start({ DefaultRouteSettings: { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 } });
    expect(await (await fetch('/a')).text()).toBe('{"message":"Too Many Requests"}');
  });

  it('lets requests through again at its rate, in virtual time', async () => {
    // Prepare
    const { fetch, clock } = await start({ DefaultRouteSettings: LIMITED });
    await statuses(fetch, ['/a', '/a', '/a']);

    // Act
    await clock.advance(1000);

    // Assess
    expect(await statuses(fetch, ['/a', '/a', '/a'])).toEqual([200, 200, 429]);
  });

  it('saves no more than a burst', async () => {
    // Prepare
    const { fetch, clock } = await start({ DefaultRouteSettings: LIMITED });

    // Act
    await clock.advance(3_600_000);

    // Assess
    expect(await statuses(fetch, ['/a', '/a', '/a', '/a'])).toEqual([200, 200, 200, 429]);
  });

  it('counts each route by itself', async () => {
    const { fetch } = await start({ DefaultRouteSettings: LIMITED });
    expect(await statuses(fetch, ['/a', '/a', '/a', '/a', '/b'])).toEqual([200, 200, 200, 429, 200]);
  });

  it('takes the limit of a route before that of the stage', async () => {
    // Prepare
    const { fetch } = await start({
      DefaultRouteSettings: LIMITED,
      RouteSettings: { 'GET /b': { ThrottlingBurstLimit: 1 } },
    });

    // Act
    const all = await statuses(fetch, ['/b', '/b', '/a', '/a']);

    // Assess
    expect(all).toEqual([200, 429, 200, 200]);
  });

  it('is off where no limit is set', async () => {
    const { fetch } = await start({});
    expect(await statuses(fetch, Array(20).fill('/a'))).toEqual(Array(20).fill(200));
  });
});

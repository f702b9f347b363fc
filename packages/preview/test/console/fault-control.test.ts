import { afterEach, describe, expect, it } from 'vitest';
import { startConsoleServer } from '../../src/console/console-server.ts';
import type { LocalServer } from '../../src/console/local-server.ts';
import { type Faults, NO_FAULTS } from '../../src/types.ts';
import { FAKE_PAGE, fakeSource } from './console-fixture.ts';

const TOKEN = 'a-long-secret';
const servers: LocalServer[] = [];

async function start(faults: Faults | undefined): Promise<string> {
  const control = faults && { token: TOKEN, faults };
  const result = await startConsoleServer({ port: 0, source: fakeSource().source, page: FAKE_PAGE, control });
  if (result.status === 'error') throw new Error(result.message);
  servers.push(result.server);
  return result.server.url;
}

const put = (url: string, body: unknown, authorization = `Bearer ${TOKEN}`) =>
  fetch(`${url}/faults`, { method: 'PUT', body: JSON.stringify(body), headers: { authorization } });

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});

describe('the control of the faults', () => {
  it('breaks what it is told to break', async () => {
    const faults = { ...NO_FAULTS };
    const url = await start(faults);

    const response = await put(url, { modelLatencyMs: 2500 });

    expect(await response.json()).toEqual({ ...NO_FAULTS, modelLatencyMs: 2500 });
    expect(faults.modelLatencyMs).toBe(2500);
  });

  it('mends what it is not told to break', async () => {
    const faults = { ...NO_FAULTS, modelErrorRate: 1 };
    const url = await start(faults);

    await put(url, { tableThrottleRate: 0.5 });

    expect(faults).toEqual({ ...NO_FAULTS, tableThrottleRate: 0.5 });
  });

  it.each(['Bearer wrong', `Basic ${TOKEN}`, TOKEN, ''])('refuses the authorization "%s"', async (authorization) => {
    const faults = { ...NO_FAULTS };
    const url = await start(faults);

    const response = await put(url, { modelErrorRate: 1 }, authorization);

    expect(response.status).toBe(401);
    expect(faults).toEqual(NO_FAULTS);
  });

  it.each([
    [{ modelErrorRate: 2 }, 'modelErrorRate'],
    [{ modelLatencyMs: -1 }, 'modelLatencyMs'],
    [{ modelLatency: 1 }, 'modelLatency'],
    ['everything', 'faults'],
  ])('refuses %j and names what is wrong', async (body, name) => {
    const faults = { ...NO_FAULTS };
    const url = await start(faults);

    const response = await put(url, body);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain(name);
    expect(faults).toEqual(NO_FAULTS);
  });

  it('is not there unless the preview was started with a token', async () => {
    const url = await start(undefined);

    const response = await put(url, { modelErrorRate: 1 });

    expect(response.status).toBe(405);
  });
});

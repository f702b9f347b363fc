import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { PATHS, TOKEN_HEADER } from '../../../console/src/contract.ts';
import { type ConsoleServerOptions, startConsoleServer } from '../../src/console/console-server.ts';
import type { LocalServer } from '../../src/console/local-server.ts';
import { MAX_REQUEST_BYTES } from '../../src/console/request-body.ts';
import { NO_FAULTS } from '../../src/types.ts';
import { emptyStatus } from '../ui/status-fixture.ts';
import { FAKE_PAGE, fakeSource, LIVE } from './console-fixture.ts';

const servers: LocalServer[] = [];

async function start(options: Partial<ConsoleServerOptions> = {}) {
  const { source, changes } = fakeSource();
  const result = await startConsoleServer({ port: 0, source, page: FAKE_PAGE, ...options });
  if (result.status === 'error') throw new Error(result.message);
  servers.push(result.server);
  return { url: result.server.url, changes };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});

async function tokenOf(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  return /content="([^"]+)"/.exec(page)?.[1] ?? '';
}

const faults = { ...NO_FAULTS, modelLatencyMs: 100 };

/** Sends a change as a page of the server would, but for what a test gives otherwise. */
async function change(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${url}${path}`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { origin: url, [TOKEN_HEADER]: await tokenOf(url), ...headers },
  });
}

/** Status of a request with a Host header of the caller's choice, which `fetch` does not allow. */
function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the console serves', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/app.js', 'text/javascript; charset=utf-8'],
    [PATHS.info, 'application/json'],
    [PATHS.alarms, 'application/json'],
    [PATHS.inferences, 'application/json'],
    [`${PATHS.inbox}?after=3`, 'application/json'],
    [`${PATHS.inference}?requestId=r`, 'application/json'],
    [`${PATHS.dashboardData}?name=Main&start=0&end=60000`, 'application/json'],
  ])('%s', async (path, type) => {
    const { url } = await start();

    const response = await fetch(`${url}${path}`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.text()).length).toBeGreaterThan(1);
  });

  it('messages after the one that the page knows', async () => {
    const { url } = await start();

    const response = await fetch(`${url}${PATHS.inbox}?after=41`);

    expect(await response.json()).toMatchObject([{ id: 42 }]);
  });

  it('its status to programs, where there is one', async () => {
    const { url } = await start({ status: () => ({ ...emptyStatus(), now: 42 }) });

    const response = await fetch(`${url}/status.json`);

    expect(await response.json()).toMatchObject({ now: 42 });
  });
});

describe('the console refuses', () => {
  it.each([
    [`${PATHS.dashboardData}?name=Main`, 400, 'invalid-range'],
    [`${PATHS.dashboardData}?name=Main&start=5&end=5`, 400, 'invalid-range'],
    [`${PATHS.dashboardData}?name=Main&start=0&end=99999999999999`, 400, 'invalid-range'],
    [`${PATHS.dashboardData}?start=0&end=60000`, 400, 'missing-name'],
    [`${PATHS.dashboardData}?name=Other&start=0&end=60000`, 404, 'not-found'],
    [`${PATHS.alarm}?name=None`, 404, 'not-found'],
    [`${PATHS.inbox}?after=-1`, 400, 'invalid-id'],
  ])('%s', async (path, status, code) => {
    const { url } = await start();

    const response = await fetch(`${url}${path}`);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it.each(['/nothing', '/../source.ts', '/%2e%2e/source.ts', '/status.json'])(
    '%s, which is not there',
    async (path) => {
      const { url } = await start();

      expect((await fetch(`${url}${path}`)).status).toBe(404);
    },
  );

  it.each([
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost:4747', 200],
    ['127.0.0.1', 200],
  ])('the host %s or answers it: %d', async (host, status) => {
    const { url } = await start();

    expect(await statusWithHost(`${url}${PATHS.info}`, host)).toBe(status);
  });

  it('to run code other than its own, or to be framed', async () => {
    const { url } = await start();

    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('a port that is in use, in words', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);

    const result = await startConsoleServer({ port, source: fakeSource().source, page: FAKE_PAGE });

    expect(result).toEqual({
      status: 'error',
      message: `port ${port} is in use: choose another with --port, or 0 for any free one`,
    });
  });
});

describe('a change', () => {
  it('from a page of the console is made', async () => {
    const { url, changes } = await start();

    const answers = [
      await change(url, PATHS.faults, faults),
      await change(url, PATHS.traffic, { manual: true, requestsPerMinute: 120, invalidRate: 0 }),
      await change(url, PATHS.traffic, { manual: false }),
      await change(url, PATHS.clock, { speed: 60, paused: true }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(changes).toEqual([
      faults,
      { manual: true, requestsPerMinute: 120, invalidRate: 0 },
      { manual: false },
      { speed: 60, paused: true },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['without the token', { [TOKEN_HEADER]: '' }],
    ['with a wrong token', { [TOKEN_HEADER]: 'x'.repeat(43) }],
    ['from another origin', { origin: 'http://evil.example' }],
    ['from a hidden origin', { origin: 'null' }],
  ])('%s is refused', async (_, headers) => {
    const { url, changes } = await start();

    const response = await change(url, PATHS.faults, faults, headers);

    expect(response.status).toBe(403);
    expect(changes).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [PATHS.faults, { ...faults, modelErrorRate: 2 }, 'modelErrorRate: write a share from 0 to 1'],
    [PATHS.faults, { modelLatencyMs: 1 }, 'modelErrorRate'],
    [PATHS.faults, { ...faults, other: 1 }, 'other'],
    [PATHS.traffic, { manual: true, requestsPerMinute: -1, invalidRate: 0 }, 'requestsPerMinute'],
    [PATHS.clock, { speed: 0, paused: false }, 'speed: write a number above 0 and at most 1000'],
    [PATHS.clock, 'fast', 'expected object'],
  ])('of %s that is wrong is answered with what to write', async (path, body, message) => {
    const { url, changes } = await start();

    const response = await change(url, path, body);

    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain(message);
    expect(changes).toEqual([]);
  });

  it('with another method is refused', async () => {
    const { url } = await start();

    const response = await fetch(`${url}${PATHS.faults}`, { method: 'DELETE' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('PUT');
  });

  it('is not possible where nothing can be changed', async () => {
    const { url } = await start({ source: fakeSource({ controls: undefined }).source });

    const response = await change(url, PATHS.faults, faults);

    expect(response.status).toBe(405);
  });

  it('to the model goes to the API as it is, and its answer comes back', async () => {
    const { url, changes } = await start();

    const response = await fetch(`${url}${PATHS.tryIt}`, {
      method: 'POST',
      body: '1,2',
      headers: { origin: url, [TOKEN_HEADER]: await tokenOf(url), 'content-type': 'text/csv' },
    });

    expect([response.status, await response.json()]).toEqual([201, { prediction: '7' }]);
    expect(changes).toEqual([{ body: '1,2', contentType: 'text/csv' }]);
  });

  it('that is too large is not read on', async () => {
    const { url } = await start();

    const response = await fetch(`${url}${PATHS.tryIt}`, {
      method: 'POST',
      body: 'x'.repeat(MAX_REQUEST_BYTES + 1),
      headers: { origin: url, [TOKEN_HEADER]: await tokenOf(url) },
    });

    expect(response.status).toBe(413);
  });
});

describe('an open page', () => {
  it('is told what is now, again and again, and at once after a change', async () => {
    let now = 0;
    const { source } = fakeSource({ live: () => ({ ...LIVE, now: ++now }) });
    const { url } = await start({ source, updateIntervalMs: 60_000 });
    const stop = new AbortController();
    const response = await fetch(`${url}${PATHS.events}`, { signal: stop.signal });

    let text = '';
    let changed = false;
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (!changed) {
        changed = true;
        await change(url, PATHS.faults, faults);
      }
      if ((text.match(/event: live/g) ?? []).length >= 2) break;
    }
    stop.abort();

    const times = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '').now);
    expect(times.slice(0, 2)).toEqual([1, 2]);
  });

  it('ends when the server stops', async () => {
    const result = await startConsoleServer({ port: 0, source: fakeSource().source, page: FAKE_PAGE });
    if (result.status === 'error') throw new Error(result.message);
    const response = await fetch(`${result.server.url}${PATHS.events}`);

    await result.server.dispose();

    await expect(response.text().catch(() => 'cut')).resolves.toBeDefined();
  });
});

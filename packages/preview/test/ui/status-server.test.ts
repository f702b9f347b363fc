import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { PreviewStatus } from '../../src/ui/status.ts';
import { type StatusServer, startStatusServer } from '../../src/ui/status-server.ts';
import { emptyStatus } from './status-fixture.ts';

const servers: StatusServer[] = [];

async function start(status: () => PreviewStatus = emptyStatus, updateIntervalMs = 20): Promise<string> {
  const result = await startStatusServer({ port: 0, status, updateIntervalMs });
  if (result.status === 'error') throw new Error(result.message);
  servers.push(result.server);
  return result.server.url;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});

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

describe('the status server', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/status.css', 'text/css; charset=utf-8'],
    ['/status.js', 'text/javascript; charset=utf-8'],
    ['/try.js', 'text/javascript; charset=utf-8'],
    ['/samples.json', 'application/json'],
    ['/icon.svg', 'image/svg+xml'],
    ['/status.json', 'application/json'],
  ])('serves %s', async (path, type) => {
    const url = await start();

    const response = await fetch(`${url}${path}`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.text()).length).toBeGreaterThan(1);
  });

  it('gives the status of this moment as JSON', async () => {
    const url = await start(() => ({ ...emptyStatus(), now: 42 }));

    const response = await fetch(`${url}/status.json`);

    expect(await response.json()).toMatchObject({ now: 42 });
  });

  it('lets the page run no code but its own file', async () => {
    const url = await start();

    const response = await fetch(url);

    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  });

  it.each([
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost:4747', 200],
    ['127.0.0.1', 200],
  ])('answers a request for the host %s with %d', async (host, status) => {
    const url = await start();

    expect(await statusWithHost(`${url}/status.json`, host)).toBe(status);
  });

  it('cannot be changed through', async () => {
    const url = await start();

    const response = await fetch(url, { method: 'POST' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each(['/nothing', '/../status.ts', '/%2e%2e/status.ts'])('has no %s', async (path) => {
    const url = await start();

    const response = await fetch(`${url}${path}`);

    expect(response.status).toBe(404);
  });

  it('sends the status again and again to an open page', async () => {
    let now = 0;
    const url = await start(() => ({ ...emptyStatus(), now: ++now }));
    const stop = new AbortController();
    const response = await fetch(`${url}/events`, { signal: stop.signal });

    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if ((text.match(/event: status/g) ?? []).length >= 3) break;
    }
    stop.abort();

    const statuses = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '').now);
    expect(statuses.slice(0, 3)).toEqual([1, 2, 3]);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
  });

  it('ends open pages when it stops', async () => {
    const result = await startStatusServer({ port: 0, status: emptyStatus });
    if (result.status === 'error') throw new Error(result.message);
    const response = await fetch(`${result.server.url}/events`);

    await result.server.dispose();

    await expect(response.text().catch(() => 'cut')).resolves.toBeDefined();
  });

  it('says which port is in use', async () => {
    const url = await start();
    const port = Number(new URL(url).port);

    const result = await startStatusServer({ port, status: emptyStatus });

    expect(result).toEqual({
      status: 'error',
      message: `port ${port} is in use: choose another with --port, or 0 for any free one`,
    });
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { TrafficRequest } from '../../src/traffic/types.ts';
import { MAX_REQUEST_BYTES } from '../../src/ui/request-body.ts';
import { type StatusServer, startStatusServer } from '../../src/ui/status-server.ts';
import { SAMPLES_OFFERED } from '../../src/ui/try-it.ts';
import { emptyStatus } from './status-fixture.ts';

const servers: StatusServer[] = [];
const apis: Server[] = [];

interface Received {
  readonly path: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** An API that answers everything with the same, and remembers what it was asked. */
async function startApi(status: number, body: string, contentType = 'application/json') {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({ path: request.url, contentType: request.headers['content-type'], body: text });
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apis.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

async function startPage(apiUrl: string, samples: readonly TrafficRequest[] = []): Promise<string> {
  const result = await startStatusServer({ port: 0, status: emptyStatus, tryIt: { apiUrl, samples } });
  if (result.status === 'error') throw new Error(result.message);
  servers.push(result.server);
  return result.server.url;
}

const post = (page: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${page}/inference`, {
    method: 'POST',
    body,
    headers: { origin: page, 'content-type': 'text/csv', ...headers },
  });

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
  for (const api of apis.splice(0)) api.close();
});

describe('the form that sends an inference', () => {
  it('forwards what it holds to the API and gives the answer back', async () => {
    const api = await startApi(200, '{"requestId":"r","prediction":"7"}');
    const page = await startPage(api.url);

    const response = await post(page, '1,2,3');

    expect(await response.json()).toEqual({ requestId: 'r', prediction: '7' });
    expect(api.received).toEqual([{ path: '/inference', contentType: 'text/csv', body: '1,2,3' }]);
  });

  it('gives the status of a refusal back', async () => {
    const api = await startApi(415, '{"error":{"code":"unsupported-content-type"}}');
    const page = await startPage(api.url);

    const response = await post(page, '<a/>', { 'content-type': 'application/xml' });

    expect(response.status).toBe(415);
    expect(api.received[0]?.contentType).toBe('application/xml');
  });

  it.each([
    ['another site', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page that hides its origin', { origin: 'null' }],
  ])('does not send for %s', async (_, headers) => {
    const api = await startApi(200, '{}');
    const page = await startPage(api.url);

    const response = await post(page, '1', headers);

    expect(response.status).toBe(403);
    expect(api.received).toEqual([]);
  });

  it('does not send for a caller that names no origin', async () => {
    const api = await startApi(200, '{}');
    const page = await startPage(api.url);

    const response = await fetch(`${page}/inference`, { method: 'POST', body: '1' });

    expect(response.status).toBe(403);
  });

  it('never passes on a page of HTML that a model answered', async () => {
    const api = await startApi(200, '<script>alert(1)</script>', 'text/html');
    const page = await startPage(api.url);

    const response = await post(page, '1');

    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('refuses more than it takes', async () => {
    const api = await startApi(200, '{}');
    const page = await startPage(api.url);

    const response = await post(page, 'x'.repeat(MAX_REQUEST_BYTES + 1));

    expect(response.status).toBe(413);
    expect(api.received).toEqual([]);
  });

  it('says so when the API gives no answer', async () => {
    const page = await startPage('http://127.0.0.1:1');

    const response = await post(page, '1');

    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { code: 'no-answer' } });
  });

  it('takes nothing but POST', async () => {
    const page = await startPage('http://127.0.0.1:1');

    const response = await fetch(`${page}/inference`);

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('offers the first samples with their right answers', async () => {
    const samples = Array.from({ length: SAMPLES_OFFERED + 1 }, (_, label) => ({
      body: `${label}`,
      contentType: 'text/csv',
      label,
    }));
    const page = await startPage('http://127.0.0.1:1', samples);

    const offered = await (await fetch(`${page}/samples.json`)).json();

    expect(offered).toEqual(samples.slice(0, SAMPLES_OFFERED));
  });

  it('has no answer to show for a sample without a label', async () => {
    const page = await startPage('http://127.0.0.1:1', [{ body: '{}', contentType: 'application/json' }]);

    const offered = await (await fetch(`${page}/samples.json`)).json();

    expect(offered).toEqual([{ body: '{}', contentType: 'application/json', label: null }]);
  });
});

describe('the markup of the form', () => {
  it.each(['try-sample', 'try-body'])('labels %s', async (id) => {
    const page = await startPage('http://127.0.0.1:1');

    const html = await (await fetch(page)).text();

    expect(html).toContain(`<label for="${id}">`);
    expect(html).toContain(`id="${id}"`);
  });

  it('announces the answer to those who do not see it appear', async () => {
    const page = await startPage('http://127.0.0.1:1');

    const html = await (await fetch(page)).text();

    expect(html).toMatch(/id="try-answer"[^>]*aria-live="polite"/);
  });
});

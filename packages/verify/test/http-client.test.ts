import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiClient } from '../src/http-client.ts';

let server: Server;
let url: string;
let received: { headers: IncomingHttpHeaders; body: string; path: string | undefined }[];

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), path: request.url });
      if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else response.end(request.url === '/text' ? 'no JSON' : '{"a":1}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

const client = (token?: string) =>
  createApiClient({
    url,
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' }),
    token,
    timeoutMs: 5000,
  });

describe('a request to the API', () => {
  it('is signed for execute-api, body, session and headers included', async () => {
    await client()({ method: 'POST', path: '/inference', headers: { 'content-type': 'text/csv' }, body: '1,2' });

    const { headers, body } = received[0]!;
    expect(body).toBe('1,2');
    expect(headers['x-amz-security-token']).toBe('session');
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=content-type;host;/,
    );
  });

  it('carries a bearer token instead, if there is one', async () => {
    await client('abc')({ method: 'GET', path: '/x' });

    expect(received[0]?.headers.authorization).toBe('Bearer abc');
  });

  it('carries no authorisation when it is open', async () => {
    await client()({ method: 'GET', path: '/health', open: true });

    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it('gives JSON as an object, and other text as text alone', async () => {
    const [json, text] = await Promise.all(['/', '/text'].map((path) => client()({ method: 'GET', path })));

    expect([json?.body, text?.body, text?.text]).toEqual([{ a: 1 }, undefined, 'no JSON']);
  });

  it('follows no redirect, which would take the signature elsewhere', async () => {
    await expect(client()({ method: 'GET', path: '/away' })).rejects.toThrow();
  });
});

import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type ApiOptions, startApi } from './harness.ts';

const ANY: ApiOptions = { routes: { $default: {} } };
const MEGABYTE = 1024 * 1024;

const get = (host: string, path = '/') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
const statusOf = (answer: string) => Number(answer.split(' ')[1]);

describe('the Host header', () => {
  it.each(['127.0.0.1', '127.0.0.1:80', 'localhost', 'LOCALHOST:1', '[::1]:3000'])(
    '%s is this machine',
    async (host) => {
      const { raw } = await startApi(ANY);
      expect(statusOf(await raw(get(host)))).toBe(200);
    },
  );

  it.each([
    'evil.example.com',
    'localhost.evil.example.com',
    '127.0.0.1.nip.io',
    '0.0.0.0',
    '',
    'localhost@evil.example.com',
  ])('%j may be a page that points its name here, and is refused', async (host) => {
    // Prepare
    const { raw, events } = await startApi(ANY);

    // Act
    const answer = await raw(get(host));

    // Assess
    expect(statusOf(answer)).toBe(403);
    expect(answer).toContain('{"message":"Forbidden"}');
    expect(events).toEqual([]);
  });

  it('that is missing is refused', async () => {
    const { raw } = await startApi(ANY);
    expect(statusOf(await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))).toBe(400);
  });
});

describe('sizes', () => {
  it('of a body up to 10 MB are taken', async () => {
    // Prepare
    const { fetch, events } = await startApi(ANY);

    // Act
    const response = await fetch('/', { method: 'POST', body: Buffer.alloc(10 * MEGABYTE, 'x') });

    // Assess
    expect([response.status, events[0]?.body?.length]).toEqual([200, 10 * MEGABYTE]);
  });

  it.each([
    ['with its length announced', (): RequestInit => ({ body: Buffer.alloc(10 * MEGABYTE + 1) })],
    [
      'in pieces of unknown number',
      (): RequestInit & { duplex: 'half' } => ({
        duplex: 'half',
        body: new ReadableStream({
          start(controller) {
            for (let piece = 0; piece < 11; piece++) controller.enqueue(new Uint8Array(MEGABYTE));
            controller.close();
          },
        }),
      }),
    ],
  ])('of a body above 10 MB are refused: %s', async (_name, init) => {
    // Prepare
    const { fetch, events } = await startApi(ANY);

    // Act
    const response = await fetch('/', { method: 'POST', ...init() });

    // Assess
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(events).toEqual([]);
  });

  it('of headers above 10 kB are refused', async () => {
    const { raw } = await startApi(ANY);
    const answer = await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(11_000)}\r\n\r\n`);
    expect(statusOf(answer)).toBe(431);
  });
});

describe('broken requests', () => {
  it.each([
    ['not HTTP', 'hello\r\n\r\n'],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a broken chunk', 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('%s are refused', async (_name, text) => {
    const { raw } = await startApi(ANY);
    expect(statusOf(await raw(text))).toBe(400);
  });

  it.each(['/%', '/%ff%fe', '/%00', '/../../etc/passwd', '//evil.example.com/x', '/?a=%', `/${'a/'.repeat(2000)}`])(
    'a path like %s does no harm',
    async (path) => {
      // Prepare
      const { raw, events } = await startApi({ routes: { 'GET /{all+}': {}, $default: {} } });

      // Act
      const answer = await raw(get('localhost', path));

      // Assess
      expect(statusOf(answer)).toBe(200);
      expect(events).toHaveLength(1);
    },
  );

  it('a target with a whole URL counts as its path', async () => {
    // Prepare
    const { raw, events } = await startApi(ANY);

    // Act
    await raw(get('localhost', 'http://evil.example.com/x?y=1'));

    // Assess
    expect(events).toMatchObject([{ rawPath: '/x', rawQueryString: 'y=1' }]);
  });

  it('a client that goes away in the middle leaves the API standing', async () => {
    // Prepare
    const { port, fetch, events } = await startApi(ANY);
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });

    // Act
    const response = await fetch('/');

    // Assess
    expect(response.status).toBe(200);
    expect(events).toHaveLength(1);
  });
});

it('listens on the loopback address only', async () => {
  const { url } = await startApi(ANY);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

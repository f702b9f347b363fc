import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request as the gateway sees it, before it knows the route. */
export interface ApiRequest {
  /** As API Gateway writes its ids: 15 characters and an equals sign. */
  readonly requestId: string;
  readonly method: string;
  /** Percent-encoded, without the query string. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; the values of a repeated header joined with commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly protocol: string;
  readonly sourceIp: string;
  /** Real milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** Meant for the connection, not for the integration. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers in the order and number in which they were sent; Node.js itself would drop some repeated ones. */
function joinHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    if (HOP_BY_HOP.has(name)) continue;
    const before = headers.get(name);
    const separator = name === 'cookie' ? ';' : ',';
    headers.set(name, before === undefined ? value : `${before}${separator}${value}`);
  }
  return headers;
}

export function readRequest(message: IncomingMessage): ApiRequest {
  // A proxy's absolute form (`GET http://host/path`) counts as the path in it.
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const questionMark = target.indexOf('?');
  const path = questionMark === -1 ? target : target.slice(0, questionMark);
  return {
    requestId: `${randomBytes(12).toString('base64url').slice(0, 15)}=`,
    method: message.method ?? 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    query: questionMark === -1 ? '' : target.slice(questionMark + 1),
    headers: joinHeaders(message.rawHeaders),
    protocol: `HTTP/${message.httpVersion}`,
    sourceIp: message.socket.remoteAddress ?? '127.0.0.1',
    receivedAt: Date.now(),
  };
}

/** Names under which a browser reaches this machine itself. */
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether the `Host` header names this machine. A web page could point its own name at 127.0.0.1 (DNS rebinding) and
 * would then be of the same origin as the API; its name gives it away.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK_NAMES.has(host.toLowerCase().replace(/:\d+$/, ''));
}

/**
 * The body, or undefined if it is larger than the limit. What is too much is read and dropped up to four times the
 * limit: a client that is answered while it still sends may see a broken connection instead of the answer.
 * Rejects if the client goes away.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  let chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks = [];
      if (size > 4 * maxBytes) {
        message.pause();
        resolve(undefined);
      }
    });
    message.on('end', () => resolve(size > maxBytes ? undefined : Buffer.concat(chunks)));
    message.on('error', reject);
    message.on('close', () => reject(new Error('the client went away')));
  });
}

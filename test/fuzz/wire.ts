import { connect } from 'node:net';
import { sign } from '../../packages/preview/src/api/sigv4.ts';
import type { HttpRequest } from './http-requests.ts';
import type { Answer } from './judge.ts';

/** Where the preview's API answers. */
export interface ApiAddress {
  readonly port: number;
  readonly region: string;
}

/** Real milliseconds after which a request counts as hung. */
const PATIENCE_MS = 15_000;

function framingOf({ framing }: HttpRequest, body: Buffer): { readonly lines: string[]; readonly content: Buffer } {
  const chunked = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
  switch (framing) {
    case 'chunked':
      return { lines: ['Transfer-Encoding: chunked'], content: body.length === 0 ? Buffer.from('0\r\n\r\n') : chunked };
    case 'both':
      return { lines: ['Transfer-Encoding: chunked', `Content-Length: ${body.length}`], content: chunked };
    case 'short':
      return { lines: [`Content-Length: ${body.length + 10}`], content: body };
    case 'wrong':
      return { lines: ['Content-Length: -1'], content: body };
    case 'none':
      return { lines: [], content: body };
    case 'length':
      return { lines: [`Content-Length: ${body.length}`], content: body };
  }
}

function proofOf(request: HttpRequest, body: Buffer, { port, region }: ApiAddress): Record<string, string> {
  if (request.proof === 'none') return {};
  const [path = '', ...query] = request.target.split('?');
  const { method } = request;
  const headers = new Map([['host', `127.0.0.1:${port}`]]);
  const signedBody = request.proof === 'wrong' ? Buffer.from('another body') : body;
  return sign({ method, path, query: query.join('?'), headers }, signedBody, region, Date.now());
}

/** The bytes of a request, signed for now. */
export function bytesOf(request: HttpRequest, address: ApiAddress): Buffer {
  const body = Buffer.from(request.body);
  const { lines, content } = framingOf(request, body);
  const named = [...request.headers, ...Object.entries(proofOf(request, body, address))];
  const head = [
    `${request.method} ${request.target} ${request.version}`,
    `Host: 127.0.0.1:${address.port}`,
    'Connection: close',
    ...lines,
    ...named.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), content]);
}

/** The first answer in what a connection carried; undefined if there is none. */
function readAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(first.split(' ')[1]);
  if (status === 100) return readAnswer(bytes.subarray(end + 4));
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const length = Number(headers['content-length'] ?? 0);
  return { status, headers, body: bytes.toString('utf8', end + 4, end + 4 + length) };
}

/**
 * Sends bytes, and waits for the end of the connection.
 *
 * @param leave whether the client goes when it has sent them, because more was announced
 * @returns undefined when the connection ends without an answer
 * @throws Error when it hangs
 */
export function exchange(bytes: Buffer, { port }: ApiAddress, leave: boolean): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => (leave ? socket.end(bytes) : socket.write(bytes)));
    socket.setTimeout(PATIENCE_MS, () => {
      socket.destroy();
      reject(new Error(`no answer within ${PATIENCE_MS} ms`));
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server that has refused may reset what the client still sends; what it answered counts.
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ECONNREFUSED') reject(error);
    });
    socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks))));
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Reply, refusal } from './reply.ts';

/** The only address that pages are served on. */
const LOOPBACK = '127.0.0.1';

/** The page loads its own files and nothing else, runs no inline code, and cannot be framed. */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Answers a request, or takes the response into its own hands (`stream`). */
export interface RequestHandler {
  reply(request: IncomingMessage): Promise<Reply | 'stream'>;
  stream(response: ServerResponse): void;
  dispose(): void;
}

export interface LocalServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  dispose(): Promise<void>;
}

export type LocalServerResult =
  | { readonly status: 'success'; readonly server: LocalServer }
  | { readonly status: 'error'; readonly message: string };

/**
 * Serves on 127.0.0.1.
 * @param port 0 for any free one
 */
export async function startLocalServer(port: number, handler: RequestHandler): Promise<LocalServerResult> {
  const server = createServer((request, response) => void answer(handler, request, response));
  const failure = await listen(server, port);
  if (failure) {
    handler.dispose();
    return { status: 'error', message: describeListenError(failure, port) };
  }
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    status: 'success',
    server: {
      url: `http://${LOOPBACK}:${actual}`,
      dispose: async () => {
        handler.dispose();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
      },
    },
  };
}

async function answer(handler: RequestHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    // A page of another site can point its own name at 127.0.0.1 (DNS rebinding); it cannot change the Host header.
    const reply = isLoopbackHost(request.headers.host)
      ? await handler.reply(request)
      : refusal(421, 'open this page as http://127.0.0.1');
    if (reply === 'stream') handler.stream(response);
    else send(response, reply);
  } catch {
    // The request broke off while its body was read.
    response.destroy();
  }
}

function listen(server: Server, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, LOOPBACK, () => resolve(undefined));
  });
}

function describeListenError(error: Error, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is in use: choose another with --port, or 0 for any free one`;
  if (code === 'EACCES') return `port ${port} may not be used by this user: choose one above 1023 with --port`;
  return `the console cannot listen on port ${port}: ${error.message}`;
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function send(response: ServerResponse, { status, type, body, headers }: Reply): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-type': type, 'content-length': length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

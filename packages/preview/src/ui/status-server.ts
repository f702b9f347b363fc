import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type FaultControlOptions, replaceFaults } from './fault-control.ts';
import { jsonReply, type Reply, refusal } from './reply.ts';
import type { PreviewStatus } from './status.ts';
import { forwardInference, offeredSamples, type TryItOptions } from './try-it.ts';

/** The only address the page is served on. */
const LOOPBACK = '127.0.0.1';

/** Real milliseconds between updates of an open page. */
export const UPDATE_INTERVAL_MS = 1000;

/** Pages that may be open at once; each holds a connection. */
const MAX_STREAMS = 20;

export interface StatusServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly status: () => PreviewStatus;
  /** What the page's form sends to. @default - the form has no samples and can send nothing */
  readonly tryIt?: TryItOptions;
  /** Lets whoever has the token change the faults. @default - nobody can */
  readonly control?: FaultControlOptions;
  /** Real milliseconds. @default UPDATE_INTERVAL_MS */
  readonly updateIntervalMs?: number;
}

export interface StatusServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  dispose(): Promise<void>;
}

export type StatusServerResult =
  | { readonly status: 'success'; readonly server: StatusServer }
  | { readonly status: 'error'; readonly message: string };

const PAGE_FILES = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/status.css': { file: 'status.css', type: 'text/css; charset=utf-8' },
  '/status.js': { file: 'status.js', type: 'text/javascript; charset=utf-8' },
  '/try.js': { file: 'try.js', type: 'text/javascript; charset=utf-8' },
  '/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
} as const;

/** Methods of the paths that change or send something; each is served only where its option is given. */
const WRITE_METHODS: Readonly<Record<string, string>> = { '/inference': 'POST', '/faults': 'PUT' };

/** The page loads its own files and nothing else, runs no inline code, and cannot be framed. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Serves the status page on 127.0.0.1. */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServerResult> {
  const page = new StatusPage(options);
  const server = createServer((request, response) => page.handle(request, response));
  const failure = await listen(server, options.port);
  if (failure) return { status: 'error', message: describeListenError(failure, options.port) };
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    status: 'success',
    server: {
      url: `http://${LOOPBACK}:${port}`,
      dispose: async () => {
        page.dispose();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
      },
    },
  };
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
  return `the status page cannot listen on port ${port}: ${error.message}`;
}

class StatusPage {
  readonly #status: () => PreviewStatus;
  readonly #tryIt: TryItOptions | undefined;
  readonly #control: FaultControlOptions | undefined;
  readonly #streams = new Set<ServerResponse>();
  readonly #timer: NodeJS.Timeout;
  readonly #files = new Map<string, { readonly body: Buffer; readonly type: string }>();

  constructor({ status, tryIt, control, updateIntervalMs = UPDATE_INTERVAL_MS }: StatusServerOptions) {
    this.#status = status;
    this.#tryIt = tryIt;
    this.#control = control;
    this.#timer = setInterval(() => this.#update(), updateIntervalMs);
    this.#timer.unref();
    for (const [path, { file, type }] of Object.entries(PAGE_FILES)) {
      this.#files.set(path, { body: readFileSync(new URL(`./page/${file}`, import.meta.url)), type });
    }
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#reply(request).then(
      (reply) => (reply === 'stream' ? this.#stream(response) : send(response, reply)),
      () => response.destroy(),
    );
  }

  async #reply(request: IncomingMessage): Promise<Reply | 'stream'> {
    const { method = 'GET', headers, url } = request;
    // A page of another site can point its own name at 127.0.0.1 (DNS rebinding); it cannot change the Host header.
    if (!isLoopbackHost(headers.host)) return refusal(421, 'open this page as http://127.0.0.1');
    const path = (url ?? '/').split('?')[0] ?? '/';
    const written = this.#write(path, request);
    if (written) return written;
    if (method !== 'GET' && method !== 'HEAD') return refusal(405, `${path} can only be read`, { allow: 'GET, HEAD' });
    const file = this.#files.get(path);
    if (file) return { status: 200, ...file };
    if (path === '/status.json') return jsonReply(this.#status());
    if (path === '/samples.json') return jsonReply(this.#tryIt ? offeredSamples(this.#tryIt) : []);
    if (path !== '/events') return refusal(404, 'there are /, /status.json, /samples.json and /events');
    return this.#streams.size < MAX_STREAMS ? 'stream' : refusal(503, 'too many pages are open: close some');
  }

  /** The answer of a path that takes something; undefined if this is none, or not switched on. */
  #write(path: string, request: IncomingMessage): Promise<Reply> | Reply | undefined {
    const served = path === '/inference' ? this.#tryIt : path === '/faults' ? this.#control : undefined;
    if (!served) return undefined;
    const allowed = WRITE_METHODS[path];
    if (request.method !== allowed) return refusal(405, `${path} takes ${allowed}`, { allow: allowed ?? '' });
    return 'token' in served ? replaceFaults(request, served) : forwardInference(request, served);
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    response.write(`retry: 1000\n\n${statusEvent(this.#status())}`);
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    response.on('error', () => this.#streams.delete(response));
  }

  #update(): void {
    if (this.#streams.size === 0) return;
    const event = statusEvent(this.#status());
    for (const stream of this.#streams) {
      // A page that does not read (a sleeping laptop) misses updates instead of filling the memory.
      if (stream.writableLength < event.length) stream.write(event);
    }
  }
}

// JSON has no raw line breaks, so one data line carries it.
const statusEvent = (status: PreviewStatus) => `event: status\ndata: ${JSON.stringify(status)}\n\n`;

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function send(response: ServerResponse, { status, type, body, headers }: Reply): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-type': type, 'content-length': length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

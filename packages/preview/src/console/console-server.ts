import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod';
import { type ErrorAnswer, PATHS, TOKEN_HEADER } from '../../../console/src/contract.ts';
import { clockSchema, faultsSchema, trafficSchema } from '../../../console/src/settings-schema.ts';
import type { TimeRange } from '../../../dashboard/src/data.ts';
import type { PreviewStatus } from '../ui/status.ts';
import { type FaultControlOptions, replaceFaults } from './fault-control.ts';
import { LiveStream } from './live-stream.ts';
import { type LocalServerResult, type RequestHandler, startLocalServer } from './local-server.ts';
import { jsonReply, type Reply, refusal } from './reply.ts';
import { MAX_REQUEST_BYTES, readRequestBody } from './request-body.ts';
import type { ConsoleControls, ConsoleSource } from './source.ts';

/** The files of the page. */
export interface ConsolePage {
  /** @param token goes back with everything that changes state */
  html(token: string): string;
  /** By path, for example `/app.js`. */
  readonly files: ReadonlyMap<string, { readonly body: string | Buffer; readonly type: string }>;
}

export interface ConsoleServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly source: ConsoleSource;
  readonly page: ConsolePage;
  /** `GET /status.json`, for programs. @default - there is none */
  readonly status?: () => PreviewStatus;
  /** Lets whoever has the control token change the faults, without the page. @default - nobody can */
  readonly control?: FaultControlOptions;
  /** Real milliseconds. @default UPDATE_INTERVAL_MS */
  readonly updateIntervalMs?: number;
}

/** Serves the console on 127.0.0.1. */
export function startConsoleServer(options: ConsoleServerOptions): Promise<LocalServerResult> {
  return startLocalServer(options.port, new ConsoleRoutes(options));
}

/** A range of a graph at most; CloudWatch itself keeps metrics for fifteen months. */
const MAX_RANGE_MS = 15 * 31 * 24 * 3_600_000;

type Route = (query: URLSearchParams) => Promise<Reply> | Reply;

class ConsoleRoutes implements RequestHandler {
  readonly #options: ConsoleServerOptions;
  readonly #live: LiveStream;
  /** Only pages of this server know it, so that no other page can change anything. */
  readonly #token = randomBytes(32).toString('base64url');
  readonly #reads: ReadonlyMap<string, Route>;

  constructor(options: ConsoleServerOptions) {
    this.#options = options;
    this.#live = new LiveStream(() => options.source.live(), options.updateIntervalMs);
    this.#reads = this.#readRoutes();
  }

  async reply(request: IncomingMessage): Promise<Reply | 'stream'> {
    const { method = 'GET' } = request;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { control } = this.#options;
    if (pathname === '/faults' && control) {
      return method === 'PUT' ? replaceFaults(request, control) : refusal(405, '/faults takes PUT', { allow: 'PUT' });
    }
    const write = this.#writeRoute(pathname);
    if (write) return this.#write(request, pathname, write);
    if (method !== 'GET' && method !== 'HEAD') {
      return refusal(405, `${pathname} can only be read`, { allow: 'GET, HEAD' });
    }
    if (pathname === PATHS.events) return this.#live.isFull ? tooManyPages() : 'stream';
    const read = this.#reads.get(pathname);
    return read ? read(searchParams) : refusal(404, 'there is no such page: the console is at /');
  }

  stream(response: ServerResponse): void {
    this.#live.add(response);
  }

  dispose(): void {
    this.#live.dispose();
  }

  #readRoutes(): Map<string, Route> {
    const { source, page, status } = this.#options;
    const routes = new Map<string, Route>([
      ['/', () => ({ status: 200, type: 'text/html; charset=utf-8', body: page.html(this.#token) })],
      [PATHS.info, () => jsonReply(source.info())],
      [PATHS.dashboardData, (query) => dashboardData(source, query)],
      [PATHS.alarms, () => jsonReply(source.alarms())],
      [PATHS.alarm, (query) => named(query, 'name', (name) => source.alarm(name), 'alarm')],
      [PATHS.inbox, (query) => inbox(source, query)],
      [PATHS.inferences, () => jsonReply(source.inferences())],
      [PATHS.inference, (query) => named(query, 'requestId', (id) => source.inference(id), 'inference')],
    ]);
    for (const [path, file] of page.files) routes.set(path, () => ({ status: 200, ...file }));
    if (status) routes.set('/status.json', () => jsonReply(status()));
    return routes;
  }

  /** What a path takes; undefined if it takes nothing, or nothing can be changed. */
  #writeRoute(path: string): WriteRoute | undefined {
    const { controls } = this.#options.source;
    return controls === undefined ? undefined : writeRoutes(controls).get(path);
  }

  async #write(request: IncomingMessage, path: string, { method, handle }: WriteRoute): Promise<Reply> {
    if (request.method !== method) return refusal(405, `${path} takes ${method}`, { allow: method });
    if (!isSameOrigin(request) || !this.#hasToken(request)) {
      return errorReply(403, 'not-from-the-console', 'only a page of this console may change something: reload it');
    }
    const body = await readRequestBody(request);
    if (body === undefined) return errorReply(413, 'too-large', `write at most ${MAX_REQUEST_BYTES} bytes`);
    const reply = await handle(body, request.headers['content-type'] ?? 'text/csv');
    this.#live.update();
    return reply;
  }

  /** Compares hashes, so that neither the length nor the beginning of the token can be found by measuring. */
  #hasToken(request: IncomingMessage): boolean {
    const hash = (text: string) => createHash('sha256').update(text).digest();
    const sent = request.headers[TOKEN_HEADER];
    return typeof sent === 'string' && timingSafeEqual(hash(sent), hash(this.#token));
  }
}

interface WriteRoute {
  readonly method: 'PUT' | 'POST';
  handle(body: Buffer, contentType: string): Promise<Reply> | Reply;
}

function writeRoutes(controls: ConsoleControls): Map<string, WriteRoute> {
  const setting = <T extends z.ZodType>(schema: T, set: (value: z.output<T>) => void): WriteRoute => ({
    method: 'PUT',
    handle(body) {
      const parsed = schema.safeParse(parseJson(body));
      if (!parsed.success) return errorReply(400, 'invalid-setting', parsed.error.issues.map(describeIssue).join('; '));
      set(parsed.data);
      return jsonReply(parsed.data);
    },
  });
  return new Map<string, WriteRoute>([
    [PATHS.faults, setting(faultsSchema, controls.setFaults)],
    [PATHS.traffic, setting(trafficSchema, controls.setTraffic)],
    [PATHS.clock, setting(clockSchema, controls.setClock)],
    [
      PATHS.tryIt,
      {
        method: 'POST',
        async handle(body, contentType) {
          const { status, contentType: type, body: answer } = await controls.tryIt(body, contentType);
          return { status, type, body: answer };
        },
      },
    ],
  ]);
}

function dashboardData(source: ConsoleSource, query: URLSearchParams): Reply {
  const range = rangeOf(query);
  if (range === undefined) {
    return errorReply(400, 'invalid-range', 'start and end are milliseconds since the epoch, start before end');
  }
  return named(query, 'name', (name) => source.dashboardData(name, range), 'dashboard');
}

function rangeOf(query: URLSearchParams): TimeRange | undefined {
  const start = Number(query.get('start') ?? Number.NaN);
  const end = Number(query.get('end') ?? Number.NaN);
  const valid = Number.isFinite(start) && Number.isFinite(end) && start < end && end - start <= MAX_RANGE_MS;
  return valid ? { start, end } : undefined;
}

function inbox(source: ConsoleSource, query: URLSearchParams): Reply {
  const after = Number(query.get('after') ?? 0);
  if (!Number.isInteger(after) || after < 0) return errorReply(400, 'invalid-id', 'after is the id of a message');
  return jsonReply(source.inbox(after));
}

/** What a query names, as JSON. */
function named<T>(query: URLSearchParams, key: string, find: (value: string) => T, noun: string): Reply;
function named<T>(
  query: URLSearchParams,
  key: string,
  find: (value: string) => Promise<T>,
  noun: string,
): Promise<Reply>;
function named(query: URLSearchParams, key: string, find: (value: string) => unknown, noun: string) {
  const value = query.get(key);
  if (value === null) return errorReply(400, 'missing-name', `say which ${noun} with ?${key}=`);
  const found = find(value);
  const answer = (it: unknown) =>
    it === undefined ? errorReply(404, 'not-found', `there is no ${noun} named ${value}`) : jsonReply(it);
  return found instanceof Promise ? found.then(answer) : answer(found);
}

function errorReply(status: number, code: string, message: string): Reply {
  const answer: ErrorAnswer = { error: { code, message } };
  return jsonReply(answer, status);
}

const tooManyPages = () => errorReply(503, 'too-many-pages', 'too many pages are open: close some');

/**
 * Browsers write the origin of the page into each request that changes something, and no page can write another one.
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin
 */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin === `http://${headers.host}`;
}

const describeIssue = ({ path, message }: z.core.$ZodIssue) =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { readModel, type SoftprobModel } from '../scorer/softprob-model.ts';
import { type Answer, type InvocationOptions, invoke } from './invocation.ts';

/** Bytes that a request may have: the container's default for MAX_CONTENT_LENGTH. */
export const MAX_BODY_BYTES = 6_291_456;

/** Response header on answers to requests that SageMaker's container would have refused. */
export const LOCAL_ONLY_HEADER = 'x-inferwatch-local-only';

const DEFAULT_MODEL = fileURLToPath(new URL('../model/model.tar.gz', import.meta.url));
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const REQUEST_TIMEOUT_MS = 60_000;

export interface ModelServerOptions extends InvocationOptions {
  /**
   * A `model.tar.gz` for SageMaker, or the XGBoost JSON model in it.
   * @default - the sample model
   */
  readonly modelPath?: string;
  /** @default 0, which takes a free port */
  readonly port?: number;
  /**
   * Loopback only: the server has neither authorisation nor TLS.
   * @default '127.0.0.1'
   */
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
}

export interface ModelServer {
  /** For example `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string;
  /** Stops listening and ends open connections. May be called more than once. */
  dispose(): Promise<void>;
}

/** Why a model server did not start. */
export class ModelServerError extends Error {
  override readonly name = 'ModelServerError';
  readonly code: 'model-unreadable' | 'not-loopback' | 'cannot-listen';

  constructor(code: ModelServerError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Starts a server with the contract of SageMaker's inference containers (`GET /ping`, `POST /invocations`) that scores
 * a `multi:softprob` model. `invoke` says which requests are answered how, and where AWS differs.
 *
 * @throws ModelServerError if the model cannot be read, or the port is taken
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { modelPath = DEFAULT_MODEL, port = 0, host = '127.0.0.1', jsonRequests } = options;
  if (!LOOPBACK.includes(host)) {
    throw new ModelServerError('not-loopback', `host is "${host}": write 127.0.0.1, ::1 or localhost`);
  }
  const read = readModel(modelPath);
  if (!read.ok) {
    throw new ModelServerError('model-unreadable', read.error);
  }
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    handle(read.model, request, { jsonRequests }).then(
      (answer) => send(response, answer),
      () => send(response, { status: 500, body: 'the request could not be answered' }),
    );
  });
  server.on('clientError', (_error, socket) => {
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
  await listen(server, port, host);
  return { url: addressOf(server, host), dispose: () => close(server) };
}

async function handle(model: SoftprobModel, request: IncomingMessage, options: InvocationOptions): Promise<Answer> {
  const path = request.url?.split('?')[0];
  const methods = path === '/ping' ? ['GET', 'HEAD'] : path === '/invocations' ? ['POST'] : [];
  if (!methods.includes(request.method ?? '')) {
    const known = methods.length > 0;
    const body = known ? `${request.method} is not allowed: use ${methods[0]}` : 'write /ping or /invocations';
    return { status: known ? 405 : 404, body };
  }
  if (path === '/ping') {
    return { status: 200, body: '' };
  }
  const body = await readBody(request);
  return body === undefined
    ? { status: 413, body: `the body is larger than ${MAX_BODY_BYTES} bytes` }
    : invoke(model, { body, contentType: request.headers['content-type'], accept: request.headers.accept }, options);
}

/**
 * Reads the whole body, also one that is too large, because a client that is still sending does not see the answer.
 *
 * @returns undefined if the body is too large
 */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    }
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) {
    return;
  }
  response.statusCode = answer.status;
  if (answer.status !== 204) {
    response.setHeader('content-type', answer.contentType ?? 'text/plain; charset=utf-8');
  }
  if (answer.localOnly) {
    response.setHeader(LOCAL_ONLY_HEADER, 'application/json request');
  }
  response.end(answer.body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (cause: Error): void => {
      const reason = 'code' in cause && cause.code === 'EADDRINUSE' ? 'the port is in use' : cause.message;
      reject(new ModelServerError('cannot-listen', `cannot listen on ${host}:${port}: ${reason}`, { cause }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

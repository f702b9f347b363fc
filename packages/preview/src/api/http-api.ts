import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ResolvedAssembly } from '../../../assembly/src/index.ts';
import type { Functions } from '../functions/index.ts';
import { KEEP_ALIVE_MS } from '../keep-alive.ts';
import { type ApiConfig, readApiConfig } from './api-config.ts';
import { isLoopbackHost, readBody, readRequest } from './api-request.ts';
import { type ApiResponse, gatewayResponse } from './api-response.ts';
import type { AuthorisationMode } from './authorisation.ts';
import { Gateway } from './gateway.ts';
import type { HttpApi, HttpApiDependencies, HttpApiResult, RequestToAuthorise } from './types.ts';

/** Never another address: whatever runs in the preview is for this machine alone. */
const ADDRESS = '127.0.0.1';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (payload size) */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The same page: request line and header values together. */
const MAX_HEADER_BYTES = 10_240;

/** Real milliseconds that running requests get when the API stops. */
const GRACE_MS = 2000;

function send(target: ServerResponse, method: string, response: ApiResponse, complete: boolean): void {
  const withoutBody = response.status === 204 || response.status === 304;
  target.statusCode = response.status;
  for (const [name, value] of response.headers) target.setHeader(name, typeof value === 'string' ? value : [...value]);
  if (!withoutBody) target.setHeader('content-length', response.body.length);
  // The rest of the request was not read, so the connection cannot carry another one.
  if (!complete) target.setHeader('connection', 'close');
  target.end(withoutBody || method === 'HEAD' ? undefined : response.body);
}

async function serve(gateway: Gateway, message: IncomingMessage, target: ServerResponse): Promise<void> {
  const request = readRequest(message);
  if (!isLoopbackHost(message.headers.host)) {
    send(target, request.method, gatewayResponse(403, 'Forbidden'), false);
    return;
  }
  let body: Buffer | undefined;
  try {
    body = await readBody(message, MAX_BODY_BYTES);
  } catch {
    // The client went away before it had sent its request.
    target.destroy();
    return;
  }
  send(target, request.method, await gateway.handle(request, body), body !== undefined);
}

/** Answers what is not HTTP, or has headers that are too large, and hangs up. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const body = JSON.stringify({ message: tooLarge ? 'Request Header Fields Too Large' : 'Bad Request' });
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function listen(server: Server, port: number): Promise<number | Error> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, ADDRESS, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** What most callers have to show. */
function authorisationOf({ routes }: ApiConfig, mode: AuthorisationMode): HttpApi['authorisation'] {
  if (mode === 'open') return 'open';
  return routes.map(({ authorization }) => authorization.type).find((type) => type !== 'none') ?? 'none';
}

function authorise(gateway: Gateway, address: string, { method, body }: RequestToAuthorise): Record<string, string> {
  const { host, pathname: path, search } = new URL(address);
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
  return gateway.authorise({ method, host, path, query: search.slice(1), body: bytes });
}

/** Serves the assembly's HTTP API on 127.0.0.1, for whom its routes let in. */
export async function startHttpApi(
  assembly: ResolvedAssembly,
  functions: Functions,
  deps: HttpApiDependencies,
): Promise<HttpApiResult> {
  const read = readApiConfig(assembly);
  if (read.status === 'error') return read;
  const { config } = read;
  const gateway = new Gateway(config, { ...deps, functions });
  const answer = (message: IncomingMessage, target: ServerResponse) => {
    serve(gateway, message, target).catch(() => target.destroy());
  };
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS }, answer);
  // Node.js would answer 417, without a body, to an `Expect` that it does not know; HTTP lets a server pass over it.
  server.on('checkExpectation', answer);
  server.on('clientError', refuseBrokenRequest);

  const port = await listen(server, deps.port ?? 0);
  if (port instanceof Error) {
    const inUse = 'code' in port && port.code === 'EADDRINUSE';
    const reason = inUse ? 'is in use: choose another one' : `cannot be opened: ${port.message}`;
    return { status: 'error', message: `port ${deps.port} of ${ADDRESS} ${reason}` };
  }
  const [stage] = config.stages.some(({ name }) => name === '$default') ? [] : config.stages;
  const api: HttpApi = {
    url: `http://${ADDRESS}:${port}${stage ? `/${stage.name}` : ''}`,
    apiId: config.id,
    routes: config.routes.map(({ key }) => key),
    authorisation: authorisationOf(config, deps.authorisation ?? 'enforced'),
    authorise: (url, request) => authorise(gateway, url, request),
    dispose: () => close(server),
  };
  return { status: 'success', api };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { KEEP_ALIVE_MS } from '../keep-alive.ts';
import type { ServicePlugin, ServiceRequest } from '../types.ts';
import { credentialScope } from './credential-scope.ts';
import { encodeError, operationOf, type PluginResponse, protocolOf, unsupported } from './protocol.ts';
import { refuseOldSignature } from './signature-time.ts';
import type { ServiceEndpoint, ServiceEndpointOptions } from './types.ts';

/** The only address the endpoint listens on. */
const LOOPBACK = '127.0.0.1';

/** Largest request body in bytes: SageMaker's 25 MB, the largest of any emulated service, and some room to see more. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Real milliseconds that requests under way get to finish when the endpoint is disposed of. */
const GRACE_MS = 500;

/**
 * Starts the one HTTP server behind which every emulated AWS service lives. A request goes to the plugin whose signing
 * name stands in its SigV4 credential scope, which every AWS SDK writes. Signatures are not checked: the credentials of
 * the preview are dummies. Disposing of the endpoint disposes of the plugins too.
 */
export async function startServiceEndpoint(
  plugins: readonly ServicePlugin[],
  options: ServiceEndpointOptions = {},
): Promise<ServiceEndpoint> {
  const bySigningName = new Map(plugins.map((plugin) => [plugin.signingName, plugin]));
  const answer = async (request: ServiceRequest): Promise<PluginResponse> => {
    const signingName = credentialScope(request)?.service;
    if (signingName === undefined) return unsigned(request);
    const refused = refuseOldSignature(request);
    if (refused) return refused;
    const operation = operationOf(request, protocolOf(request, signingName));
    const intercepted = options.intercept?.({ service: signingName, operation, request });
    if (intercepted) return intercepted;
    const plugin = bySigningName.get(signingName);
    if (plugin) return plugin.handle(request);
    return unsupported(request, signingName, operation);
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, answer, options.onUnsupported).then(
      (response) => write(outgoing, response),
      () => outgoing.destroy(),
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service endpoint has no port');
  return {
    url: `http://${LOOPBACK}:${address.port}`,
    dispose: async () => {
      await close(server);
      await Promise.all(plugins.map((plugin) => plugin.dispose()));
    },
  };
}

async function serve(
  incoming: IncomingMessage,
  answer: (request: ServiceRequest) => Promise<PluginResponse>,
  onUnsupported: ServiceEndpointOptions['onUnsupported'],
): Promise<PluginResponse> {
  const url = new URL(incoming.url ?? '/', 'http://endpoint');
  const body = await readBody(incoming);
  const request: ServiceRequest = {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: singleValued(incoming),
    body: body ?? Buffer.alloc(0),
  };
  if (body === undefined) {
    const message = `the request body is larger than ${MAX_BODY_BYTES} bytes`;
    const error = { status: 413, code: 'RequestEntityTooLargeException', message };
    return encodeError(request, protocolOf(request), error);
  }
  try {
    const response = await answer(request);
    if (response.unsupported) onUnsupported?.(response.unsupported);
    return response;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return encodeError(request, protocolOf(request), { status: 500, code: 'InternalFailure', message });
  }
}

/** The whole body, or undefined if it is too large; the rest of it is then thrown away unread. */
function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks)));
    incoming.on('error', reject);
  });
}

function singleValued(incoming: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}

function unsigned(request: ServiceRequest): PluginResponse {
  const message = 'the request is not signed: the preview tells services apart by the SigV4 credential scope';
  return encodeError(request, protocolOf(request), {
    status: 403,
    code: 'MissingAuthenticationTokenException',
    message,
  });
}

function write(outgoing: ServerResponse, response: PluginResponse): void {
  const body = typeof response.body === 'string' ? Buffer.from(response.body) : (response.body ?? Buffer.alloc(0));
  // Whoever asked has to give up: the server never closes a connection that stalls before it is disposed of.
  if (response.stalls === 'at once') return;
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': body.length });
  if (response.stalls === 'half-way') outgoing.write(body.subarray(0, body.length / 2));
  else outgoing.end(body);
}

/** Stops listening, gives requests under way a moment, then cuts them. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(cut);
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { startModelServer } from '../../sample/index.ts';

/** SageMaker's runtime with the sample model behind every endpoint. */
export interface SageMakerStandIn {
  readonly url: string;
  /** While it is true, the model fails. */
  failing: boolean;
  dispose(): Promise<void>;
}

/** `InvokeEndpoint`. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const INVOCATIONS = /^\/endpoints\/[\w-]+\/invocations$/;

/** Starts it on a free loopback port. */
export async function startSageMaker(): Promise<SageMakerStandIn> {
  const model = await startModelServer();
  const state = { failing: false };
  const server = createServer((request, response) => {
    answer(request, response, model.url, state.failing).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    dispose: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await model.dispose();
    },
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  modelUrl: string,
  failing: boolean,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method !== 'POST' || !INVOCATIONS.test(request.url ?? '')) {
    sendError(response, 404, 'ValidationError', { Message: 'write POST /endpoints/<name>/invocations' });
    return;
  }
  if (failing) {
    sendError(response, 424, 'ModelError', { Message: 'the model fails on purpose', OriginalStatusCode: 500 });
    return;
  }
  const { 'content-type': contentType = '', accept = '*/*' } = request.headers;
  const answered = await fetch(`${modelUrl}/invocations`, {
    method: 'POST',
    headers: { 'content-type': contentType, accept },
    body: Buffer.concat(chunks),
  });
  const body = Buffer.from(await answered.arrayBuffer());
  if (!answered.ok) {
    const OriginalMessage = body.toString('utf8');
    sendError(response, 424, 'ModelError', { OriginalStatusCode: answered.status, OriginalMessage });
    return;
  }
  response.writeHead(200, {
    'content-type': answered.headers.get('content-type') ?? 'text/csv',
    'x-amzn-invoked-production-variant': 'AllTraffic',
  });
  response.end(body);
}

function sendError(response: ServerResponse, status: number, code: string, members: Record<string, unknown>): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify(members));
}

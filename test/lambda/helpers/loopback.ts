import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A request as a loopback server got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a loopback server answers; a function may write as it likes, or never. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string | Buffer }
  | ((response: ServerResponse) => void);

export interface Loopback {
  readonly url: string;
  readonly received: Received[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real HTTP server on 127.0.0.1, so that the SDK's own signing, encoding and sockets are part of the test. */
export async function startLoopback(reply: (request: Received, count: number) => Reply): Promise<Loopback> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const one = { path: request.url ?? '', headers: request.headers, body };
    received.push(one);
    const answer = reply(one, received.length);
    if (typeof answer === 'function') {
      answer(response);
    } else {
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** An error of a service that speaks AWS JSON or REST JSON. */
export const awsError = (status: number, type: string, message = type, more: Record<string, unknown> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type, 'x-amzn-requestid': 'aws-request-1' },
  body: JSON.stringify({ __type: type, message, Message: message, ...more }),
});

/** Takes the request and never answers. */
export const never: Reply = () => {};

/** What SQS answers to a `SendMessage`: the SDK compares the digest. */
export function messageSent({ body }: Received): Reply {
  const { MessageBody } = JSON.parse(body.toString());
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ MessageId: 'message-1', MD5OfMessageBody }),
  };
}

/** Settings that let an SDK client talk to a loopback server. */
export const clientOf = (url: string) => ({
  endpoint: url,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

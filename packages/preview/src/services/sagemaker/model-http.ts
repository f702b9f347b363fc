import { Agent, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps, Agent as SecureAgent } from 'node:https';
import type { AnswerHeaders, ModelAnswer } from './model-call.ts';

/** Connections that are used again. `fetch` takes three times the processor time, and each request passes here. */
const PLAIN = new Agent({ keepAlive: true });
const SECURE = new SecureAgent({ keepAlive: true });

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Bytes that the answer may have. */
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}

/** Sends a request to the container. Rejects if there is no answer, or when the signal aborts. */
export async function post(request: Post): Promise<ModelAnswer> {
  try {
    return await attempt(request, false);
  } catch (error) {
    // The container closed the idle connection in the very moment in which it was used again.
    if (error instanceof StaleConnection) return attempt(request, true);
    throw error;
  }
}

class StaleConnection extends Error {}

function attempt({ url, headers, body, limitBytes, signal }: Post, fresh: boolean): Promise<ModelAnswer> {
  const target = new URL(url);
  const secure = target.protocol === 'https:';
  const agent = fresh ? undefined : secure ? SECURE : PLAIN;
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length },
    signal,
    agent,
  };
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? overHttps : overHttp)(target, options);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
      reject(stale ? new StaleConnection() : error);
    });
    outgoing.on('response', (incoming) => {
      readBounded(incoming, limitBytes).then((read) => {
        if (read === undefined) {
          outgoing.destroy();
          resolve({ outcome: 'too large' });
          return;
        }
        resolve({ outcome: 'answered', status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: read });
      }, reject);
    });
    outgoing.end(body);
  });
}

function headersOf({ headers }: IncomingMessage): AnswerHeaders {
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return (Array.isArray(value) ? value.join(', ') : value) ?? null;
    },
  };
}

/** Undefined if there is more than the limit. */
async function readBounded(incoming: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

import fc from 'fast-check';
import { type Operation, readOperations } from './api-document.ts';
import { garbage, type HttpRequest, httpRequests } from './http-requests.ts';
import { type Answer, problemOf } from './judge.ts';
import { type FuzzOptions, type FuzzProgress, type FuzzSettings, fuzz } from './run.ts';
import { type ApiAddress, bytesOf, exchange } from './wire.ts';

/** How a connection is counted that ends without an answer. */
export const NO_ANSWER = 0;

/** The preview gets one request where the function gets so many. */
export const SHARE = 10;

/** What API Gateway answers to what is no request of a route. */
const WITHOUT_ROUTE: ReadonlySet<number> = new Set([400, 403, 404, 413, 431]);

const isGatewayMessage = (body: string): boolean => /^\{"message":"[A-Za-z ]+"\}$/.test(body);

function problemOfAnswer(
  answer: Answer,
  operations: readonly Operation[],
  key: string | undefined,
): string | undefined {
  const { status, body } = answer;
  // Documented, but only for a function that gave no answer, which none of these requests may bring about.
  if (status >= 500 && isGatewayMessage(body)) return `status ${status}: the function gave no answer`;
  if (key === undefined && WITHOUT_ROUTE.has(status) && isGatewayMessage(body)) return undefined;
  const expected = operations.filter((operation) => key === undefined || operation.key === key);
  return problemOf(answer, expected, []);
}

/** Bytes that a socket surely takes at once. */
const SMALL = 64 * 1024;

/**
 * Whether a connection may end without an answer: what was sent is no HTTP, or ends before the end of the request, or goes
 * on behind it; or the client may still have been sending when it was refused, which can reset the connection before it
 * reads why (https://www.rfc-editor.org/rfc/rfc9112#section-9.6).
 */
const mayEnd = (request: HttpRequest | Buffer): boolean =>
  Buffer.isBuffer(request) || !['length', 'chunked'].includes(request.framing) || request.body.length > SMALL;

const leaves = (request: HttpRequest | Buffer): boolean => Buffer.isBuffer(request) || request.framing === 'short';

/** Sends malformed requests to a preview's API over sockets. @throws Error that names what must not be */
export async function fuzzPreview(
  address: ApiAddress,
  settings: FuzzSettings,
  options: FuzzOptions = {},
): Promise<FuzzProgress> {
  const operations = readOperations();
  const requests: fc.Arbitrary<HttpRequest | Buffer> = fc.oneof(
    { weight: 30, arbitrary: httpRequests(operations) },
    { weight: 1, arbitrary: garbage },
  );
  return await fuzz(
    requests,
    async (request) => {
      const bytes = Buffer.isBuffer(request) ? request : bytesOf(request, address);
      const answer = await exchange(bytes, address, leaves(request));
      if (answer === undefined) {
        if (mayEnd(request)) return NO_ANSWER;
        throw new Error('the connection ended without an answer');
      }
      const isRequest = !Buffer.isBuffer(request);
      // An answer to HEAD has no body to look at.
      if (isRequest && request.method === 'HEAD') return answer.status;
      const problem = problemOfAnswer(answer, operations, isRequest ? request.key : undefined);
      if (problem !== undefined) throw new Error(problem);
      return answer.status;
    },
    settings,
    { ...options, scale: SHARE },
  );
}

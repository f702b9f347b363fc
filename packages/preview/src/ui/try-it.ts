import type { IncomingMessage } from 'node:http';
import type { TrafficRequest } from '../traffic/types.ts';
import { jsonReply, type Reply, refusal } from './reply.ts';
import { MAX_REQUEST_BYTES, readRequestBody } from './request-body.ts';

/** Samples that the page offers. */
export const SAMPLES_OFFERED = 30;

/** Real milliseconds until the form gives up; above the 30 s after which an HTTP API answers by itself. */
const TIMEOUT_MS = 35_000;

export interface TryItOptions {
  /** Base address of the API. */
  readonly apiUrl: string;
  readonly samples: readonly TrafficRequest[];
}

/** What `GET /samples.json` lists. */
export interface OfferedSample {
  readonly body: string;
  readonly contentType: string;
  /** The right answer, where it is known. */
  readonly label: number | null;
}

export function offeredSamples({ samples }: TryItOptions): readonly OfferedSample[] {
  return samples
    .slice(0, SAMPLES_OFFERED)
    .map(({ body, contentType, label }) => ({ body, contentType, label: label ?? null }));
}

/**
 * Sends what the form holds to the API and gives its answer back as it is. The page cannot call the API itself: it is
 * another origin, and which origins an API allows (CORS) is the application's own setting, not the preview's.
 */
export async function forwardInference(request: IncomingMessage, { apiUrl }: TryItOptions): Promise<Reply> {
  if (!isSameOrigin(request)) return refusal(403, 'only the form of this page may send: its origin is another one');
  const body = await readRequestBody(request);
  if (body === undefined) return refusal(413, `the form takes at most ${MAX_REQUEST_BYTES} bytes`);
  try {
    const response = await fetch(`${apiUrl}/inference`, {
      method: 'POST',
      headers: { 'content-type': request.headers['content-type'] ?? 'text/csv' },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    // Whatever a model answers, it is shown as text and must not become a page of this origin.
    return { status: response.status, type: /json/.test(type) ? type : 'text/plain', body: await response.text() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return jsonReply({ error: { code: 'no-answer', message: `the API gave no answer: ${message}` } }, 504);
  }
}

/**
 * Browsers write the origin of the page into each POST, and no page can write another one. A form of a foreign site
 * therefore cannot send, and neither can one whose browser hides its origin (`null`).
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin
 */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin === `http://${headers.host}`;
}

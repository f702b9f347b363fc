import type { InferenceRecord } from '../shared/record-schema.ts';
import { FAILURE_STATUS, type Failure, RETRY_AFTER_SECONDS } from './failures.ts';

/** What an HTTP API takes from a function, payload format 2.0. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The model's answer: JSON goes out exactly as the model wrote it, everything else as text. */
export interface Prediction {
  readonly text: string;
  readonly isJson: boolean;
}

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' } as const;

/**
 * A response of a Lambda function may have 6 MB, and the body is escaped once more on its way.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (invocation payload)
 */
const MAX_ESCAPED_BODY_BYTES = 6_000_000;
/** Below it no escaping can exceed the limit, so that it need not be measured. */
const SURELY_SMALL_CHARACTERS = 256 * 1024;

/**
 * JSON of an object whose last member is given as JSON already: the model's numbers are not parsed and written again,
 * which would round integers beyond 2^53 and take time.
 */
function withRawMember(members: Readonly<Record<string, unknown>>, name: string, rawJson: string): string {
  return `${JSON.stringify(members).slice(0, -1)},${JSON.stringify(name)}:${rawJson}}`;
}

const rawPrediction = ({ text, isJson }: Prediction): string => (isJson ? text : JSON.stringify(text));

export interface Answer {
  readonly requestId: string;
  readonly endpoint: string;
  readonly variant?: string;
  readonly latencyMs: number;
  readonly prediction: Prediction;
}

export function answerResponse(answer: Answer, replayed = false): HttpResponse {
  const { prediction, requestId, endpoint, variant, latencyMs } = answer;
  return {
    statusCode: 200,
    headers: replayed ? { ...HEADERS, 'idempotency-replayed': 'true' } : HEADERS,
    body: withRawMember({ requestId, endpoint, variant, latencyMs }, 'prediction', rawPrediction(prediction)),
  };
}

/** The function's platform would refuse to pass on a response of this size. */
export function isTooLarge({ body }: HttpResponse): boolean {
  return body.length > SURELY_SMALL_CHARACTERS && Buffer.byteLength(JSON.stringify(body)) > MAX_ESCAPED_BODY_BYTES;
}

export function failureResponse({ code, message }: Failure, requestId: string): HttpResponse {
  const retryAfter = RETRY_AFTER_SECONDS[code];
  return {
    statusCode: FAILURE_STATUS[code],
    headers: retryAfter === undefined ? HEADERS : { ...HEADERS, 'retry-after': String(retryAfter) },
    body: JSON.stringify({ error: { code, message, requestId } }),
  };
}

export function healthResponse(): HttpResponse {
  return { statusCode: 200, headers: HEADERS, body: '{"status":"ok"}' };
}

/** A stored record as its readers see it: without what only this service needs (hashes, claims). */
export function recordResponse(record: InferenceRecord): HttpResponse {
  const { claimToken, inputSha256, prediction, predictionIsJson, errorCode, errorMessage, ...shown } = record;
  const members = {
    ...shown,
    ...(errorCode === undefined ? {} : { error: { code: errorCode, message: errorMessage ?? '' } }),
  };
  // A truncated JSON text is no JSON any more.
  const isJson = predictionIsJson === true && record.predictionTruncated !== true;
  return {
    statusCode: 200,
    headers: HEADERS,
    body:
      prediction === undefined
        ? JSON.stringify(members)
        : withRawMember(members, 'prediction', rawPrediction({ text: prediction, isJson })),
  };
}

import { setMaxListeners } from 'node:events';
import { createDeadline } from '../deadline.ts';
import type { Outcome, OutcomeKind, TrafficRequest, TrafficSource } from './types.ts';

/** Real milliseconds until the client gives up; above the 30 s after which an HTTP API answers by itself. */
export const CLIENT_TIMEOUT_MS = 35_000;

export interface SenderOptions {
  /** Address of the route that takes inference requests. */
  readonly url: string;
  /** Headers with which a request is let in. @default - none */
  readonly authorise?: (
    url: string,
    request: { readonly method: string; readonly body: string },
  ) => Record<string, string>;
  readonly predictedLabel?: TrafficSource['predictedLabel'];
  /** Real milliseconds. @default CLIENT_TIMEOUT_MS */
  readonly timeoutMs?: number;
  /** Gives up what is under way when the preview stops. */
  readonly signal?: AbortSignal;
}

/** Sends a request over HTTP and says how it ended. Never rejects. */
export function createSender(options: SenderOptions): (request: TrafficRequest) => Promise<Outcome> {
  const { url, authorise, predictedLabel, timeoutMs = CLIENT_TIMEOUT_MS } = options;
  // Each request under way listens, and there may be many.
  if (options.signal) setMaxListeners(0, options.signal);
  return async (request) => {
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    const deadline = createDeadline(options.signal, timeoutMs);
    try {
      const { body: content, contentType } = request;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': contentType, ...authorise?.(url, { method: 'POST', body: content }) },
        body: content,
        signal: deadline.signal,
      });
      const body = await response.text();
      return { ...classifyAnswer(response.status, body, request.label, predictedLabel), latencyMs: elapsed() };
    } catch (error) {
      const inTime = options.signal?.aborted || !deadline.signal.aborted;
      const problem = inTime ? describeNetworkError(error) : `no answer in ${timeoutMs / 1000} s`;
      return { kind: 'failed', status: 0, latencyMs: elapsed(), recorded: false, problem };
    } finally {
      deadline[Symbol.dispose]();
    }
  };
}

/** What an answer of the inference route means. */
export function classifyAnswer(
  status: number,
  body: string,
  label: number | undefined,
  predictedLabel: TrafficSource['predictedLabel'],
): Omit<Outcome, 'latencyMs'> {
  const answer = parseObject(body);
  if (status === 200 && typeof answer.requestId === 'string') {
    const predicted = label === undefined ? undefined : predictedLabel?.(answer.prediction);
    const correct = label === undefined || !predictedLabel ? undefined : predicted === label;
    const prediction = describePrediction(answer.prediction, predictedLabel);
    return { kind: 'ok', status, requestId: answer.requestId, recorded: true, prediction, correct };
  }
  const error = typeof answer.error === 'object' && answer.error !== null ? answer.error : {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const requestId = 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined;
  const kind = failureKind(status, requestId !== undefined);
  const problem = `${status}${code === undefined ? '' : ` ${code}`}`;
  return { kind, status, requestId, recorded: requestId !== undefined && reachedEndpoint(status, code), problem };
}

/** Characters of a prediction that is no label. */
const PREDICTION_LENGTH = 80;

function describePrediction(prediction: unknown, predictedLabel: TrafficSource['predictedLabel']): string {
  const label = predictedLabel?.(prediction);
  if (label !== undefined) return String(label);
  const text = typeof prediction === 'string' ? prediction : (JSON.stringify(prediction) ?? '');
  return text.length > PREDICTION_LENGTH ? `${text.slice(0, PREDICTION_LENGTH - 1)}…` : text;
}

/**
 * A 429 that the function gave comes from an endpoint without capacity, which is the system's fault; the API's own 429
 * (without the function's id) means that the caller sends more than it may.
 */
function failureKind(status: number, answeredByFunction: boolean): OutcomeKind {
  if (status === 429) return answeredByFunction ? 'failed' : 'rejected';
  return status >= 400 && status < 500 ? 'rejected' : 'failed';
}

/** Failures of the function that say: the endpoint was not asked, or the id is not that of a record. */
const NOT_RECORDED = new Set([
  'internal-error',
  'idempotency-unavailable',
  'record-store-unavailable',
  'request-in-progress',
]);

/** Whether an error that the function answered with came from the endpoint, so that it stored a record of it. */
function reachedEndpoint(status: number, code: string | undefined): boolean {
  if (code === 'model-rejected-input') return true;
  return (status === 429 || status >= 502) && (code === undefined || !NOT_RECORDED.has(code));
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function describeNetworkError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return `no answer (${cause.code})`;
  return `no answer (${cause instanceof Error ? cause.message : String(cause)})`;
}

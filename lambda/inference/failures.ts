import type { ModelFailureCode } from '../shared/ports.ts';

/** HTTP status of each way in which a request can fail. 4xx except 429 is the caller's fault, the rest is ours. */
export const FAILURE_STATUS = {
  'empty-body': 400,
  'malformed-body': 400,
  'malformed-json': 400,
  'malformed-csv': 400,
  'invalid-idempotency-key': 400,
  'idempotency-key-reused': 400,
  'model-rejected-input': 400,
  'not-found': 404,
  'body-too-large': 413,
  'stored-answer-truncated': 413,
  'unsupported-content-type': 415,
  'endpoint-throttled': 429,
  'model-error': 502,
  'model-answer-unusable': 502,
  'endpoint-refused': 502,
  'endpoint-unreachable': 502,
  'internal-error': 502,
  'endpoint-unavailable': 503,
  'idempotency-unavailable': 503,
  'record-store-unavailable': 503,
  'request-in-progress': 503,
  'model-timeout': 504,
} as const;

export type FailureCode = keyof typeof FAILURE_STATUS;

export interface Failure {
  readonly code: FailureCode;
  /** For the caller: says what to change, and nothing about how the service works inside. */
  readonly message: string;
  /** For the log only. */
  readonly cause?: unknown;
}

/** Seconds after which a caller may try again, where trying again makes sense. */
export const RETRY_AFTER_SECONDS: Partial<Readonly<Record<FailureCode, number>>> = {
  'endpoint-throttled': 1,
  'endpoint-unavailable': 5,
  'idempotency-unavailable': 2,
  'record-store-unavailable': 2,
  'request-in-progress': 1,
};

const MODEL_FAILURE_MESSAGES: Readonly<Record<ModelFailureCode, string>> = {
  'model-rejected-input': 'the model refused this input; check it against what the model expects',
  'endpoint-throttled': 'the model endpoint is at its capacity; try again later',
  'model-error': 'the model failed on this request',
  'endpoint-refused': 'the model endpoint refused the request',
  'endpoint-unreachable': 'the model endpoint could not be reached',
  'endpoint-unavailable': 'the model endpoint is not ready; try again later',
  'model-timeout': 'the model did not answer in time',
};

export function modelFailure(code: ModelFailureCode, cause: unknown): Failure {
  return { code, message: MODEL_FAILURE_MESSAGES[code], cause };
}

/** The caller has to change something; counted as rejected, never as an error of the service. */
export function isCallersFault(code: FailureCode): boolean {
  const status = FAILURE_STATUS[code];
  return status < 500 && status !== 429;
}

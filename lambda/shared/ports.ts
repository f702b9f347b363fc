import type { MetricName } from '../../contract/metrics.ts';
import type { Deadline } from './deadline.ts';
import type { InferenceRecord } from './record-schema.ts';

/** What the use cases need from the world. Each port has one adapter per technology, and an in-memory one in tests. */

export interface Clock {
  /** Wall-clock time, milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that only ever grow; differences of it are durations. */
  monotonic(): number;
  sleep(ms: number): Promise<void>;
}

export interface Ids {
  /** A random UUID. */
  random(): string;
}

export interface ModelCall {
  /** Joins the function's and the endpoint's logs. */
  readonly requestId: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Why the endpoint gave no prediction. */
export type ModelFailureCode =
  | 'model-rejected-input'
  | 'endpoint-throttled'
  | 'model-error'
  | 'endpoint-refused'
  | 'endpoint-unreachable'
  | 'endpoint-unavailable'
  | 'model-timeout';

export type ModelAnswer =
  | { readonly status: 'answered'; readonly body: Uint8Array; readonly contentType: string; readonly variant?: string }
  | { readonly status: 'failed'; readonly code: ModelFailureCode; readonly cause: unknown };

export interface ModelEndpoint {
  readonly name: string;
  /** Never rejects for a failure of the endpoint; ends by the deadline. */
  invoke(call: ModelCall, deadline: Deadline): Promise<ModelAnswer>;
}

/** A request's right to be the one that runs the inference of an idempotency key. */
export interface Claim {
  readonly requestId: string;
  /** Random; tells this request's claim from another's. */
  readonly token: string;
  readonly endpoint: string;
  readonly contentType: string;
  readonly inputSha256: string;
  /** Epoch milliseconds at which the claim was made. */
  readonly claimedAt: number;
  /** Epoch milliseconds after which the function that made it is certainly gone. */
  readonly abandonedAt: number;
}

/** The port could not do it now; the cause is for the log. */
export interface Unavailable {
  readonly status: 'unavailable';
  readonly cause: unknown;
}

export type ClaimResult =
  | { readonly status: 'claimed' }
  | { readonly status: 'answered'; readonly record: InferenceRecord }
  | { readonly status: 'in-progress' }
  | { readonly status: 'key-reused' }
  | Unavailable;

export type GetResult =
  | { readonly status: 'found'; readonly record: InferenceRecord }
  /** Claimed, not finished; `abandonedAt` as in {@link Claim}. */
  | { readonly status: 'in-progress'; readonly abandonedAt: number }
  | { readonly status: 'missing' }
  | Unavailable;

/** `superseded`: another request, or a newer attempt, has written its result already; that one stays. */
export type PutResult = { readonly status: 'stored' } | { readonly status: 'superseded' } | Unavailable;

export interface RecordStore {
  /** Writes a finished record; for a claimed one only as long as the claim is its own. */
  put(record: InferenceRecord, deadline: Deadline): Promise<PutResult>;
  /** Writes a record that comes late; a finished record is never replaced by an older one. */
  putLate(record: InferenceRecord, deadline: Deadline): Promise<PutResult>;
  get(requestId: string, deadline: Deadline): Promise<GetResult>;
  claim(claim: Claim, deadline: Deadline): Promise<ClaimResult>;
}

export interface RecordQueue {
  send(record: InferenceRecord, deadline: Deadline): Promise<{ readonly status: 'queued' } | Unavailable>;
}

export type MetricValues = Partial<Readonly<Record<MetricName, number>>>;

export interface Metrics {
  /**
   * Takes the values of one request; never throws.
   *
   * @param at epoch milliseconds
   */
  record(values: MetricValues, requestId: string, at: number): void;
  /** Brings out what is buffered, within the deadline as far as it can; never rejects. */
  flush(deadline: Deadline): Promise<void>;
}

export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}

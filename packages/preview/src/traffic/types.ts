/** A request that the traffic generator sends. */
export interface TrafficRequest {
  readonly body: string;
  readonly contentType: string;
  /** The right answer, where it is known. */
  readonly label?: number;
}

/**
 * How a request ended: `ok` with a prediction; `failed` through the system's fault (5xx, no answer, or the endpoint out
 * of capacity); `rejected` through the caller's fault (any other 4xx).
 */
export type OutcomeKind = 'ok' | 'failed' | 'rejected';

export interface Outcome {
  readonly kind: OutcomeKind;
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** Real milliseconds from sending until the whole answer was there. */
  readonly latencyMs: number;
  /** The function's id of the request, if it gave one. */
  readonly requestId?: string;
  /** True if the request reached the endpoint, so that a record of it must exist. */
  readonly recorded: boolean;
  /** What the model answered, in a few characters; undefined if there is no prediction. */
  readonly prediction?: string;
  /** Whether the prediction is the label; undefined if there is no prediction or no label. */
  readonly correct?: boolean;
  /** What went wrong, in a few words. */
  readonly problem?: string;
}

/** Where requests come from. */
export interface TrafficSource {
  /** A real sample. */
  next(): TrafficRequest;
  /** A request that is broken on purpose. */
  nextInvalid(): TrafficRequest;
  /** Label that an answer's `prediction` stands for; undefined if it is none. */
  predictedLabel?(prediction: unknown): number | undefined;
}

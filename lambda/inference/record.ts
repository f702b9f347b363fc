import { type InferenceRecord, MAX_STORED_INPUT_BYTES, MAX_STORED_PREDICTION_BYTES } from '../shared/record-schema.ts';
import { truncateToJsonBytes } from '../shared/truncate.ts';
import type { Failure } from './failures.ts';
import type { ModelCallResult } from './model-call.ts';
import type { InferenceInput } from './request.ts';
import type { Prediction } from './responses.ts';

export interface FinishedInference {
  readonly requestId: string;
  readonly endpoint: string;
  readonly input: InferenceInput;
  readonly call: ModelCallResult;
  /** Epoch milliseconds at which the request arrived. */
  readonly arrivedAt: number;
  readonly ttlSeconds?: number;
  readonly claimToken?: string;
}

function predictionParts({ text, isJson }: Prediction): Partial<InferenceRecord> {
  const stored = truncateToJsonBytes(text, MAX_STORED_PREDICTION_BYTES);
  return {
    prediction: stored.text,
    predictionIsJson: isJson,
    predictionBytes: Buffer.byteLength(text),
    predictionTruncated: stored.truncated,
  };
}

const failureParts = ({ code, message }: Failure): Partial<InferenceRecord> => ({
  errorCode: code,
  errorMessage: message,
});

/** The record of an inference, small enough for every place where it may be stored. */
export function recordOf(inference: FinishedInference): InferenceRecord {
  const { requestId, endpoint, input, call, arrivedAt, ttlSeconds, claimToken } = inference;
  const stored = truncateToJsonBytes(input.text, MAX_STORED_INPUT_BYTES);
  const succeeded = 'prediction' in call.outcome;
  return {
    requestId,
    status: succeeded ? 'SUCCEEDED' : 'FAILED',
    endpoint,
    variant: call.variant,
    contentType: input.contentType,
    input: stored.text,
    inputBytes: input.bytes.length,
    inputTruncated: stored.truncated,
    inputSha256: input.sha256,
    latencyMs: call.latencyMs,
    createdAt: new Date(arrivedAt).toISOString(),
    claimToken,
    expiresAt: ttlSeconds === undefined ? undefined : Math.floor(arrivedAt / 1000) + ttlSeconds,
    ...('prediction' in call.outcome ? predictionParts(call.outcome.prediction) : failureParts(call.outcome.failure)),
  };
}

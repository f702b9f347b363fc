import { isUtf8 } from 'node:buffer';
import type { Deadline } from '../shared/deadline.ts';
import type { ModelAnswer } from '../shared/ports.ts';
import { parseJson } from '../shared/redact.ts';
import type { Dependencies } from './dependencies.ts';
import { type Failure, modelFailure } from './failures.ts';
import type { InferenceInput } from './request.ts';
import type { Prediction } from './responses.ts';

/** One call of the model, retries included, answered or not. */
export interface ModelCallResult {
  /** Epoch milliseconds. */
  readonly calledAt: number;
  /** Wall time in milliseconds. */
  readonly latencyMs: number;
  readonly variant?: string;
  readonly outcome: { readonly prediction: Prediction } | { readonly failure: Failure };
}

const isJsonType = (contentType: string): boolean => /^\s*application\/(json|[^;\s]+\+json)\s*(;|$)/i.test(contentType);

/** Microseconds are more than the clock is worth over a network. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;

/** What the model answered: JSON if it says so and it is (Python writes NaN, which is none), else text. */
function readAnswer(answer: ModelAnswer): ModelCallResult['outcome'] {
  if (answer.status === 'failed') {
    return { failure: modelFailure(answer.code, answer.cause) };
  }
  if (!isUtf8(answer.body)) {
    const message = 'the model answered something that is no text';
    return { failure: { code: 'model-answer-unusable', message } };
  }
  const text = new TextDecoder().decode(answer.body);
  return { prediction: { text, isJson: isJsonType(answer.contentType) && parseJson(text) !== undefined } };
}

export async function callModel(
  requestId: string,
  input: InferenceInput,
  deadline: Deadline,
  { endpoint, clock }: Dependencies,
): Promise<ModelCallResult> {
  const calledAt = clock.now();
  const from = clock.monotonic();
  const call = { requestId, contentType: input.contentType, body: input.bytes };
  const answer = await endpoint.invoke(call, deadline);
  const latencyMs = roundMs(clock.monotonic() - from);
  const variant = answer.status === 'answered' ? answer.variant : undefined;
  return { calledAt, latencyMs, variant, outcome: readAnswer(answer) };
}

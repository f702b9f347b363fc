import { setTimeout as sleep } from 'node:timers/promises';
import { createDeadline } from '../../deadline.ts';
import { type Faults, type Random, type ServiceRequest, strikes } from '../../types.ts';
import { nextGarbage } from './garbage.ts';
import { post } from './model-http.ts';

/**
 * Real milliseconds that a container has for its answer.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export const MODEL_TIMEOUT_MS = 60_000;

/** Headers by name, in any case; `Headers` fits it. */
export interface AnswerHeaders {
  get(name: string): string | null;
}

/** What came of a call of the container. */
export type ModelAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly headers: AnswerHeaders; readonly body: Buffer }
  | { readonly outcome: 'timeout' }
  | { readonly outcome: 'too large' }
  | { readonly outcome: 'unreachable'; readonly cause: string };

export interface ModelCallDependencies {
  readonly modelUrl: string;
  readonly faults: Faults;
  readonly random: Random;
  /** @default {@link MODEL_TIMEOUT_MS} */
  readonly timeoutMs?: number;
}

/** Request headers that SageMaker hands to the container; all others are stripped. */
const FORWARDED_HEADERS = [
  'content-type',
  'accept',
  'x-amzn-sagemaker-custom-attributes',
  'x-amzn-sagemaker-inference-id',
  'x-amzn-sagemaker-target-model',
  'x-amzn-sagemaker-session-id',
];

const INJECTED_FAILURE = 'injected by the preview: the model fails';

/**
 * Sends the body to `POST {modelUrl}/invocations`, as SageMaker does, after the time and instead of the answer that the
 * faults ask for. Time is real time, because the caller measures real time.
 */
export async function callModel(
  request: ServiceRequest,
  limitBytes: number,
  deps: ModelCallDependencies,
): Promise<ModelAnswer> {
  const timeoutMs = deps.timeoutMs ?? MODEL_TIMEOUT_MS;
  const { modelLatencyMs, modelErrorRate } = deps.faults;
  // Its timer goes with the call: one of `AbortSignal.timeout` would stay for a minute after each.
  const deadline = createDeadline(undefined, timeoutMs);
  try {
    if (modelLatencyMs > 0) await sleep(modelLatencyMs, undefined, { signal: deadline.signal });
    if (deps.random() < modelErrorRate) {
      return { outcome: 'answered', status: 500, headers: new Headers(), body: Buffer.from(INJECTED_FAILURE) };
    }
    if (strikes(deps.faults.modelGarbageRate, deps.random)) return nextGarbage(limitBytes);
    const url = `${deps.modelUrl}/invocations`;
    return await post({ url, headers: forwarded(request), body: request.body, limitBytes, signal: deadline.signal });
  } catch (cause) {
    if (deadline.signal.aborted) return { outcome: 'timeout' };
    return { outcome: 'unreachable', cause: describe(cause) };
  } finally {
    deadline[Symbol.dispose]();
  }
}

function forwarded(request: ServiceRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of FORWARDED_HEADERS) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

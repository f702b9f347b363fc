import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, Random, ServiceRequest } from '../../types.ts';

/**
 * Real milliseconds that a container has for its answer.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export const MODEL_TIMEOUT_MS = 60_000;

/** What came of a call of the container. */
export type ModelAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly headers: Headers; readonly body: Buffer }
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
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    if (modelLatencyMs > 0) await sleep(modelLatencyMs, undefined, { signal: deadline });
    if (deps.random() < modelErrorRate) {
      return { outcome: 'answered', status: 500, headers: new Headers(), body: Buffer.from(INJECTED_FAILURE) };
    }
    const response = await fetch(`${deps.modelUrl}/invocations`, {
      method: 'POST',
      headers: forwarded(request),
      body: new Uint8Array(request.body),
      redirect: 'manual',
      signal: deadline,
    });
    const body = await readBounded(response, limitBytes);
    if (body === undefined) return { outcome: 'too large' };
    return { outcome: 'answered', status: response.status, headers: response.headers, body };
  } catch (cause) {
    if (deadline.aborted) return { outcome: 'timeout' };
    return { outcome: 'unreachable', cause: describe(cause) };
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

async function readBounded(response: Response, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` hides what happened to the connection in the cause. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}

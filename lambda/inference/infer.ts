import type { Deadline } from '../shared/deadline.ts';
import type { MetricValues } from '../shared/ports.ts';
import type { InferenceRecord } from '../shared/record-schema.ts';
import type { Dependencies } from './dependencies.ts';
import { type Failure, isCallersFault } from './failures.ts';
import { begin } from './idempotency.ts';
import { checkIdempotencyKey } from './idempotency-key.ts';
import { type InferenceLogEntry, logInference, type RequestNames } from './log-line.ts';
import { callModel, type ModelCallResult, roundMs } from './model-call.ts';
import { type Persisted, persist } from './persist.ts';
import { recordOf } from './record.ts';
import { checkRequest, type HttpBody, type InferenceInput } from './request.ts';
import { answerResponse, failureResponse, type HttpResponse, isTooLarge } from './responses.ts';

/** A `POST /inference` as it arrived. */
export interface InferenceRequest extends HttpBody {
  readonly names: Omit<RequestNames, 'requestId'>;
  /** `requestContext.authorizer`: who calls. */
  readonly authorizer: unknown;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  /** {@link Clock.monotonic} at the same moment. */
  readonly startedAt: number;
}

/** What is known of the request at each step; the log line is made of it. */
interface Progress {
  readonly request: InferenceRequest;
  readonly names: RequestNames;
  readonly deps: Dependencies;
}

/** Checks, claims, calls the model, stores, reports: the whole of `POST /inference`. */
export async function infer(request: InferenceRequest, deadline: Deadline, deps: Dependencies): Promise<HttpResponse> {
  const key = checkIdempotencyKey(request.headers['idempotency-key'], request.authorizer);
  const derivedId = key.ok ? key.value : undefined;
  const requestId = derivedId ?? deps.ids.random();
  const progress: Progress = { request, names: { ...request.names, requestId }, deps };
  const input = checkRequest(request);
  if (!input.ok) {
    return refuse(input.failure, progress);
  }
  if (!key.ok) {
    return refuse(key.failure, progress, input.value);
  }
  const modelDeadline = deadline.reserving(deps.settings.persistReserveMs);
  if (derivedId === undefined) {
    return await run(input.value, undefined, modelDeadline, deadline, progress);
  }
  const { contentType, sha256: inputSha256 } = input.value;
  const beginning = await begin({ requestId, contentType, inputSha256 }, modelDeadline, deadline, deps);
  switch (beginning.status) {
    case 'failed':
      return refuse(beginning.failure, progress, input.value);
    case 'answered':
      return replay(beginning.record, progress, input.value);
    case 'run':
      return await run(input.value, beginning.claimToken, modelDeadline, deadline, progress);
  }
}

function report(
  { request, names, deps }: Progress,
  entry: Omit<InferenceLogEntry, keyof RequestNames | 'endpoint' | 'calledAt' | 'overheadMs'> & {
    readonly calledAt?: number;
  },
): number {
  const overheadMs = roundMs(deps.clock.monotonic() - request.startedAt - (entry.latencyMs ?? 0));
  const calledAt = entry.calledAt ?? request.arrivedAt;
  logInference({ ...names, endpoint: deps.endpoint.name, ...entry, calledAt, overheadMs }, deps.settings, deps.log);
  return overheadMs;
}

/** The request ends before the model is asked: nothing is stored, and only a caller's fault is counted. */
function refuse(failure: Failure, progress: Progress, input?: InferenceInput): HttpResponse {
  const { deps, names } = progress;
  const rejected = isCallersFault(failure.code);
  if (rejected) {
    deps.metrics.record({ RejectedCount: 1 }, names.requestId, deps.clock.now());
  }
  report(progress, { outcome: rejected ? 'rejected' : 'failed', failure, input });
  return failureResponse(failure, names.requestId);
}

/** The stored answer of an idempotency key. The model was not asked, so no metric of it is due. */
function replay(record: InferenceRecord, progress: Progress, input: InferenceInput): HttpResponse {
  const { requestId, endpoint, variant, latencyMs, prediction, predictionIsJson, predictionTruncated } = record;
  if (prediction === undefined || predictionTruncated === true) {
    const message = 'the answer to this idempotency-key was too large to be kept whole; read its beginning by its id';
    return refuse({ code: 'stored-answer-truncated', message }, progress, input);
  }
  report(progress, { outcome: 'replayed', input, output: prediction, variant });
  const stored = { text: prediction, isJson: predictionIsJson === true };
  return answerResponse({ requestId, endpoint, variant, latencyMs, prediction: stored }, true);
}

/** Response and outcome of a finished call; an answer that no response can carry is a failure of the model. */
function respond(call: ModelCallResult, requestId: string, endpoint: string): [HttpResponse, ModelCallResult] {
  if ('failure' in call.outcome) {
    return [failureResponse(call.outcome.failure, requestId), call];
  }
  const { variant, latencyMs, outcome } = call;
  const response = answerResponse({ requestId, endpoint, variant, latencyMs, prediction: outcome.prediction });
  if (!isTooLarge(response)) {
    return [response, call];
  }
  const failure: Failure = {
    code: 'model-answer-unusable',
    message: 'the answer of the model is too large to be sent',
  };
  return [failureResponse(failure, requestId), { ...call, outcome: { failure } }];
}

async function run(
  input: InferenceInput,
  claimToken: string | undefined,
  modelDeadline: Deadline,
  deadline: Deadline,
  progress: Progress,
): Promise<HttpResponse> {
  const { request, names, deps } = progress;
  const endpoint = deps.endpoint.name;
  const answered = await callModel(names.requestId, input, modelDeadline, deps);
  const [response, call] = respond(answered, names.requestId, endpoint);
  const { requestId } = names;
  const { arrivedAt } = request;
  const ttlSeconds = deps.settings.recordTtlSeconds;
  const record = recordOf({ requestId, endpoint, input, call, arrivedAt, ttlSeconds, claimToken });
  const persisted = await persist(record, deadline, deps);
  const { calledAt, latencyMs, variant, outcome } = call;
  const overheadMs =
    'failure' in outcome
      ? reportFailure(outcome.failure, progress, { input, calledAt, latencyMs, persisted })
      : report(progress, {
          outcome: 'succeeded',
          input,
          output: outcome.prediction.text,
          calledAt,
          latencyMs,
          variant,
          persisted,
        });
  deps.metrics.record(metricsOf(call, overheadMs, persisted), requestId, deps.clock.now());
  return response;
}

function reportFailure(
  failure: Failure,
  progress: Progress,
  facts: Pick<InferenceLogEntry, 'input' | 'latencyMs' | 'persisted'> & { readonly calledAt: number },
): number {
  return report(progress, { ...facts, failure, outcome: isCallersFault(failure.code) ? 'rejected' : 'failed' });
}

function metricsOf({ latencyMs, outcome }: ModelCallResult, overheadMs: number, persisted: Persisted): MetricValues {
  const rejected = 'failure' in outcome && isCallersFault(outcome.failure.code);
  return {
    LatencyMs: latencyMs,
    SuccessCount: 'prediction' in outcome ? 1 : 0,
    ErrorCount: 'failure' in outcome && !rejected ? 1 : 0,
    RejectedCount: rejected ? 1 : undefined,
    OverheadMs: overheadMs,
    PersistFailureCount: persisted === 'queue' || persisted === 'log' ? 1 : 0,
    // Left out when all is well: a metric that is not sent costs nothing.
    LogOnlyRecordCount: persisted === 'log' ? 1 : undefined,
  };
}

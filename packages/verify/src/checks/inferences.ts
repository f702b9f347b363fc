import { setTimeout as sleep } from 'node:timers/promises';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import type { ApiAnswer, ApiClient } from '../http-client.ts';
import { failureIn, searchLog } from '../log-search.ts';
import { idempotencyKey } from '../sample-input.ts';
import { type Failed, fail, type Outcome, pass } from '../types.ts';
import { functionFailed } from './health.ts';

/** The inferences that were made, for the checks of their traces. */
export interface TestInferences {
  readonly requestIds: readonly string[];
  /** Epoch milliseconds before the first. */
  readonly startedAt: number;
}

/** Answers that may pass: the endpoint starts, or is at its capacity. The same key makes sure that nothing runs twice. */
const MAY_PASS = new Set([429, 503, 504]);
const ATTEMPTS = 3;
const RETRY_PAUSE_MS = 2000;

/** Real milliseconds that the log line of a failure gets to arrive. */
const LOG_WAIT_MS = 10_000;
const LOG_PAUSE_MS = 1000;

/** Sends the marked test inferences, one after the other. */
export async function checkInferences(
  context: VerifyContext,
  stack: DeployedStack,
  call: ApiClient,
): Promise<Outcome<TestInferences>> {
  const startedAt = Date.now();
  const requestIds: string[] = [];
  const latencies: number[] = [];
  for (let number = 1; number <= context.inferences; number += 1) {
    context.progress(`test inference ${number} of ${context.inferences}`);
    const answer = await infer(number, context, call);
    const requestId = answer.body?.requestId;
    if (answer.status !== 200 || typeof requestId !== 'string' || answer.body?.prediction === undefined) {
      return explain(answer, context, stack, startedAt);
    }
    requestIds.push(requestId);
    if (typeof answer.body.latencyMs === 'number') latencies.push(answer.body.latencyMs);
  }
  const slowest = latencies.length === 0 ? '' : `, the slowest in ${Math.round(Math.max(...latencies))} ms`;
  return pass(`${requestIds.length} predictions${slowest}`, { requestIds, startedAt });
}

async function infer(number: number, { input, runId, signal }: VerifyContext, call: ApiClient): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call({
      method: 'POST',
      path: '/inference',
      headers: { 'content-type': input.contentType, 'idempotency-key': idempotencyKey(runId, number) },
      body: input.body,
    });
    if (!MAY_PASS.has(answer.status) || attempt === ATTEMPTS) return answer;
    await sleep(RETRY_PAUSE_MS, undefined, { signal });
  }
}

/** Cause and fix by the code that the function answers with. */
const BY_CODE: Readonly<Record<string, readonly [cause: string, fix: string]>> = {
  'model-rejected-input': [
    'the endpoint serves another model than the sample, and refuses its row',
    'give an input that your model takes: --input row.csv (or .json)',
  ],
  'endpoint-throttled': [
    'the endpoint is at its capacity',
    'run this again at a quieter time, or raise maxConcurrency',
  ],
  'endpoint-unavailable': ['the endpoint is being made or updated', 'wait until it is InService and run this again'],
  'endpoint-unreachable': ['the function cannot reach SageMaker', "look at the function's network settings"],
  'model-timeout': [
    'the model did not answer in time: a cold start, or a slow model',
    'run this again; if it stays, give the endpoint more memory',
  ],
  'idempotency-unavailable': [
    'the function cannot use its table: the table name is wrong, or its permission is missing',
    'look at the check function and at TABLE_NAME among its variables, or deploy again',
  ],
  'model-error': ['the model container fails', "read the endpoint's log group /aws/sagemaker/Endpoints/…"],
};

async function explain(
  answer: ApiAnswer,
  context: VerifyContext,
  stack: DeployedStack,
  startedAt: number,
): Promise<Failed> {
  const { status, text, body } = answer;
  const detail = `POST /inference answers ${status}: ${text.slice(0, 200)}`;
  if (status === 401)
    return fail(detail, 'the API wants a bearer token', 'set INFERWATCH_TOKEN to a token of its issuer');
  if (status === 403) {
    const permission = 'the credentials lack the permission execute-api:Invoke';
    return fail(detail, permission, 'attach the policy docs/verify-policy.json to who runs this');
  }
  const error = Object(body?.error);
  const code: unknown = Reflect.get(error, 'code');
  const requestId: unknown = Reflect.get(error, 'requestId');
  if (typeof code !== 'string') return onlyFailed(await functionFailed(detail, context, stack, startedAt));
  const logged = typeof requestId === 'string' ? await loggedReason(requestId, context, stack, startedAt) : undefined;
  const endpoint = stack.output('EndpointName') ?? 'the endpoint';
  if (logged !== undefined && /[Ee]ndpoint .* not found|Could not find endpoint/.test(logged)) {
    return fail(
      `${detail} (${logged})`,
      `the endpoint ${endpoint} does not exist: it was deleted, or endpoint.existing.name is misspelt`,
      'deploy the inference stack again, or correct endpoint.existing.name',
    );
  }
  const [cause, fix] = BY_CODE[code] ?? ['the function could not get a prediction', "read the function's log"];
  return fail(logged === undefined ? detail : `${detail} (${logged})`, cause, fix);
}

const onlyFailed = (outcome: Outcome<never>): Failed =>
  outcome.status === 'fail' ? outcome : fail(outcome.detail, 'unknown', 'read the log of the function');

/** What the function logged about a request; undefined if that cannot be found soon. */
async function loggedReason(
  requestId: string,
  { clients, signal }: VerifyContext,
  stack: DeployedStack,
  since: number,
): Promise<string | undefined> {
  const logGroup = stack.output('FunctionLogGroup');
  if (logGroup === undefined) return undefined;
  const deadline = Date.now() + LOG_WAIT_MS;
  try {
    for (;;) {
      const lines = await searchLog(clients, { logGroup, pattern: `"${requestId}"`, since });
      const reason = lines.map(failureIn).find((text) => text !== undefined && text !== 'inference');
      if (reason !== undefined || Date.now() >= deadline) return reason;
      await sleep(LOG_PAUSE_MS, undefined, { signal });
    }
  } catch {
    // Another check tells what is wrong with the log.
    return undefined;
  }
}

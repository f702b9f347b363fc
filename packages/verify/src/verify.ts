import { randomUUID } from 'node:crypto';
import { type AwsClients, createAwsClients } from './aws-clients.ts';
import { checkAlarmActions, checkAlarms } from './checks/alarms.ts';
import { checkCredentials } from './checks/credentials.ts';
import { checkDashboard } from './checks/dashboard.ts';
import { checkFunction } from './checks/function.ts';
import { checkHealth } from './checks/health.ts';
import { checkInferences, type TestInferences } from './checks/inferences.ts';
import { checkLakeSettings } from './checks/lake-settings.ts';
import { checkLogLines } from './checks/log-lines.ts';
import { checkMetricFormat, checkMetrics, countBefore } from './checks/metrics.ts';
import { checkRecords } from './checks/records.ts';
import { checkSubscriptions } from './checks/subscriptions.ts';
import type { VerifyContext } from './context.ts';
import { type DeployedStack, type Deployment, findDeployment, stackName } from './deployment.ts';
import { type ApiClient, createApiClient } from './http-client.ts';
import { Recorder } from './recorder.ts';
import { sampleInput, type TestInput } from './sample-input.ts';
import { CHECKS, type CheckResult, type VerifyReport } from './types.ts';

/** Real milliseconds that each wait for records, log lines and metrics may take: metrics need one to three minutes. */
export const DEFAULT_WAIT_MS = 5 * 60_000;
/** Real milliseconds of one call: the API itself may take 30 s. */
export const DEFAULT_REQUEST_MS = 35_000;
/** Test inferences. */
export const DEFAULT_INFERENCES = 3;

export interface VerifyOptions {
  readonly region: string;
  /** Address of the preview or of another emulator. @default - AWS */
  readonly endpointUrl?: string;
  /** Prefix of the deployment (`prefix` in its settings). @default - none */
  readonly stackPrefix?: string;
  /** Test inferences to send. @default 3 */
  readonly inferences?: number;
  /** @default - a row of the sample model */
  readonly input?: TestInput;
  /** Bearer token, for an API with JWT authorisation. @default - requests are signed with SigV4 */
  readonly token?: string;
  /** Real milliseconds. @default 300000 */
  readonly waitMs?: number;
  /** Real milliseconds. @default 35000 */
  readonly requestMs?: number;
  /** @default - made for the Region and the address; disposed of at the end */
  readonly clients?: AwsClients;
  readonly signal?: AbortSignal;
  readonly onResult?: (result: CheckResult) => void;
  readonly onProgress?: (state: string) => void;
}

/**
 * Checks a deployment as its users would meet it. Nothing is changed but what the marked test inferences leave behind:
 * a record each, their log lines and their metrics.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const { region, endpointUrl, requestMs = DEFAULT_REQUEST_MS, signal } = options;
  const startedAt = performance.now();
  const clients = options.clients ?? createAwsClients({ region, endpointUrl, requestTimeoutMs: requestMs });
  const recorder = new Recorder(options.onResult ?? (() => {}), endpointUrl, signal);
  const context: VerifyContext = {
    clients,
    region,
    endpointUrl,
    input: options.input ?? sampleInput(),
    inferences: options.inferences ?? DEFAULT_INFERENCES,
    runId: randomUUID(),
    token: options.token,
    timeouts: { requestMs, waitMs: options.waitMs ?? DEFAULT_WAIT_MS },
    signal,
    progress: options.onProgress ?? (() => {}),
  };
  try {
    const found = await runChecks(context, recorder, options.stackPrefix ?? '');
    const checks = recorder.results.toSorted((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
    return {
      result: checks.some(({ status }) => status === 'fail') ? 'fail' : 'pass',
      region,
      account: found.account,
      runId: context.runId,
      requestIds: found.requestIds,
      tookMs: Math.round(performance.now() - startedAt),
      checks,
    };
  } finally {
    if (!options.clients) clients.dispose();
  }
}

interface Found {
  readonly account?: string;
  readonly requestIds: readonly string[];
}

async function runChecks(context: VerifyContext, recorder: Recorder, prefix: string): Promise<Found> {
  const account = await recorder.run('credentials', 'ask who calls', () => checkCredentials(context));
  if (account === undefined) {
    recorder.skip('needs the check credentials', ...CHECKS.slice(1));
    return { requestIds: [] };
  }
  const { clients, region } = context;
  const deployment = await recorder.run('stacks', 'read the stacks', () => findDeployment(clients, prefix, region));
  if (!deployment) {
    recorder.skip('needs the check stacks', ...CHECKS.slice(2));
    return { account, requestIds: [] };
  }
  await checkMonitoring(context, recorder, deployment, prefix);
  await checkLake(context, recorder, deployment, prefix);
  const { inference } = deployment;
  if (inference) return { account, requestIds: await checkPipeline(context, recorder, inference) };
  const missing = `there is no stack ${stackName('inference', prefix)}`;
  recorder.skip(missing, 'function', 'health', 'inferences', 'records', 'log-lines', 'metrics', 'metric-format');
  return { account, requestIds: [] };
}

async function checkMonitoring(
  context: VerifyContext,
  recorder: Recorder,
  { monitoring }: Deployment,
  prefix: string,
): Promise<void> {
  if (!monitoring) {
    const missing = `there is no stack ${stackName('monitoring', prefix)}: deploy it to be told of failures`;
    recorder.skip(missing, 'dashboard', 'alarms', 'alarm-actions', 'subscriptions');
    return;
  }
  await recorder.run('dashboard', 'read the dashboard', () => checkDashboard(context, monitoring));
  const alarms = await recorder.run('alarms', 'read the alarms', () => checkAlarms(context, monitoring));
  if (alarms) await recorder.run('alarm-actions', 'judge the alarms', () => checkAlarmActions(alarms, monitoring));
  else recorder.skip('needs the check alarms', 'alarm-actions');
  await recorder.run('subscriptions', 'read the subscriptions', () => checkSubscriptions(context, monitoring));
}

async function checkLake(
  context: VerifyContext,
  recorder: Recorder,
  { dataLake }: Deployment,
  prefix: string,
): Promise<void> {
  if (dataLake) await recorder.run('lake-settings', 'read the settings', () => checkLakeSettings(context, dataLake));
  else recorder.skip(`there is no stack ${stackName('dataLake', prefix)}`, 'lake-settings');
}

/** @returns the ids of the test inferences */
async function checkPipeline(
  context: VerifyContext,
  recorder: Recorder,
  stack: DeployedStack,
): Promise<readonly string[]> {
  await recorder.run('function', 'read the function', () => checkFunction(context, stack));
  const call = apiClient(context, stack);
  if (!call) {
    recorder.skip(`${stack.name} has no output ApiUrl`, 'health', 'inferences', 'records', 'log-lines', 'metrics');
    return [];
  }
  await recorder.run('health', 'call the API', () => checkHealth(context, stack, call));
  // Without the permission to read metrics their own check says so, later.
  const before = await countBefore(context, stack).catch(() => undefined);
  const made = await recorder.run('inferences', 'call the API', () => checkInferences(context, stack, call));
  if (made) await checkTraces(context, recorder, stack, made, before ?? 0);
  else recorder.skip('needs the check inferences', 'records', 'log-lines', 'metrics');
  await recorder.run('metric-format', 'read the metrics', () => checkMetricFormat(context, stack));
  return made?.requestIds ?? [];
}

async function checkTraces(
  context: VerifyContext,
  recorder: Recorder,
  stack: DeployedStack,
  made: TestInferences,
  before: number,
): Promise<void> {
  await recorder.run('records', 'read the table', () => checkRecords(context, stack, made));
  await recorder.run('log-lines', 'read the log', () => checkLogLines(context, stack, made));
  await recorder.run('metrics', 'read the metrics', () => checkMetrics(context, stack, made, before));
}

function apiClient(context: VerifyContext, stack: DeployedStack): ApiClient | undefined {
  const url = stack.output('ApiUrl');
  if (url === undefined) return undefined;
  const { region, clients, token, timeouts, signal } = context;
  return createApiClient({
    url,
    region,
    credentials: clients.credentials,
    token,
    timeoutMs: timeouts.requestMs,
    signal,
  });
}

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListSubscriptionsByTopicCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Preview, startPreview } from '../../packages/preview/src/index.ts';
import type { Intercept, InterceptedCall } from '../../packages/preview/src/services/index.ts';
import { type AwsError, encodeError, protocolOf } from '../../packages/preview/src/services/protocol.ts';
import {
  type CheckName,
  createAwsClients,
  idempotencyKey,
  inputSha256,
  sampleInput,
  type VerifyOptions,
  type VerifyReport,
  verify,
} from '../../packages/verify/src/index.ts';
import { callApi } from './harness.ts';

const REGION = 'us-east-1';

/** Short, because nothing in the preview arrives later than in a moment. */
const WAIT_MS = 3000;

let intercept: Intercept = () => undefined;

const start = async (assemblyDirectory: string): Promise<Preview> => {
  const result = await startPreview({ assemblyDirectory, speed: 1, intercept: (call) => intercept(call) });
  if (result.status === 'error') throw new Error(result.message);
  return result.preview;
};

const check = (preview: Preview, options: Partial<VerifyOptions> = {}): Promise<VerifyReport> =>
  verify({ region: REGION, endpointUrl: preview.awsEndpointUrl, waitMs: WAIT_MS, ...options });

const withStatus = ({ checks }: VerifyReport, status: string): CheckName[] =>
  checks.filter((result) => result.status === status).map((result) => result.check);

const resultOf = ({ checks }: VerifyReport, name: CheckName) => checks.find((result) => result.check === name);

/** Answers an operation with an error of AWS. */
const failing = (service: string, operation: RegExp, error: AwsError): Intercept => {
  return (call) => {
    if (call.service !== service || !operation.test(call.operation)) return undefined;
    return encodeError(call.request, protocolOf(call.request, service), error);
  };
};

/** Runs something against the application with its inference or monitoring template changed. */
async function withTemplate(
  stack: string,
  change: (resource: { Type: string; Properties: Record<string, unknown> }) => void,
  run: (preview: Preview) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'inferwatch-verify-'));
  try {
    await cp(inject('assemblyDirectory'), directory, { recursive: true });
    const file = join(directory, `${stack}.template.json`);
    const template = JSON.parse(await readFile(file, 'utf8'));
    for (const resource of Object.values<{ Type: string; Properties: Record<string, unknown> }>(template.Resources)) {
      change(resource);
    }
    await writeFile(file, JSON.stringify(template));
    const preview = await start(directory);
    try {
      await run(preview);
    } finally {
      await preview.dispose();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Sets a variable of every function that has it. */
const setVariable =
  (name: string, value: string) =>
  ({ Type, Properties }: { Type: string; Properties: Record<string, unknown> }) => {
    const variables = Reflect.get(Object(Properties.Environment), 'Variables');
    if (Type === 'AWS::Lambda::Function' && variables?.[name] !== undefined) variables[name] = value;
  };

let preview: Preview;

beforeAll(async () => {
  preview = await start(inject('assemblyDirectory'));
});

beforeEach(() => {
  intercept = () => undefined;
});

afterAll(() => preview.dispose());

describe('a healthy deployment', () => {
  it('passes every check', async () => {
    const report = await check(preview);

    expect(report.result).toBe('pass');
    expect(withStatus(report, 'pass')).toHaveLength(report.checks.length);
    expect(preview.unsupported()).toEqual([]);
  });

  it('has as many more records as there were test inferences, which the report names', async () => {
    const before = (await preview.records.count()).stored;

    const report = await check(preview, { inferences: 2 });

    expect(report.requestIds).toHaveLength(2);
    expect((await preview.records.count()).stored).toBe(before + 2);
  });

  it('has records of test inferences that their input and their key tell apart', async () => {
    const { runId, requestIds } = await check(preview, { inferences: 1 });

    const replayed = await callApi(preview, '/inference', {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': idempotencyKey(runId, 1) },
      body: sampleInput().body,
    });
    const record = await callApi(preview, `/inference/${requestIds[0]}`);

    // The key leads to the record, and the record holds the input whose hash is theirs alone.
    expect(((await replayed.json()) as { requestId: string }).requestId).toBe(requestIds[0]);
    expect(inputSha256({ body: ((await record.json()) as { input: string }).input, contentType: '' })).toBe(
      inputSha256(sampleInput()),
    );
  });

  it('is asked for nothing that the documented policy does not allow', async () => {
    const called = new Set<string>();
    intercept = (call) => {
      // The functions have keys of their own.
      if (call.request.headers.authorization?.includes('Credential=preview/')) called.add(actionOf(call));
      return undefined;
    };

    await check(preview);

    const file = fileURLToPath(new URL('../../docs/verify-policy.json', import.meta.url));
    const { Statement } = JSON.parse(await readFile(file, 'utf8')) as { Statement: { Action: string | string[] }[] };
    const allowed = Statement.flatMap(({ Action }) => Action);
    // Who calls, everybody may ask; the API and the table's key are not reached through the endpoint.
    expect([...called].filter((action) => action !== 'sts:GetCallerIdentity').toSorted()).toEqual(
      allowed.filter((action) => !['execute-api:Invoke', 'kms:Decrypt'].includes(action)).toSorted(),
    );
  });
});

/** The IAM action of a call. */
function actionOf({ service, operation }: InterceptedCall): string {
  const prefix = service === 'monitoring' ? 'cloudwatch' : service;
  if (operation.endsWith('/configuration')) return `${prefix}:GetFunctionConfiguration`;
  return `${prefix}:${operation.replace(/^POST \//, '')}`;
}

describe('a fault in the account', () => {
  it('wrong Region: says where the stacks are', async () => {
    const report = await check(preview, { region: 'eu-west-1' });

    expect(withStatus(report, 'fail')).toEqual(['stacks']);
    expect(resultOf(report, 'stacks')).toMatchObject({
      cause: 'wrong Region: the stacks are in us-east-1',
      fix: 'run this with --region us-east-1',
    });
    expect(withStatus(report, 'skipped')).toHaveLength(report.checks.length - 2);
  });

  it('a prefix that nothing is deployed with: says so, and not that the Region is wrong', async () => {
    const report = await check(preview, { stackPrefix: 'staging' });

    expect(resultOf(report, 'stacks')).toMatchObject({
      detail: 'there is neither staging-InferwatchInference nor staging-InferwatchMonitoring in us-east-1',
      cause: expect.stringContaining('nothing is deployed'),
    });
  });

  it('missing cloudwatch permission: names the action and the policy', async () => {
    const message =
      'User: arn:aws:iam::123456789012:user/preview is not authorized to perform: cloudwatch:GetMetricData because no identity-based policy allows the cloudwatch:GetMetricData action';
    intercept = failing('monitoring', /^GetMetricData$/, { status: 403, code: 'AccessDenied', message });

    const report = await check(preview);

    expect(withStatus(report, 'fail')).toEqual(['metrics', 'metric-format']);
    expect(resultOf(report, 'metrics')).toMatchObject({
      cause: 'the credentials lack the permission cloudwatch:GetMetricData',
      fix: expect.stringContaining('docs/verify-policy.json'),
    });
  });

  it('endpoint missing: names the endpoint', async () => {
    const message = 'Endpoint inferwatch-endpoint of account 123456789012 not found.';
    intercept = failing('sagemaker', /invocations$/, { status: 400, code: 'ValidationError', message });

    const report = await check(preview);

    expect(withStatus(report, 'fail')).toEqual(['inferences']);
    expect(resultOf(report, 'inferences')).toMatchObject({
      cause: expect.stringContaining('the endpoint inferwatch-endpoint does not exist'),
      fix: expect.stringContaining('endpoint.existing.name'),
    });
    expect(withStatus(report, 'skipped')).toEqual(['records', 'log-lines', 'metrics']);
  });

  it('dashboard deleted: says so', async () => {
    const message = 'Dashboard Inference-Monitoring-Dashboard does not exist';
    intercept = failing('monitoring', /^GetDashboard$/, {
      status: 404,
      code: 'DashboardNotFoundError',
      queryCode: 'ResourceNotFound',
      message,
    });

    const report = await check(preview);

    expect(withStatus(report, 'fail')).toEqual(['dashboard']);
    expect(resultOf(report, 'dashboard')).toMatchObject({
      detail: 'the dashboard Inference-Monitoring-Dashboard does not exist',
      cause: 'the dashboard was deleted by hand',
    });
  });

  it('log group missing: says how to make it', async () => {
    intercept = failing('logs', /^FilterLogEvents$/, {
      status: 400,
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });

    const report = await check(preview);

    expect(withStatus(report, 'fail')).toEqual(['log-lines']);
    expect(resultOf(report, 'log-lines')).toMatchObject({
      cause: expect.stringContaining('the log group is missing'),
      fix: expect.stringContaining('aws logs create-log-group'),
    });
  });
});

describe('a fault in the deployment', () => {
  it('function error: gives what the function logged', async () => {
    await withTemplate('InferwatchInference', setVariable('METRICS_TRANSPORT', 'nonsense'), async (broken) => {
      const report = await check(broken);

      expect(withStatus(report, 'fail')).toEqual(['health', 'inferences']);
      expect(resultOf(report, 'health')).toMatchObject({
        cause: expect.stringMatching(/^the function itself fails: .*METRICS_TRANSPORT/s),
        fix: expect.stringContaining('read the log group InferwatchInference-'),
      });
    });
  });

  it('table name wrong: names both tables', async () => {
    await withTemplate('InferwatchInference', setVariable('TABLE_NAME', 'no-such-table'), async (broken) => {
      const report = await check(broken);

      expect(withStatus(report, 'fail')).toEqual(['function', 'inferences']);
      expect(resultOf(report, 'function')).toMatchObject({
        detail: expect.stringMatching(
          /^TABLE_NAME of .* is no-such-table, but the stack's table is InferwatchInference-/,
        ),
        cause: expect.stringContaining('the table name is wrong'),
      });
      expect(resultOf(report, 'inferences')?.cause).toContain('the table name is wrong');
    });
  });

  it('alarm actions disabled: names the alarms and the command that enables them', async () => {
    const disable = ({ Type, Properties }: { Type: string; Properties: Record<string, unknown> }) => {
      if (Type === 'AWS::CloudWatch::Alarm' && Properties.AlarmName === 'High-Latency-Alarm')
        Properties.ActionsEnabled = false;
    };
    await withTemplate('InferwatchMonitoring', disable, async (broken) => {
      const report = await check(broken);

      expect(withStatus(report, 'fail')).toEqual(['alarm-actions']);
      expect(resultOf(report, 'alarm-actions')).toMatchObject({
        detail: 'the actions of 1 alarms are disabled: High-Latency-Alarm',
        fix: 'aws cloudwatch enable-alarm-actions --alarm-names High-Latency-Alarm',
      });
    });
  });
});

// Last, because a subscription that waits for its confirmation cannot be removed, as in SNS.
describe('subscriptions', () => {
  const clients = () =>
    createAwsClients({ region: REGION, endpointUrl: preview.awsEndpointUrl, requestTimeoutMs: 5000 });
  const topics = () =>
    ['CriticalTopicArn', 'WarningTopicArn'].map((output) =>
      String(preview.assembly.output('InferwatchMonitoring', output)),
    );

  async function unsubscribeAll(): Promise<void> {
    const { sns } = clients();
    for (const TopicArn of topics()) {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
  }

  beforeEach(unsubscribeAll);

  it('that nobody has are a failure with the setting that makes one', async () => {
    const report = await check(preview);

    expect(withStatus(report, 'fail')).toEqual(['subscriptions']);
    expect(resultOf(report, 'subscriptions')).toMatchObject({
      detail: 'no topic has a subscription: no alarm reaches anybody',
      fix: expect.stringContaining('-c alertEmail='),
    });
  });

  it('that wait for their confirmation are a failure that names the address and the e-mail', async () => {
    const { sns } = clients();
    for (const TopicArn of topics()) {
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'me@example.com' }));
    }

    const report = await check(preview);

    expect(withStatus(report, 'fail')).toEqual(['subscriptions']);
    expect(resultOf(report, 'subscriptions')).toMatchObject({
      detail: '2 of 2 subscriptions wait for confirmation: me@example.com',
      cause: expect.stringContaining('not confirmed'),
      fix: expect.stringContaining('open that e-mail'),
    });
  });
});

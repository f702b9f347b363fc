import { describe, expect, it } from 'vitest';
import { checkAlarmActions, checkAlarms } from '../src/checks/alarms.ts';
import { checkDashboard } from '../src/checks/dashboard.ts';
import { checkFunction } from '../src/checks/function.ts';
import { checkHealth } from '../src/checks/health.ts';
import { checkInferences } from '../src/checks/inferences.ts';
import { checkLakeSettings } from '../src/checks/lake-settings.ts';
import { checkLogLines } from '../src/checks/log-lines.ts';
import { checkMetricFormat, checkMetrics } from '../src/checks/metrics.ts';
import { checkRecords } from '../src/checks/records.ts';
import { checkSubscriptions } from '../src/checks/subscriptions.ts';
import { apiAnswer, awsError, fakeContext, fakeStack } from './support.ts';

const throwing = (error: Error) => () => {
  throw error;
};

describe('the function', () => {
  const stack = fakeStack({ FunctionName: 'f', TableName: 'table', EndpointName: 'endpoint' });
  const variables = { TABLE_NAME: 'table', ENDPOINT_NAME: 'endpoint' };
  const configured = (changes: object) =>
    checkFunction(
      fakeContext({
        GetFunctionConfigurationCommand: () => ({
          State: 'Active',
          LastUpdateStatus: 'Successful',
          Environment: { Variables: variables },
          ...changes,
        }),
      }),
      stack,
    );

  it('passes when it is active and names what the stack made', async () => {
    expect(await configured({})).toMatchObject({ status: 'pass' });
  });

  it.each([
    [{ Environment: { Variables: { ...variables, TABLE_NAME: 'other' } } }, 'TABLE_NAME of f is other'],
    [{ Environment: { Variables: { TABLE_NAME: 'table' } } }, 'ENDPOINT_NAME of f is not set'],
    [{ State: 'Pending', StateReason: 'being made' }, 'f is Pending'],
    [{ LastUpdateStatus: 'Failed' }, 'its last update Failed'],
  ])('fails when %o', async (changes, detail) => {
    expect(await configured(changes)).toMatchObject({ status: 'fail', detail: expect.stringContaining(detail) });
  });

  it('fails when it does not exist', async () => {
    const context = fakeContext({ GetFunctionConfigurationCommand: throwing(awsError('ResourceNotFoundException')) });

    expect(await checkFunction(context, stack)).toMatchObject({
      status: 'fail',
      detail: 'the function f does not exist',
    });
  });

  it('is skipped for a stack without one', async () => {
    expect(await checkFunction(fakeContext({}), fakeStack({}))).toMatchObject({ status: 'skipped' });
  });
});

describe('the dashboard', () => {
  const stack = fakeStack({}, { 'AWS::CloudWatch::Dashboard': ['D'] });
  const metrics = [
    ['InferencePipeline', 'LatencyMs'],
    ['.', 'SuccessCount'],
    ['.', 'ErrorCount'],
  ];
  const withBody = (DashboardBody: string) =>
    checkDashboard(fakeContext({ GetDashboardCommand: () => ({ DashboardBody }) }), stack);

  it('passes when it draws the metrics', async () => {
    expect(await withBody(JSON.stringify({ widgets: [{ metrics }] }))).toMatchObject({ status: 'pass' });
  });

  it.each([
    ['no JSON', 'has no widgets'],
    ['{"widgets":[]}', 'has no widgets'],
    [JSON.stringify({ widgets: [{ metrics: metrics.slice(1) }] }), 'does not draw LatencyMs'],
    [
      JSON.stringify({ widgets: [{ metrics: [['Other', 'LatencyMs', 'SuccessCount', 'ErrorCount']] }] }),
      'does not draw InferencePipeline',
    ],
  ])('fails with the body %s', async (body, detail) => {
    expect(await withBody(body)).toMatchObject({ status: 'fail', detail: expect.stringContaining(detail) });
  });
});

describe('the alarms', () => {
  const stack = fakeStack(
    { CriticalTopicArn: 'arn:critical', WarningTopicArn: 'arn:warning' },
    {
      'AWS::CloudWatch::Alarm': ['A'],
      'AWS::CloudWatch::CompositeAlarm': ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:C'],
    },
  );
  const described = (...names: string[]) =>
    fakeContext({
      DescribeAlarmsCommand: () => ({
        MetricAlarms: names.map((AlarmName) => ({ AlarmName, StateValue: 'ALARM', ActionsEnabled: true })),
      }),
    });

  it('pass when all of the stack exist, and tell which ring', async () => {
    expect(await checkAlarms(described('A', 'C'), stack)).toMatchObject({
      status: 'pass',
      detail: '2 alarms exist, in ALARM: A, C',
    });
  });

  it('fail with the names of those that do not exist', async () => {
    expect(await checkAlarms(described('A'), stack)).toMatchObject({
      status: 'fail',
      detail: '1 of 2 alarms do not exist: C',
    });
  });

  const alarm = { name: 'A', state: 'OK', actionsEnabled: true, actions: ['arn:critical'] };

  it.each([
    [[alarm], 'pass', '1 of 1 alarms call a topic; none calls WarningTopicArn'],
    [[{ ...alarm, actions: [], actionsEnabled: false }, alarm], 'pass', '1 of 2'],
    [[{ ...alarm, actionsEnabled: false }], 'fail', 'the actions of 1 alarms are disabled: A'],
    [[{ ...alarm, actions: ['arn:other'] }], 'fail', 'no alarm calls a topic'],
  ])('with %o end as %s', (alarms, status, detail) => {
    expect(checkAlarmActions(alarms, stack)).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });
});

describe('the subscriptions', () => {
  const stack = fakeStack({ CriticalTopicArn: 'arn:c', WarningTopicArn: 'arn:w' });
  const subscribed = (byTopic: Record<string, string[]>) =>
    checkSubscriptions(
      fakeContext({
        ListSubscriptionsByTopicCommand: ({ TopicArn }) => ({
          Subscriptions: (byTopic[String(TopicArn)] ?? []).map((SubscriptionArn) => ({
            SubscriptionArn,
            TopicArn,
            Endpoint: 'me@example.com',
          })),
        }),
      }),
      stack,
    );

  it.each([
    [{ 'arn:c': ['arn:1'], 'arn:w': ['arn:2'] }, 'pass', '2 confirmed subscriptions'],
    [{ 'arn:c': ['arn:1'] }, 'pass', 'none on arn:w'],
    [
      { 'arn:c': ['arn:1', 'PendingConfirmation'] },
      'fail',
      '1 of 2 subscriptions wait for confirmation: me@example.com',
    ],
    [{}, 'fail', 'no topic has a subscription'],
    [{ 'arn:c': ['Deleted'] }, 'fail', 'no topic has a subscription'],
  ])('%o end as %s', async (byTopic, status, detail) => {
    expect(await subscribed(byTopic)).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });

  it('fail when the topic is gone', async () => {
    const context = fakeContext({ ListSubscriptionsByTopicCommand: throwing(awsError('NotFoundException')) });

    expect(await checkSubscriptions(context, stack)).toMatchObject({ detail: 'the topic arn:c does not exist' });
  });
});

describe("Lake Formation's settings", () => {
  const stack = fakeStack({ AdministratorRoleArn: 'arn:admin' });
  const admins = [{ DataLakePrincipalIdentifier: 'arn:admin' }];
  const open = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }];

  it.each([
    [{ DataLakeAdmins: admins, CreateDatabaseDefaultPermissions: [] }, 'pass', 'are empty'],
    [{ DataLakeAdmins: admins, CreateTableDefaultPermissions: open }, 'fail', 'new tables are open'],
    [{ DataLakeAdmins: [] }, 'fail', 'arn:admin is no data lake administrator'],
  ])('%o end as %s', async (DataLakeSettings, status, detail) => {
    const context = fakeContext({ GetDataLakeSettingsCommand: () => ({ DataLakeSettings }) });

    expect(await checkLakeSettings(context, stack)).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });
});

describe('the API', () => {
  const stack = fakeStack({ FunctionLogGroup: 'log', EndpointName: 'e' });
  const silent = { FilterLogEventsCommand: () => ({ events: [] }) };

  it.each([
    [200, { status: 'ok' }, 'pass', ''],
    [500, { message: 'Internal Server Error' }, 'fail', 'the function itself fails'],
    [404, { message: 'Not Found' }, 'fail', 'the address is not that of the API'],
    [403, { message: 'Forbidden' }, 'fail', 'changed by hand'],
  ])('that answers its health with %s %o ends as %s', async (status, body, expected, cause) => {
    const outcome = await checkHealth(fakeContext(silent), stack, async () => apiAnswer(status, body));

    expect(outcome.status).toBe(expected);
    if (outcome.status === 'fail') expect(outcome.cause).toContain(cause);
  });

  it.each([
    [401, { message: 'Unauthorized' }, 'bearer token'],
    [403, { message: 'Forbidden' }, 'execute-api:Invoke'],
    [400, { error: { code: 'model-rejected-input', message: 'm' } }, 'another model than the sample'],
    [502, { error: { code: 'model-error', message: 'm' } }, 'the model container fails'],
    [502, { error: { code: 'something-new', message: 'm' } }, 'could not get a prediction'],
    [500, { message: 'Internal Server Error' }, 'the function itself fails'],
  ])('that answers an inference with %s %o says: %s', async (status, body, cause) => {
    const outcome = await checkInferences(fakeContext(silent), stack, async () => apiAnswer(status, body));

    expect(outcome).toMatchObject({ status: 'fail', cause: expect.stringContaining(cause) });
  });

  it('gets marked requests, each with a key of its own', async () => {
    const keys: (string | undefined)[] = [];
    const outcome = await checkInferences(fakeContext(silent), stack, async ({ headers }) => {
      keys.push(headers?.['idempotency-key']);
      return apiAnswer(200, { requestId: `id-${keys.length}`, prediction: '1', latencyMs: 40.4 });
    });

    expect(keys).toEqual(['inferwatch-verify:run:1', 'inferwatch-verify:run:2']);
    expect(outcome).toMatchObject({
      status: 'pass',
      detail: '2 predictions, the slowest in 40 ms',
      value: { requestIds: ['id-1', 'id-2'] },
    });
  });
});

describe('the traces of the test inferences', () => {
  const made = { requestIds: ['one', 'two'], startedAt: Date.now() };
  const stack = fakeStack({ TableName: 't', FunctionLogGroup: 'log', EndpointName: 'e' });

  it.each([
    ['SUCCEEDED', 'pass', '2 records in t'],
    ['PENDING', 'fail', '0 of 2 records'],
    [undefined, 'fail', 'missing one, two'],
  ])('with records that are %s end as %s', async (status, expected, detail) => {
    const context = fakeContext({ GetItemCommand: () => ({ Item: status && { status: { S: status } } }) });

    const outcome = await checkRecords(context, stack, made);

    expect(outcome).toMatchObject({ status: expected, detail: expect.stringContaining(detail) });
  });

  it('say that the table does not exist', async () => {
    const context = fakeContext({ GetItemCommand: throwing(awsError('ResourceNotFoundException')) });

    expect(await checkRecords(context, stack, made)).toMatchObject({ detail: 'the table t does not exist' });
  });

  it('are looked for in the log by request id, on every page', async () => {
    const patterns: unknown[] = [];
    const context = fakeContext({
      FilterLogEventsCommand: ({ filterPattern, nextToken }) => {
        patterns.push([filterPattern, nextToken]);
        return nextToken === undefined ? { nextToken: 'more' } : { events: [{ message: 'line' }] };
      },
    });

    const outcome = await checkLogLines(context, stack, { ...made, requestIds: ['one'] });

    expect(outcome).toMatchObject({ status: 'pass' });
    expect(patterns).toEqual([
      ['"one"', undefined],
      ['"one"', 'more'],
    ]);
  });

  const counting = (success: number, error: number) =>
    fakeContext({
      GetMetricDataCommand: () => ({
        MetricDataResults: ['0', '1'].flatMap((set) => [
          { Id: `successcount${set}`, Values: [success] },
          { Id: `errorcount${set}`, Values: [error] },
        ]),
      }),
    });

  it.each([
    [2, 0, 0, 'pass', 'grew by 2'],
    [5, 1, 4, 'pass', 'grew by 2'],
    [5, 0, 4, 'fail', '1 of 2 inferences in the metrics'],
    [0, 0, 0, 'fail', '0 of 2'],
  ])('with %s successes and %s errors after %s before end as %s', async (success, error, before, status, detail) => {
    const outcome = await checkMetrics(counting(success, error), stack, made, before);

    expect(outcome).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });

  it.each([
    [[], 'pass'],
    [[{ Id: 'emfparsingerrors', Values: [0] }], 'pass'],
    [[{ Id: 'emfvalidationerrors', Values: [1, 2] }], 'fail'],
  ])('with format errors %o end as %s', async (MetricDataResults, status) => {
    const context = fakeContext({ GetMetricDataCommand: () => ({ MetricDataResults }) });

    expect(await checkMetricFormat(context, stack)).toMatchObject({ status });
  });
});

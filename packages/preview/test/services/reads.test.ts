import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetDataLakeSettingsCommand, LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlarmService } from '../../src/observability/alarm-service.ts';
import type { RunningParts } from '../../src/services/index.ts';
import { ACCOUNT, REGION, type RunningServices, resource, resources, startServices } from './support.ts';

const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;
const MINUTE = 60_000;

/** Where a clock that stands still stands. */
const VIRTUAL_START = Date.UTC(2026, 0, 1);

const ALL = [
  resource('AWS::SNS::Topic', 'Alerts', { Subscription: [{ Protocol: 'email', Endpoint: 'a@b.c' }] }, { arn: TOPIC }),
  resource('AWS::Logs::LogGroup', 'Log', { LogGroupName: '/log' }),
  resource('AWS::CloudWatch::Dashboard', 'D', { DashboardBody: '{"widgets":[]}' }, { physicalId: 'Board' }),
  resource('AWS::CloudWatch::Alarm', 'A', {
    AlarmName: 'Slow',
    Namespace: 'N',
    MetricName: 'm',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [TOPIC],
  }),
  resource('AWS::CloudWatch::CompositeAlarm', 'C', { AlarmName: 'Any', AlarmRule: 'ALARM("Slow")' }),
  resource('AWS::Lambda::Function', 'F', { Environment: { Variables: { A: 'b' } } }, { physicalId: 'f' }),
];

const ASSEMBLY = {
  ...resources(...ALL),
  resources: ALL,
  stacks: [
    {
      name: 'Stack',
      account: ACCOUNT,
      region: REGION,
      outputs: {
        ApiUrl: { value: 'https://abc.execute-api.eu-central-1.amazonaws.com' },
        QueueUrl: { value: 'https://sqs.eu-central-1.amazonaws.com/123456789012/q' },
      },
    },
  ],
};

let services: RunningServices;
let running: RunningParts;

beforeEach(async () => {
  running = { apiUrl: 'http://127.0.0.1:4000' };
  // Real time runs on while the clock stands still, so that a range of time is one.
  const realStart = Date.now();
  const toVirtual = (realMs: number) => VIRTUAL_START + realMs - realStart;
  services = await startServices(ASSEMBLY, { deployed: ASSEMBLY, running, toVirtual });
});

afterEach(() => services.dispose());

describe('the emulated CloudFormation', () => {
  const client = (region = REGION) => new CloudFormationClient({ ...services.client, region });

  it('describes a stack with the addresses of this machine', async () => {
    const { Stacks = [] } = await client().send(new DescribeStacksCommand({ StackName: 'Stack' }));

    expect(Stacks[0]).toMatchObject({ StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(services.clock.now()) });
    expect(Stacks[0]?.Outputs).toMatchObject([
      { OutputKey: 'ApiUrl', OutputValue: 'http://127.0.0.1:4000' },
      { OutputKey: 'QueueUrl', OutputValue: `${services.endpoint.url}/${ACCOUNT}/q` },
    ]);
  });

  it.each([
    ['Other', REGION],
    ['Stack', 'us-east-1'],
  ])('knows no stack %s in %s', async (StackName, region) => {
    const answer = client(region).send(new DescribeStacksCommand({ StackName }));

    await expect(answer).rejects.toThrow(`Stack with id ${StackName} does not exist`);
  });

  it('lists the resources of a stack', async () => {
    const answer = await client().send(new ListStackResourcesCommand({ StackName: 'Stack' }));

    expect(answer.StackResourceSummaries).toHaveLength(ALL.length);
    expect(answer.StackResourceSummaries).toContainEqual(
      expect.objectContaining({ ResourceType: 'AWS::CloudWatch::Dashboard', PhysicalResourceId: 'Board' }),
    );
  });
});

describe('the emulated CloudWatch', () => {
  const client = () => new CloudWatchClient(services.client);
  const metric = { namespace: 'N', metricName: 'm', dimensions: { D: 'x' } };

  const publish = (...values: number[]) => {
    for (const value of values) services.metrics.publish({ ...metric, timestamp: services.clock.now(), value });
  };

  const range = () => ({ StartTime: new Date(Date.now() - MINUTE), EndTime: new Date(Date.now() + MINUTE) });
  const query = (Stat: string) => ({
    Id: 'q',
    MetricStat: {
      Metric: { Namespace: 'N', MetricName: 'm', Dimensions: [{ Name: 'D', Value: 'x' }] },
      Period: 60,
      Stat,
    },
  });

  it.each([
    ['Sum', 10],
    ['SampleCount', 4],
    ['Average', 2.5],
    ['p50', 2],
    ['p100', 4],
  ])('gives the %s of a metric', async (statistic, expected) => {
    publish(1, 2, 3, 4);

    const answer = await client().send(new GetMetricDataCommand({ ...range(), MetricDataQueries: [query(statistic)] }));

    expect(answer.MetricDataResults).toMatchObject([
      { Id: 'q', StatusCode: 'Complete', Values: [expected], Timestamps: [expect.any(Date)] },
    ]);
  });

  it.each([
    [{ Expression: 'a + b' }, 'computes no expressions'],
    [{ MetricStat: { ...query('Sum').MetricStat, Period: 7 } }, 'parameter Period is invalid'],
    [query('Median'), 'unknown statistic'],
  ])('refuses %o', async (changes, message) => {
    const MetricDataQueries = [{ Id: 'q', ...changes }];

    await expect(client().send(new GetMetricDataCommand({ ...range(), MetricDataQueries }))).rejects.toThrow(message);
  });

  it('gives statistics of a metric', async () => {
    publish(1, 2);

    const { Datapoints } = await client().send(
      new GetMetricStatisticsCommand({
        ...range(),
        Namespace: 'N',
        MetricName: 'm',
        Dimensions: [{ Name: 'D', Value: 'x' }],
        Period: 60,
        Statistics: ['Sum', 'Maximum'],
      }),
    );

    expect(Datapoints).toMatchObject([{ Sum: 3, Maximum: 2, Timestamp: expect.any(Date) }]);
  });

  it.each([
    [{}, 1],
    [{ Namespace: 'N', MetricName: 'm', Dimensions: [{ Name: 'D' }] }, 1],
    [{ Dimensions: [{ Name: 'D', Value: 'y' }] }, 0],
    [{ Namespace: 'Other' }, 0],
  ])('lists the metrics that match %o', async (input, count) => {
    publish(1);

    const { Metrics } = await client().send(new ListMetricsCommand(input));

    expect(Metrics).toHaveLength(count);
  });

  it('gives a dashboard, and says that another does not exist', async () => {
    const { DashboardBody } = await client().send(new GetDashboardCommand({ DashboardName: 'Board' }));
    const { DashboardEntries } = await client().send(new ListDashboardsCommand({}));

    expect(DashboardBody).toBe('{"widgets":[]}');
    expect(DashboardEntries).toMatchObject([{ DashboardName: 'Board', Size: 14 }]);
    await expect(client().send(new GetDashboardCommand({ DashboardName: 'No' }))).rejects.toThrow('does not exist');
  });

  it('describes metric alarms, and composite ones only if asked', async () => {
    const { metrics, inbox, clock } = services;
    running.alarms = new AlarmService({ assembly: ASSEMBLY, metrics, inbox, clock });

    const usual = await client().send(new DescribeAlarmsCommand({}));
    const both = await client().send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] }));

    expect(usual.MetricAlarms).toMatchObject([
      {
        AlarmName: 'Slow',
        ActionsEnabled: true,
        AlarmActions: [TOPIC],
        StateValue: 'INSUFFICIENT_DATA',
        Statistic: 'Sum',
      },
    ]);
    expect(usual.CompositeAlarms).toEqual([]);
    expect(both.CompositeAlarms).toMatchObject([{ AlarmName: 'Any', AlarmRule: 'ALARM("Slow")' }]);
  });
});

describe('the emulated SNS and SQS', () => {
  const sns = () => new SNSClient(services.client);
  const sqs = () => new SQSClient(services.client);
  const list = async () => (await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }))).Subscriptions;

  it('lets a queue that was made since take what a topic publishes', async () => {
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'listener' }));
    const Endpoint = `arn:aws:sqs:${REGION}:${ACCOUNT}:listener`;
    await sns().send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint }));

    await sns().send(new PublishCommand({ TopicArn: TOPIC, Subject: 'S', Message: 'hello' }));

    const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl }));
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      Type: 'Notification',
      TopicArn: TOPIC,
      Subject: 'S',
      Message: 'hello',
    });
  });

  it('leaves the envelope away from a raw subscription', async () => {
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'raw' }));
    await sns().send(
      new SubscribeCommand({
        TopicArn: TOPIC,
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:raw`,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );

    await sns().send(new PublishCommand({ TopicArn: TOPIC, Message: 'hello' }));

    expect((await sqs().send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body).toBe('hello');
  });

  it('keeps an e-mail that nobody confirms pending, and sends it nothing', async () => {
    await sns().send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'email', Endpoint: 'new@b.c' }));

    await sns().send(new PublishCommand({ TopicArn: TOPIC, Message: 'hello' }));

    expect(await list()).toMatchObject([{ Endpoint: 'a@b.c' }, { SubscriptionArn: 'PendingConfirmation' }]);
    expect(services.inbox.messages.map(({ to }) => to)).toEqual(['a@b.c']);
  });

  it('counts the subscriptions of a topic', async () => {
    await sns().send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'email', Endpoint: 'new@b.c' }));

    const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));

    expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '1', SubscriptionsPending: '1' });
  });

  it('removes a subscription', async () => {
    const SubscriptionArn = (await list())?.[0]?.SubscriptionArn;

    await sns().send(new UnsubscribeCommand({ SubscriptionArn }));

    expect(await list()).toEqual([]);
  });

  it('removes a queue', async () => {
    const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'short' }));

    await sqs().send(new DeleteQueueCommand({ QueueUrl }));

    await expect(sqs().send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toThrow('does not exist');
  });

  it('refuses a name that is none', async () => {
    await expect(sqs().send(new CreateQueueCommand({ QueueName: 'a b' }))).rejects.toThrow('alphanumeric');
  });
});

describe('an alarm', () => {
  it('reaches a subscribed queue as the JSON that AWS sends', async () => {
    const sent: string[] = [];
    const { metrics, inbox, clock } = services;
    services.plugins.topics.subscribe({ topicArn: TOPIC, protocol: 'sqs', endpoint: 'q', confirmed: true, raw: true });
    const alarms = new AlarmService({
      ...{ assembly: ASSEMBLY, metrics, inbox, clock },
      topics: services.plugins.topics,
      sendToQueue: (_, body) => sent.push(body),
    });
    const now = Math.ceil(clock.now() / MINUTE) * MINUTE;
    metrics.publish({ namespace: 'N', metricName: 'm', dimensions: {}, timestamp: now, value: 5 });

    alarms.tick(now + MINUTE);

    expect(sent.map((body) => JSON.parse(body))).toMatchObject([
      { AlarmName: 'Slow', NewStateValue: 'ALARM', AWSAccountId: expect.any(String), Trigger: { MetricName: 'm' } },
    ]);
  });
});

describe('the emulated CloudWatch Logs', () => {
  const client = () => new CloudWatchLogsClient(services.client);

  beforeEach(async () => {
    const logEvents = ['one "two"', 'two three', 'four'].map((message) => ({ timestamp: Date.now(), message }));
    await client().send(new PutLogEventsCommand({ logGroupName: '/log', logStreamName: 's', logEvents }));
  });

  const filter = (input: object) => client().send(new FilterLogEventsCommand({ logGroupName: '/log', ...input }));

  it.each([
    [undefined, 3],
    ['two', 2],
    ['two three', 1],
    ['"two three"', 1],
    ['"one \\"two\\""', 1],
    ['?one ?four', 2],
    ['nothing', 0],
  ])('finds by the pattern %s', async (filterPattern, count) => {
    expect((await filter({ filterPattern })).events).toHaveLength(count);
  });

  it('gives pages', async () => {
    const first = await filter({ limit: 2 });
    const second = await filter({ limit: 2, nextToken: first.nextToken });

    expect([first.events?.length, second.events?.length, second.nextToken]).toEqual([2, 1, undefined]);
  });

  it('refuses a pattern that it cannot read', async () => {
    await expect(filter({ filterPattern: '{ $.a = 1 }' })).rejects.toThrow('reads no other filter pattern');
  });

  it('knows no other group', async () => {
    await expect(filter({ logGroupName: '/other' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('other emulated services', () => {
  it('say who calls', async () => {
    const answer = await new STSClient(services.client).send(new GetCallerIdentityCommand({}));

    expect(answer.Account).toBe(ACCOUNT);
  });

  it('give the configuration of a function, by name alone', async () => {
    const client = new LambdaClient(services.client);

    const answer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));

    expect(answer).toMatchObject({ State: 'Active', Timeout: 3, Environment: { Variables: { A: 'b' } } });
    await expect(client.send(new GetFunctionConfigurationCommand({ FunctionName: 'g' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('give the lake settings of an account that nobody changed', async () => {
    const client = new LakeFormationClient(services.client);

    const { DataLakeSettings } = await client.send(new GetDataLakeSettingsCommand({}));

    expect(DataLakeSettings?.CreateTableDefaultPermissions).toMatchObject([
      { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' } },
    ]);
  });
});

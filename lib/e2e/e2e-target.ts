import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import type { BuildStatement } from './build-statement.ts';

/** What the features call in a deployment. */
export interface E2eTarget {
  /** Id of the HTTP API. */
  readonly apiId: string;
  /** Logs that hold a line for each request. */
  readonly logGroups: readonly ILogGroup[];
  /** Name of the dashboard. */
  readonly dashboardName: string;
  /** Names of the stacks whose outputs the features read. */
  readonly stackNames: readonly string[];
  /** Prefix of the deployment. */
  readonly prefix: string;
  /** An alarm that the features ring by hand, which alerts everybody who is subscribed. @default - none is rung */
  readonly ring?: RingTarget;
}

export interface RingTarget {
  readonly alarmName: string;
  /** Topic that the alarm's message arrives on. */
  readonly topicArn: string;
}

/** How the features name the queue that they listen with (e2e/features/support/subscribe-queue.feature). */
const RUN_QUEUE_PREFIX = 'inferwatch-e2e-';
const NO_RESOURCE = 'reading metrics and alarms is allowed on * only';

/** The features' own calls, and nothing else: they read, and send inferences. */
export function targetStatements(scope: IConstruct, target: E2eTarget): BuildStatement[] {
  const stack = Stack.of(scope);
  const route = (method: string, path: string): string =>
    stack.formatArn({ service: 'execute-api', resource: target.apiId, resourceName: `*/${method}${path}` });
  return [
    {
      sid: 'ReadStackOutputs',
      actions: ['cloudformation:DescribeStacks'],
      resources: target.stackNames.map((name) => stackArn(scope, name)),
      wildcard: 'CloudFormation adds an id of its own to the name when a stack is made',
    },
    // Not /health, which anybody may call.
    {
      sid: 'CallApi',
      actions: ['execute-api:Invoke'],
      resources: [route('POST', '/inference'), route('GET', '/inference/*')],
      wildcard: 'one route each, in the only stage; ids of requests are made up by each run',
    },
    {
      sid: 'ReadLogs',
      actions: ['logs:FilterLogEvents'],
      resources: target.logGroups.map(({ logGroupArn }) => logGroupArn),
    },
    {
      sid: 'ReadDashboard',
      actions: ['cloudwatch:GetDashboard'],
      resources: [
        stack.formatArn({
          service: 'cloudwatch',
          region: '',
          resource: 'dashboard',
          resourceName: target.dashboardName,
        }),
      ],
    },
    {
      sid: 'ReadMetrics',
      actions: ['cloudwatch:GetMetricStatistics'],
      resources: ['*'],
      wildcard: NO_RESOURCE,
    },
    ...(target.ring === undefined ? [] : ringStatements(stack, target.ring)),
  ];
}

/** To ring an alarm, and to get its message in a queue that is made for the run and deleted after it. */
function ringStatements(stack: Stack, { alarmName, topicArn }: RingTarget): BuildStatement[] {
  return [
    {
      sid: 'RingAlarm',
      actions: ['cloudwatch:SetAlarmState'],
      resources: [
        stack.formatArn({
          service: 'cloudwatch',
          resource: 'alarm',
          resourceName: alarmName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    },
    // Composite alarms are described with * only.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    { sid: 'ReadAlarms', actions: ['cloudwatch:DescribeAlarms'], resources: ['*'], wildcard: NO_RESOURCE },
    // Undocumented: whether unsubscribing is checked against the topic or the subscription below it.
    {
      sid: 'ListenToTopic',
      actions: ['sns:Subscribe', 'sns:Unsubscribe'],
      resources: [topicArn, `${topicArn}:*`],
      wildcard: 'SNS makes up the id of a subscription',
    },
    {
      sid: 'QueueOfTheRun',
      actions: ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:ReceiveMessage'],
      resources: [stack.formatArn({ service: 'sqs', resource: `${RUN_QUEUE_PREFIX}*` })],
      wildcard: 'the features name the queue anew in each run',
    },
  ];
}

/** A stack's ARN without the id that CloudFormation gives it when it is made. */
export function stackArn(scope: IConstruct, name: string, id = '*'): string {
  return Stack.of(scope).formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${name}/${id}`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

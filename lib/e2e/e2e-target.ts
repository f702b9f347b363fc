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
  readonly dashboardName: string;
  /** Names of the stacks whose outputs the features read. */
  readonly stackNames: readonly string[];
  /** Prefix of the deployment. */
  readonly prefix: string;
}

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
    // Metrics have no ARN, and composite alarms are described with * only.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    {
      sid: 'ReadMetrics',
      actions: [
        'cloudwatch:DescribeAlarms',
        'cloudwatch:GetMetricData',
        'cloudwatch:GetMetricStatistics',
        'cloudwatch:ListMetrics',
      ],
      resources: ['*'],
      wildcard: 'reading metrics and alarms is allowed on * only',
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

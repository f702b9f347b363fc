import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, ListMetricsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { METRIC_NAMESPACE } from '../../../contract/metrics.ts';
import { MONITORING_STACK } from '../../../lib/shared/names.ts';
import { type Finding, fail, type Part, pass, waitFor } from '../checks.ts';
import { CREDENTIALS } from '../emulator.ts';
import type { Stage } from '../stage.ts';
import { isObject } from '../template.ts';
import { allowMetrics } from '../workarounds.ts';
import { infer } from './request-checks.ts';
import { CHANGED_ALARM } from './update-checks.ts';

/** Rings when the model fails. */
const ERROR_ALARM = 'Inference-Error-Alarm';

/** Metrics of every inference, whatever came of it. */
const EXPECTED_METRICS = ['LatencyMs', 'SuccessCount', 'ErrorCount'] as const;

/** The metrics reach CloudWatch, a failing model rings, and the messages arrive. The update must have come first. */
export function notifyChecks(stage: Stage): Part {
  let queueUrl = '';
  return {
    checks: [
      {
        name: 'a queue subscribes to both topics',
        run: async () => {
          queueUrl = await subscribeQueue(stage);
          return pass('for the messages of this test');
        },
      },
      { name: 'metrics are in CloudWatch', run: () => checkMetrics(stage) },
      { name: 'a failing model rings the error alarm', run: () => checkErrorAlarm(stage) },
      { name: 'its message arrives', run: () => checkMessage(stage, queueUrl, ERROR_ALARM, 'ALARM') },
      { name: 'a critical alarm that is set rings', run: () => ring(stage, queueUrl, 'ALARM') },
      { name: 'its return to OK is told', run: () => ring(stage, queueUrl, 'OK') },
    ],
  };
}

async function subscribeQueue({ clients: { sqs, sns, cloudFormation } }: Stage): Promise<string> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: MONITORING_STACK }));
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'deployment-test' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const Endpoint = Attributes?.QueueArn ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: Endpoint },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  for (const output of ['CriticalTopicArn', 'WarningTopicArn']) {
    await sns.send(new SubscribeCommand({ TopicArn: outputs.get(output), Protocol: 'sqs', Endpoint }));
  }
  return QueueUrl;
}

async function checkMetrics(stage: Stage): Promise<Finding> {
  await allowMetrics(stage);
  const answer = await infer(stage, CREDENTIALS);
  if (answer.status !== 200) return fail(`status ${answer.status}: ${answer.text}`);
  const missing = await waitFor(async () => {
    const { Metrics = [] } = await stage.clients.cloudWatch.send(
      new ListMetricsCommand({ Namespace: METRIC_NAMESPACE }),
    );
    const known = new Set(Metrics.map(({ MetricName, Dimensions = [] }) => `${MetricName} ${Dimensions.length}`));
    // Each has two sets of dimensions: none, and the endpoint.
    const wanted = EXPECTED_METRICS.flatMap((name) => [`${name} 0`, `${name} 1`]);
    return wanted.every((name) => known.has(name)) ? [...known] : undefined;
  });
  return missing === undefined ? fail('not all metrics arrived') : pass(EXPECTED_METRICS.join(', '));
}

async function checkErrorAlarm(stage: Stage): Promise<Finding> {
  stage.sageMaker.failing = true;
  const answer = await infer(stage, CREDENTIALS).finally(() => {
    stage.sageMaker.failing = false;
  });
  if (answer.status !== 502) return fail(`a failing model was answered with ${answer.status}: ${answer.text}`);
  const state = await waitFor(async () => {
    const { MetricAlarms } = await stage.clients.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [ERROR_ALARM] }),
    );
    return MetricAlarms?.[0]?.StateValue === 'ALARM' ? 'ALARM' : undefined;
  });
  return state === undefined ? fail(`${ERROR_ALARM} does not ring`) : pass(`answered with 502, ${ERROR_ALARM} rings`);
}

async function ring(stage: Stage, queueUrl: string, StateValue: 'ALARM' | 'OK'): Promise<Finding> {
  const StateReason = 'the deployment test';
  await stage.clients.cloudWatch.send(new SetAlarmStateCommand({ AlarmName: CHANGED_ALARM, StateValue, StateReason }));
  return checkMessage(stage, queueUrl, CHANGED_ALARM, StateValue);
}

async function checkMessage(
  { clients: { sqs } }: Stage,
  QueueUrl: string,
  alarm: string,
  state: string,
): Promise<Finding> {
  const others: string[] = [];
  const found = await waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      others.push(Body);
    }
    return others.find((body) => tells(body, alarm, state));
  });
  return found === undefined ? fail(`no message that ${alarm} is ${state}`, others) : pass(`${alarm} is ${state}`);
}

/** Whether a notification's body is CloudWatch's message of this change. */
function tells(body: string, alarm: string, state: string): boolean {
  const { AlarmName, NewStateValue } = parseObject(parseObject(body).Message);
  return AlarmName === alarm && NewStateValue === state;
}

function parseObject(text: unknown): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(typeof text === 'string' ? text : '{}');
  return isObject(value) ? value : {};
}

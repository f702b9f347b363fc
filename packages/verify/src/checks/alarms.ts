import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass, skip } from '../types.ts';

/** What the checks look at in an alarm. */
export interface AlarmFacts {
  readonly name: string;
  readonly state: string;
  readonly actionsEnabled: boolean;
  /** ARNs that are called in ALARM. */
  readonly actions: readonly string[];
}

/** Alarms that one call may name. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const MAX_NAMES = 100;

/** Names listed in a message. */
const MAX_LISTED = 5;

/** Every alarm of the stack still exists. */
export async function checkAlarms({ clients }: VerifyContext, stack: DeployedStack): Promise<Outcome<AlarmFacts[]>> {
  const names = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    stack.ofType(type).map(nameOf),
  );
  if (names.length === 0) return skip(`${stack.name} has no alarms`);
  const alarms: AlarmFacts[] = [];
  for (let start = 0; start < names.length; start += MAX_NAMES) {
    alarms.push(...(await describe(clients, names.slice(start, start + MAX_NAMES))));
  }
  const missing = names.filter((name) => !alarms.some((alarm) => alarm.name === name));
  if (missing.length > 0) {
    return fail(
      `${missing.length} of ${names.length} alarms do not exist: ${shortList(missing)}`,
      'they were deleted by hand',
      'change them in the settings (or delete their stack) and deploy again',
    );
  }
  const ringing = alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const now = ringing.length === 0 ? 'none is in ALARM' : `in ALARM: ${shortList(ringing)}`;
  return pass(`${alarms.length} alarms exist, ${now}`, alarms);
}

async function describe(clients: VerifyContext['clients'], AlarmNames: string[]): Promise<AlarmFacts[]> {
  const facts: AlarmFacts[] = [];
  let NextToken: string | undefined;
  do {
    const page = await clients.cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNames,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: MAX_NAMES,
        NextToken,
      }),
    );
    for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
      facts.push({
        name: alarm.AlarmName ?? '',
        state: alarm.StateValue ?? '',
        actionsEnabled: alarm.ActionsEnabled === true,
        actions: alarm.AlarmActions ?? [],
      });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return facts;
}

/** Alarms with actions can run them, and each topic of the stack is called by one at least. */
export function checkAlarmActions(alarms: readonly AlarmFacts[], stack: DeployedStack): Outcome {
  const disabled = alarms.filter(({ actions, actionsEnabled }) => actions.length > 0 && !actionsEnabled);
  if (disabled.length > 0) {
    const names = disabled.map(({ name }) => name);
    return fail(
      `the actions of ${disabled.length} alarms are disabled: ${shortList(names)}`,
      'somebody disabled the alarm actions (aws cloudwatch disable-alarm-actions) and did not enable them again',
      `aws cloudwatch enable-alarm-actions --alarm-names ${names.slice(0, MAX_LISTED).join(' ')}${names.length > MAX_LISTED ? ' …' : ''}`,
    );
  }
  const called = new Set(alarms.flatMap(({ actions }) => actions));
  const silent = TOPIC_OUTPUTS.filter((output) => !called.has(stack.output(output) ?? ''));
  if (silent.length > 0 && silent.length === TOPIC_OUTPUTS.length) {
    return fail(
      'no alarm calls a topic of the stack',
      'the alarm actions were removed by hand',
      'change the alarms in the settings and deploy again',
    );
  }
  const acting = alarms.filter(({ actions }) => actions.length > 0).length;
  const note = silent.length === 0 ? '' : `; none calls ${silent.join(', ')}`;
  return pass(`${acting} of ${alarms.length} alarms call a topic${note}`);
}

/** Outputs of the monitoring stack that name a topic. */
export const TOPIC_OUTPUTS = ['CriticalTopicArn', 'WarningTopicArn'] as const;

/** CloudFormation names a composite alarm by its name or by its ARN. */
const nameOf = (physicalId: string): string => /:alarm:(.+)$/.exec(physicalId)?.[1] ?? physicalId;

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, MAX_LISTED).join(', ');
  return names.length > MAX_LISTED ? `${shown} and ${names.length - MAX_LISTED} more` : shown;
}

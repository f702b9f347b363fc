import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { INFERENCE_FUNCTION_NAME, INFERENCE_STACK, MONITORING_STACK } from '../../../lib/shared/names.ts';
import { type Clients, readInventory } from '../aws.ts';
import { type Finding, fail, type Part, pass } from '../checks.ts';
import { findReplacements, type Inventory } from '../inventory.ts';
import type { Stage } from '../stage.ts';
import { checkAlarms } from './alarm-checks.ts';
import { SERVING_STACKS } from './deploy-checks.ts';
import { checkRecord } from './request-checks.ts';

/** The alarm whose threshold the update changes. */
export const CHANGED_ALARM = 'High-Latency-Alarm';
/** Settings of the update: a threshold, and with the transport the function's environment and permissions. */
export const CHANGED_SETTINGS = {
  'alarms.highLatency.threshold': '1234',
  'metrics.transport': 'put-metric-data',
} as const;

interface Snapshot {
  readonly inventories: ReadonlyMap<string, Inventory>;
  readonly codeSha256: string | undefined;
}

/** An update in place: what was to change has changed, and nothing that has state was replaced. */
export function updateChecks(stage: Stage): Part {
  let before: Snapshot | undefined;
  return {
    checks: [
      {
        name: 'cdk deploy with a threshold, the code and the environment changed',
        run: async () => {
          before = await takeSnapshot(stage.clients);
          const result = await stage.cdk.deploy(stage.updated.directory, SERVING_STACKS);
          return result.status === 'success' ? pass(SERVING_STACKS.join(' ')) : fail(result.message);
        },
      },
      { name: 'nothing with state was replaced', run: () => checkReplacements(stage, before) },
      { name: 'threshold has changed', run: () => checkThreshold(stage.clients) },
      { name: 'alarms are as in the new template', run: () => checkAlarms(stage.clients, stage.updated) },
      { name: 'function has new code and environment', run: () => checkFunction(stage.clients, before) },
      { name: 'record from before the update is there', run: () => checkRecord(stage) },
    ],
  };
}

async function takeSnapshot(clients: Clients): Promise<Snapshot> {
  const inventories = new Map<string, Inventory>();
  for (const stack of SERVING_STACKS) inventories.set(stack, await readInventory(clients, stack));
  return { inventories, codeSha256: (await configuration(clients)).CodeSha256 };
}

const configuration = ({ lambda }: Clients) =>
  lambda.send(new GetFunctionConfigurationCommand({ FunctionName: INFERENCE_FUNCTION_NAME }));

async function checkReplacements({ clients }: Stage, before: Snapshot | undefined): Promise<Finding> {
  const stateful: string[] = [];
  const others: string[] = [];
  let compared = 0;
  for (const stack of [INFERENCE_STACK, MONITORING_STACK]) {
    const old = before?.inventories.get(stack) ?? new Map();
    const found = findReplacements(old, await readInventory(clients, stack));
    stateful.push(...found.stateful);
    others.push(...found.others);
    compared += old.size;
  }
  if (stateful.length > 0) return fail('resources with state were replaced', stateful);
  return pass(`${compared} physical ids compared, ${others.length} others replaced`, others);
}

async function checkThreshold({ cloudWatch }: Clients): Promise<Finding> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [CHANGED_ALARM] }));
  const detail = `${CHANGED_ALARM}: ${MetricAlarms[0]?.Threshold}`;
  return String(MetricAlarms[0]?.Threshold) === CHANGED_SETTINGS['alarms.highLatency.threshold']
    ? pass(detail)
    : fail(detail);
}

async function checkFunction(clients: Clients, before: Snapshot | undefined): Promise<Finding> {
  const { CodeSha256, Environment } = await configuration(clients);
  const transport = Environment?.Variables?.METRICS_TRANSPORT;
  if (CodeSha256 === before?.codeSha256) return fail(`the code is the same: ${CodeSha256}`);
  const detail = `METRICS_TRANSPORT is ${transport}`;
  return transport === CHANGED_SETTINGS['metrics.transport'] ? pass(`new code, ${detail}`) : fail(detail);
}

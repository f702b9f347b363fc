import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DATA_LAKE_STACK, E2E_TEST_STACK } from '../../../lib/shared/names.ts';
import { type Clients, readInventory } from '../aws.ts';
import { type Finding, fail, type Part, pass, passIfNone } from '../checks.ts';
import { retained } from '../inventory.ts';
import { type Stage, templateOf } from '../stage.ts';
import { withdrawMetrics } from '../workarounds.ts';
import { deployCheck, SERVING_STACKS } from './deploy-checks.ts';
import { checkRecordIn, physicalId } from './request-checks.ts';

/** The lake and the end-to-end tests beside the rest, as far as the emulator can make them. */
export function lakeChecks(stage: Stage): Part {
  return { checks: [deployCheck(stage, [E2E_TEST_STACK, DATA_LAKE_STACK])] };
}

/** `cdk destroy` removes the stacks and leaves the data. */
export function destroyChecks(stage: Stage, withLake: boolean): Part {
  const stacks = withLake ? [E2E_TEST_STACK, DATA_LAKE_STACK, ...SERVING_STACKS] : SERVING_STACKS;
  const ids = new Map<string, string>();
  let table = '';
  return {
    checks: [
      {
        name: 'cdk destroy',
        run: async () => {
          await withdrawMetrics(stage);
          table = await physicalId(stage, 'AWS::DynamoDB::Table');
          for (const stack of stacks) ids.set(stack, await stackId(stage.clients, stack));
          const result = await stage.cdk.destroy(stage.updated.directory, stacks);
          return result.status === 'success' ? pass(`${stacks.length} stacks`) : fail(result.message);
        },
      },
      { name: 'what is to outlive its stack does, and nothing else', run: () => checkRetained(stage, ids) },
      { name: 'alarms are gone', run: () => checkNoAlarms(stage.clients) },
      { name: 'record outlives the stack', run: () => checkRecordIn(stage, table) },
    ],
  };
}

/** A deleted stack is found by its id only. */
async function stackId({ cloudFormation }: Clients, StackName: string): Promise<string> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackId ?? StackName;
}

async function checkRetained(stage: Stage, ids: ReadonlyMap<string, string>): Promise<Finding> {
  const problems: string[] = [];
  let count = 0;
  for (const [stack, id] of ids) {
    const template = templateOf(stage.updated, stack);
    const expected = new Set(retained(template));
    count += expected.size;
    for (const [logicalId, { type, status }] of await readInventory(stage.clients, id)) {
      const want = expected.has(logicalId) ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE';
      if (status !== want) problems.push(`${stack} ${logicalId} (${type}) is ${status}, not ${want}`);
    }
  }
  return passIfNone(problems, `${count} resources are kept`, 'the stacks left something else');
}

async function checkNoAlarms({ cloudWatch }: Clients): Promise<Finding> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  const left = MetricAlarms.map(({ AlarmName }) => String(AlarmName));
  return passIfNone(left, 'none is left', 'alarms are left');
}

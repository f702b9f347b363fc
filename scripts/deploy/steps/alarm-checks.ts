import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DASHBOARD_NAME, MONITORING_STACK } from '../../../lib/shared/names.ts';
import { type Clients, readExports, readInventory } from '../aws.ts';
import { type Finding, fail, type Part, pass, passIfNone } from '../checks.ts';
import { compareAlarms } from '../compare-alarms.ts';
import { ACCOUNT, REGION } from '../emulator.ts';
import type { DeployedNames } from '../resolve-value.ts';
import { type DeployAssembly, type Stage, templateOf } from '../stage.ts';
import { isObject } from '../template.ts';

/** The alarms and the dashboard are deployed as the template says. */
export function alarmChecks(stage: Stage): Part {
  return {
    checks: [
      { name: 'alarms are as in the template', run: () => checkAlarms(stage.clients, stage.first) },
      { name: 'dashboard is there', run: () => checkDashboard(stage.clients) },
    ],
  };
}

export async function checkAlarms(clients: Clients, assembly: DeployAssembly): Promise<Finding> {
  const { MetricAlarms = [] } = await clients.cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  const described = MetricAlarms.map((alarm) => ({ ...alarm }));
  const names = await deployedNames(clients, MONITORING_STACK);
  const { compared, differences } = compareAlarms(templateOf(assembly, MONITORING_STACK), described, names);
  return passIfNone(differences, `${compared} metric alarms`, 'alarms differ from the template');
}

async function deployedNames(clients: Clients, stack: string): Promise<DeployedNames> {
  const inventory = await readInventory(clients, stack);
  const refs = new Map([...inventory].map(([id, { physicalId }]) => [id, physicalId]));
  const pseudo = { Region: REGION, AccountId: ACCOUNT, Partition: 'aws', URLSuffix: 'amazonaws.com', StackName: stack };
  for (const [name, value] of Object.entries(pseudo)) refs.set(`AWS::${name}`, value);
  return { refs, exports: await readExports(clients) };
}

async function checkDashboard({ cloudWatch }: Clients): Promise<Finding> {
  const { DashboardBody = '' } = await cloudWatch.send(new GetDashboardCommand({ DashboardName: DASHBOARD_NAME }));
  const body: unknown = JSON.parse(DashboardBody);
  const widgets = isObject(body) && Array.isArray(body.widgets) ? body.widgets : [];
  return widgets.length > 0 ? pass(`${widgets.length} widgets`) : fail('the dashboard has no widget');
}

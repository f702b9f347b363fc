import {
  type CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { AwsClients } from './aws-clients.ts';
import { messageOf } from './aws-failure.ts';
import { fail, type Outcome, pass } from './types.ts';

/** Names of the stacks, without the deployment's prefix. */
export const STACK_NAMES = {
  inference: 'InferwatchInference',
  monitoring: 'InferwatchMonitoring',
  dataLake: 'InferwatchDataLake',
} as const;

export type StackKind = keyof typeof STACK_NAMES;

/** A stack as it is deployed. */
export interface DeployedStack {
  readonly name: string;
  output(key: string): string | undefined;
  /** Physical ids of all resources of a type. */
  ofType(type: string): readonly string[];
}

/** The stacks that were found; at least one. */
export type Deployment = Readonly<Partial<Record<StackKind, DeployedStack>>>;

/** Regions that every account has. @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const DEFAULT_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
];

/** Real milliseconds that the search in other Regions may take. */
const SEARCH_MS = 10_000;

/** A deployment that is finished; everything else is under way or has failed. */
const DONE = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE']);

export const stackName = (kind: StackKind, prefix: string): string =>
  prefix === '' ? STACK_NAMES[kind] : `${prefix}-${STACK_NAMES[kind]}`;

/** Finds the stacks with their outputs and resources. */
export async function findDeployment(
  clients: AwsClients,
  prefix: string,
  region: string,
): Promise<Outcome<Deployment>> {
  const found: Partial<Record<StackKind, DeployedStack>> = {};
  for (const kind of ['inference', 'monitoring', 'dataLake'] as const) {
    const name = stackName(kind, prefix);
    const stack = await describeStack(clients.cloudFormation, name);
    if (!stack) continue;
    if (!DONE.has(stack.StackStatus ?? '')) return unfinished(name, stack);
    found[kind] = await deployedStack(clients.cloudFormation, name, stack);
  }
  if (!found.inference && !found.monitoring) return missing(clients, prefix, region);
  const names = Object.values(found).map((stack) => {
    const outputs = stack.ofType('output').length;
    return `${stack.name} (${outputs} outputs)`;
  });
  return pass(`${names.join(', ')} in ${region}`, found);
}

/** Undefined if there is no such stack, which CloudFormation tells as a validation error. */
async function describeStack(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks.find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  } catch (error) {
    if (/does not exist/.test(messageOf(error))) return undefined;
    throw error;
  }
}

async function deployedStack(client: CloudFormationClient, name: string, stack: Stack): Promise<DeployedStack> {
  const outputs = new Map((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const byType = new Map<string, string[]>([['output', [...outputs.values()].map(String)]]);
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName: name, NextToken }));
    for (const { ResourceType = '', PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (PhysicalResourceId === undefined) continue;
      byType.set(ResourceType, [...(byType.get(ResourceType) ?? []), PhysicalResourceId]);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { name, output: (key) => outputs.get(key), ofType: (type) => byType.get(type) ?? [] };
}

function unfinished(name: string, { StackStatus, StackStatusReason }: Stack): Outcome<Deployment> {
  const reason = StackStatusReason === undefined ? '' : `: ${StackStatusReason}`;
  const running = StackStatus?.endsWith('_IN_PROGRESS') === true;
  return fail(
    `${name} is in ${StackStatus}${reason}`,
    running ? 'its deployment has not ended yet' : 'its last deployment failed',
    running
      ? 'wait for the deployment and run this again'
      : "read the stack's events in CloudFormation, correct the cause, and deploy again",
  );
}

/** No stack: a wrong Region is the usual cause, so the other Regions are asked before anything is blamed. */
async function missing(clients: AwsClients, prefix: string, region: string): Promise<Outcome<Deployment>> {
  const names = [stackName('inference', prefix), stackName('monitoring', prefix)];
  const elsewhere = await regionsWith(names, clients, region);
  const detail = `there is neither ${names.join(' nor ')} in ${region}`;
  const [other] = elsewhere;
  if (other !== undefined) {
    return fail(detail, `wrong Region: the stacks are in ${elsewhere.join(', ')}`, `run this with --region ${other}`);
  }
  return fail(
    detail,
    'nothing is deployed in this account under these names, or the deployment has a prefix',
    'deploy with npx cdk deploy --all, use the credentials of the right account, or pass --stack-prefix',
  );
}

async function regionsWith(names: readonly string[], clients: AwsClients, region: string): Promise<string[]> {
  const others = DEFAULT_REGIONS.filter((other) => other !== region);
  const search = others.map(async (other) => {
    const client = clients.cloudFormationIn(other);
    try {
      const stacks = await Promise.all(names.map((name) => describeStack(client, name)));
      return stacks.some((stack) => stack !== undefined) ? [other] : [];
    } catch {
      // A Region that is closed to this account has no stacks of it either.
      return [];
    } finally {
      client.destroy();
    }
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never[]>((resolve) => {
    timer = setTimeout(() => resolve([]), SEARCH_MS);
  });
  const found = await Promise.all(search.map((one) => Promise.race([one, late])));
  clearTimeout(timer);
  return found.flat();
}

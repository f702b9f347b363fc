import type { ServicePlugin, ServiceRequest } from '../types.ts';
import { credentialScope } from './credential-scope.ts';
import { fail, type JsonObject, type OperationResult, rpcPlugin, succeed } from './protocol.ts';
import { toLoopbackQueueUrls } from './sqs/queue-url.ts';
import { text } from './template.ts';
import type { DeployedStack, DeployedStacks, RunningParts } from './types.ts';

interface CloudFormationDependencies {
  readonly deployed?: DeployedStacks;
  readonly running: RunningParts;
  /** When the stacks came into being, virtual milliseconds since the epoch. */
  readonly deployedAt: number;
}

const NO_STACKS: DeployedStacks = { stacks: [], resources: [] };

/** Resources on a page. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
const PAGE = 100;

/** `https://<id>.execute-api.<region>.amazonaws.com`, as `ApiEndpoint` of an HTTP API gives it. */
const AWS_API_HOST = /https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/g;

/**
 * AWS CloudFormation: the stacks of the assembly, deployed without a fault, each in its own Region alone. Addresses in
 * the outputs are those of this machine.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export function createCloudFormationPlugin(deps: CloudFormationDependencies): ServicePlugin {
  const { stacks, resources } = deps.deployed ?? NO_STACKS;
  const here = (request: ServiceRequest): readonly DeployedStack[] => {
    const region = credentialScope(request)?.region;
    return stacks.filter((stack) => stack.region === region);
  };
  const find = (name: string, request: ServiceRequest) =>
    here(request).find((stack) => stack.name === name || stackArn(stack) === name);
  return rpcPlugin('cloudformation', {
    DescribeStacks: (input, request) => {
      const name = text(input.StackName);
      if (name === undefined) return succeed({ Stacks: here(request).map((stack) => describe(stack, deps, request)) });
      const stack = find(name, request);
      return stack ? succeed({ Stacks: [describe(stack, deps, request)] }) : noStack(name);
    },
    ListStackResources: (input, request) => {
      const name = text(input.StackName) ?? '';
      const stack = find(name, request);
      if (!stack) return noStack(name);
      const own = resources.filter((resource) => resource.stack === stack.name);
      const start = Number(text(input.NextToken) ?? 0);
      const StackResourceSummaries = own.slice(start, start + PAGE).map(({ logicalId, physicalId, type }) => ({
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        ResourceStatus: 'CREATE_COMPLETE',
        LastUpdatedTimestamp: new Date(deps.deployedAt),
      }));
      const more = start + PAGE < own.length ? { NextToken: String(start + PAGE) } : {};
      return succeed({ StackResourceSummaries, ...more });
    },
  });
}

function describe(
  stack: DeployedStack,
  { running, deployedAt }: CloudFormationDependencies,
  request: ServiceRequest,
): JsonObject {
  const endpointUrl = `http://${request.headers.host ?? '127.0.0.1'}`;
  const local = (value: string) => {
    const queue = toLoopbackQueueUrls(value, endpointUrl);
    return running.apiUrl === undefined ? queue : queue.replace(AWS_API_HOST, running.apiUrl);
  };
  return {
    StackId: stackArn(stack),
    StackName: stack.name,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: new Date(deployedAt),
    Outputs: Object.entries(stack.outputs).map(([OutputKey, { value, exportName }]) => ({
      OutputKey,
      OutputValue: local(String(value)),
      ExportName: exportName,
    })),
  };
}

/** The last part would be a UUID; here the name is enough. */
const stackArn = ({ name, account, region }: DeployedStack) =>
  `arn:aws:cloudformation:${region}:${account}:stack/${name}/preview`;

const noStack = (name: string): OperationResult => fail(400, 'ValidationError', `Stack with id ${name} does not exist`);

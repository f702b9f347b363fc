import { CreateStackCommand, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { METRIC_NAMESPACE } from '../../contract/metrics.ts';
import { INFERENCE_FUNCTION_NAME, INFERENCE_STACK } from '../../lib/shared/names.ts';
import { readInventory } from './aws.ts';
import { waitFor } from './checks.ts';
import { type Stage, templateOf } from './stage.ts';
import { isObject } from './template.ts';

const STACK = 'deployment-test-workarounds';

/**
 * MiniStack 1.5.33 does not know the condition key `cloudwatch:namespace`, by which the function's role may put metrics
 * into our namespace only, and refuses. The role gets the permission without the condition, in a stack of this test's.
 */
export async function allowMetrics(stage: Stage): Promise<void> {
  const role = await functionRole(stage);
  const Statement = [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }];
  const Properties = {
    PolicyName: `put-metrics-${METRIC_NAMESPACE}`,
    Roles: [role],
    PolicyDocument: { Version: '2012-10-17', Statement },
  };
  const TemplateBody = JSON.stringify({ Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties } } });
  const { cloudFormation } = stage.clients;
  await cloudFormation.send(
    new CreateStackCommand({ StackName: STACK, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }),
  );
  const status = await waitFor(async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
    const now = Stacks?.[0]?.StackStatus;
    return now?.endsWith('_IN_PROGRESS') ? undefined : now;
  });
  if (status !== 'CREATE_COMPLETE') throw new Error(`the stack ${STACK} is ${status}`);
}

/** Takes the permission back: a role with a policy from elsewhere cannot be deleted. Without one it does nothing. */
export async function withdrawMetrics({ clients: { cloudFormation } }: Stage): Promise<void> {
  await cloudFormation.send(new DeleteStackCommand({ StackName: STACK }));
}

/** Name of the role of the inference function. */
async function functionRole({ clients, first }: Stage): Promise<string> {
  const resources = Object.values(templateOf(first, INFERENCE_STACK).Resources);
  const role = resources.find(({ Properties }) => Properties?.FunctionName === INFERENCE_FUNCTION_NAME)?.Properties
    ?.Role;
  const path = isObject(role) ? role['Fn::GetAtt'] : undefined;
  const logicalId = Array.isArray(path) ? String(path[0]) : '';
  const found = (await readInventory(clients, INFERENCE_STACK)).get(logicalId)?.physicalId;
  if (found === undefined) throw new Error(`${INFERENCE_STACK} has no role ${logicalId}`);
  return found;
}

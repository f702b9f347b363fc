import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { isAwsError } from '../aws-failure.ts';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass, skip } from '../types.ts';

/** Variables of the inference function that name what the stack made, with the output that names it. */
const NAMED = [
  { variable: 'TABLE_NAME', output: 'TableName', what: 'table' },
  { variable: 'ENDPOINT_NAME', output: 'EndpointName', what: 'endpoint' },
] as const;

/** The function is active and works with the stack's own table and endpoint. Values of other variables are not looked at. */
export async function checkFunction({ clients }: VerifyContext, stack: DeployedStack): Promise<Outcome> {
  const name = stack.output('FunctionName');
  if (name === undefined) return skip(`${stack.name} has no output FunctionName`);
  let config: Awaited<ReturnType<typeof readConfiguration>>;
  try {
    config = await readConfiguration(clients.lambda, name);
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    return fail(`the function ${name} does not exist`, 'it was deleted by hand', REDEPLOY);
  }
  if (config.State !== 'Active' || config.LastUpdateStatus === 'Failed') {
    const state = `${name} is ${config.State}, its last update ${config.LastUpdateStatus}`;
    return fail(
      state,
      config.StateReason ?? config.LastUpdateStatusReason ?? 'it is not ready yet',
      'wait a minute and run this again, or deploy again',
    );
  }
  const variables = config.Environment?.Variables ?? {};
  for (const { variable, output, what } of NAMED) {
    const wanted = stack.output(output);
    const actual = variables[variable];
    if (wanted === undefined || actual === wanted) continue;
    return fail(
      `${variable} of ${name} is ${actual ?? 'not set'}, but the stack's ${what} is ${wanted}`,
      `the ${what} name is wrong: the function's variables were changed outside CloudFormation`,
      `set ${variable} to ${wanted}, or deploy again after a change of the function`,
    );
  }
  return pass(`${name} is active and names the stack's table and endpoint`);
}

const REDEPLOY = 'delete the stack and deploy again: CloudFormation does not notice what is deleted beside it';

const readConfiguration = (client: VerifyContext['clients']['lambda'], FunctionName: string) =>
  client.send(new GetFunctionConfigurationCommand({ FunctionName }));

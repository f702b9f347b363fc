import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import type { ApiClient } from '../http-client.ts';
import { newestFailure } from '../log-search.ts';
import { fail, type Outcome, pass } from '../types.ts';

/** The API answers, without authorisation and without the model. */
export async function checkHealth(context: VerifyContext, stack: DeployedStack, call: ApiClient): Promise<Outcome> {
  const since = Date.now();
  const startedAt = performance.now();
  const { status, text } = await call({ method: 'GET', path: '/health', open: true });
  if (status === 200) return pass(`GET /health answers 200 in ${Math.round(performance.now() - startedAt)} ms`);
  const detail = `GET /health answers ${status}: ${text.slice(0, 200)}`;
  if (status >= 500) return functionFailed(detail, context, stack, since);
  if (status === 404) {
    return fail(
      detail,
      'the address is not that of the API: it was replaced',
      'deploy again and look at the output ApiUrl',
    );
  }
  return fail(
    detail,
    'the API was changed by hand, or something stands in front of it',
    'deploy the inference stack again',
  );
}

/** The function did not get to answer: its log says why. */
export async function functionFailed(
  detail: string,
  { clients }: VerifyContext,
  stack: DeployedStack,
  since: number,
): Promise<Outcome<never>> {
  const logGroup = stack.output('FunctionLogGroup');
  const said = logGroup === undefined ? undefined : await newestFailure(clients, logGroup, since);
  const reason = said === undefined ? '' : `: ${said}`;
  return fail(
    detail,
    `the function itself fails${reason}`,
    `read the log group ${logGroup ?? 'of the function'}, correct what it says, and deploy again`,
  );
}

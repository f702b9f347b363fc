import { isAwsError } from '../aws-failure.ts';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { searchLog } from '../log-search.ts';
import { fail, type Outcome, pass, skip } from '../types.ts';
import { seconds, waitUntil } from '../wait.ts';
import type { TestInferences } from './inferences.ts';

/** Each test inference left its line in the function's log. */
export async function checkLogLines(
  context: VerifyContext,
  stack: DeployedStack,
  { requestIds, startedAt }: TestInferences,
): Promise<Outcome> {
  const logGroup = stack.output('FunctionLogGroup');
  if (logGroup === undefined) return skip(`${stack.name} has no output FunctionLogGroup`);
  const waiting = new Set(requestIds);
  const look = async () => {
    for (const id of waiting) {
      const lines = await searchLog(context.clients, { logGroup, pattern: `"${id}"`, since: startedAt });
      if (lines.length > 0) waiting.delete(id);
    }
    if (waiting.size === 0) return { done: true } as const;
    return { done: false, state: `${requestIds.length - waiting.size} of ${requestIds.length} log lines` } as const;
  };
  try {
    const { timeouts, signal, progress } = context;
    const { done, waitedMs, state } = await waitUntil(look, { timeoutMs: timeouts.waitMs, signal, progress });
    if (done) return pass(`${requestIds.length} lines in ${logGroup} after ${seconds(waitedMs)}`);
    return fail(
      `${state} in ${logGroup} after ${seconds(waitedMs)}; missing ${[...waiting].join(', ')}`,
      'the function may not write to its log, or its log level was raised',
      "look at the function's role (logs:CreateLogStream, logs:PutLogEvents) and at its logging settings",
    );
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    return fail(
      `the log group ${logGroup} does not exist`,
      'the log group is missing: it was deleted by hand, and with it the metrics, which are embedded in log lines',
      `aws logs create-log-group --log-group-name ${logGroup}, then deploy again so that its retention is set`,
    );
  }
}

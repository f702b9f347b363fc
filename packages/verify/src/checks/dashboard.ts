import { GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { METRIC_NAMESPACE, type METRICS } from '../../../../contract/metrics.ts';
import { isAwsError } from '../aws-failure.ts';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass, skip } from '../types.ts';

/** Metrics without which the dashboard would not answer whether the pipeline works. */
const NEEDED = ['LatencyMs', 'SuccessCount', 'ErrorCount'] as const satisfies readonly (keyof typeof METRICS)[];

/** The dashboard exists, is one, and draws the metrics that the function emits. */
export async function checkDashboard({ clients }: VerifyContext, stack: DeployedStack): Promise<Outcome> {
  const [name] = stack.ofType('AWS::CloudWatch::Dashboard');
  if (name === undefined) return skip(`${stack.name} has no dashboard`);
  let body: string;
  try {
    const answer = await clients.cloudWatch.send(new GetDashboardCommand({ DashboardName: name }));
    body = answer.DashboardBody ?? '';
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFound', 'DashboardNotFoundError')) throw error;
    return fail(`the dashboard ${name} does not exist`, 'the dashboard was deleted by hand', RESTORE);
  }
  const widgets = widgetsOf(body);
  if (widgets === undefined || widgets === 0) {
    return fail(`the dashboard ${name} has no widgets`, 'it was overwritten by hand', RESTORE);
  }
  const missing = NEEDED.filter((metric) => !body.includes(`"${metric}"`));
  if (missing.length > 0 || !body.includes(`"${METRIC_NAMESPACE}"`)) {
    const what = missing.length > 0 ? missing.join(', ') : METRIC_NAMESPACE;
    return fail(`the dashboard ${name} does not draw ${what}`, 'it was changed by hand', RESTORE);
  }
  return pass(`${name} has ${widgets} widgets and draws ${NEEDED.join(', ')}`);
}

const RESTORE =
  'change the dashboard in the settings (or delete its stack) and deploy again: CloudFormation does not repair what is changed beside it';

/** How many widgets the body has; undefined if it is no dashboard. */
function widgetsOf(body: string): number | undefined {
  try {
    const widgets: unknown = Reflect.get(Object(JSON.parse(body)), 'widgets');
    return Array.isArray(widgets) ? widgets.length : undefined;
  } catch {
    return undefined;
  }
}

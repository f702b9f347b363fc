import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { ENDPOINT_DIMENSION, METRIC_NAMESPACE, type MetricName } from '../../../../contract/metrics.ts';
import type { VerifyContext } from '../context.ts';
import type { DeployedStack } from '../deployment.ts';
import { fail, type Outcome, pass } from '../types.ts';
import { seconds, waitUntil } from '../wait.ts';
import type { TestInferences } from './inferences.ts';

const MINUTE_MS = 60_000;

/** Errors in the format of metrics are looked for so far back. */
const FORMAT_WINDOW_MS = 15 * MINUTE_MS;

interface Metric {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Sums of metrics over a stretch of time, by id. The end is ahead, because a minute is told only as a whole. */
async function sums(
  { clients }: VerifyContext,
  metrics: readonly Metric[],
  from: number,
): Promise<Map<string, number>> {
  const queries: MetricDataQuery[] = metrics.map(({ id, namespace, name, dimensions }) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: 60,
      Stat: 'Sum',
    },
  }));
  const found = new Map<string, number>();
  let NextToken: string | undefined;
  do {
    const page = await clients.cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(Math.floor(from / MINUTE_MS) * MINUTE_MS),
        EndTime: new Date(Date.now() + MINUTE_MS),
        NextToken,
      }),
    );
    for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) {
      found.set(Id, (found.get(Id) ?? 0) + Values.reduce((sum, value) => sum + value, 0));
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Successes and failures, over all endpoints and for ours: together they count each inference once. */
function outcomeMetrics(endpoint: string | undefined): readonly Metric[] {
  const sets: readonly Metric['dimensions'][] = [
    {},
    ...(endpoint === undefined ? [] : [{ [ENDPOINT_DIMENSION]: endpoint }]),
  ];
  return sets.flatMap((dimensions, set) =>
    (['SuccessCount', 'ErrorCount'] as const satisfies readonly MetricName[]).map((name) => ({
      id: `${name.toLowerCase()}${set}`,
      namespace: METRIC_NAMESPACE,
      name,
      dimensions,
    })),
  );
}

/** How many inferences each dimension set counts; the least of them decides. */
async function counted(context: VerifyContext, metrics: readonly Metric[], from: number): Promise<number> {
  const found = await sums(context, metrics, from);
  const bySet = new Map<string, number>();
  for (const { id } of metrics) bySet.set(id.slice(-1), (bySet.get(id.slice(-1)) ?? 0) + (found.get(id) ?? 0));
  return Math.min(...bySet.values());
}

/** The inferences that the metrics counted in the current minute before the test began, so that it counts its own. */
export function countBefore(context: VerifyContext, stack: DeployedStack): Promise<number> {
  return counted(context, outcomeMetrics(stack.output('EndpointName')), Date.now());
}

/**
 * The metrics count every test inference. Values of other callers that arrive late may count for ours, never against
 * them.
 */
export async function checkMetrics(
  context: VerifyContext,
  stack: DeployedStack,
  { requestIds, startedAt }: TestInferences,
  before: number,
): Promise<Outcome> {
  const metrics = outcomeMetrics(stack.output('EndpointName'));
  const wanted = requestIds.length;
  const look = async () => {
    const seen = Math.max((await counted(context, metrics, startedAt)) - before, 0);
    if (seen >= wanted) return { done: true } as const;
    return { done: false, state: `${seen} of ${wanted} inferences in the metrics` } as const;
  };
  const { timeouts, signal, progress } = context;
  const { done, waitedMs, state } = await waitUntil(look, { timeoutMs: timeouts.waitMs, signal, progress });
  if (done) return pass(`SuccessCount + ErrorCount grew by ${wanted}, visible after ${seconds(waitedMs)}`);
  return fail(
    `${state} after ${seconds(waitedMs)}`,
    'the metrics do not arrive: the function emits none, or into another namespace or Region',
    `look at METRICS_TRANSPORT of the function, at the check metric-format, and at ${METRIC_NAMESPACE} in CloudWatch`,
  );
}

/**
 * CloudWatch could read every embedded metric.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export async function checkMetricFormat(context: VerifyContext, stack: DeployedStack): Promise<Outcome> {
  const logGroup = stack.output('FunctionLogGroup') ?? '';
  const metrics = (['EMFParsingErrors', 'EMFValidationErrors'] as const).map((name) => ({
    id: name.toLowerCase(),
    namespace: 'AWS/Logs',
    name,
    dimensions: { LogGroupName: logGroup },
  }));
  const found = await sums(context, metrics, Date.now() - FORMAT_WINDOW_MS);
  const errors = [...found.values()].reduce((sum, count) => sum + count, 0);
  if (errors === 0) return pass('no errors in the embedded metrics of the last 15 minutes');
  return fail(
    `${errors} errors in the embedded metrics of ${logGroup} in the last 15 minutes`,
    'lines of the function carry metrics that CloudWatch cannot read, for example from changed code',
    'see docs/runbooks/Metric-Format-Errors-Alarm.md',
  );
}

import type { MonitoringTargets } from '../targets.ts';
import { ApiMetrics } from './api-metrics.ts';
import { ContractMetrics } from './contract-metrics.ts';
import { EndpointMetrics } from './endpoint-metrics.ts';
import { FunctionMetrics } from './function-metrics.ts';
import { LogMetrics } from './log-metrics.ts';
import { QueueMetrics, TableMetrics } from './storage-metrics.ts';

/** The metrics of everything that is watched; what has no target has no metrics. */
export interface WatchedMetrics {
  readonly contract: ContractMetrics;
  readonly function: FunctionMetrics;
  readonly functionLogs: LogMetrics;
  readonly endpoint?: EndpointMetrics;
  readonly table?: TableMetrics;
  readonly api?: ApiMetrics;
  readonly recordQueue?: QueueMetrics;
  readonly deadLetterQueue?: QueueMetrics;
}

/** Name of the function. */
export function functionName({ function: target }: MonitoringTargets): string {
  return target.functionName ?? target.function.functionName;
}

/** Log group of the function: the given one, else the group that Lambda uses by itself. */
export function functionLogGroupName(targets: MonitoringTargets): string {
  return targets.function.logGroup?.logGroupName ?? `/aws/lambda/${functionName(targets)}`;
}

export function watchedMetrics(targets: MonitoringTargets): WatchedMetrics {
  const { endpoint, table, api, recordQueue, deadLetterQueue } = targets;
  return {
    contract: new ContractMetrics(endpoint?.endpointName),
    function: new FunctionMetrics(functionName(targets)),
    functionLogs: new LogMetrics(functionLogGroupName(targets)),
    endpoint: endpoint && new EndpointMetrics(endpoint),
    table: table && new TableMetrics(table.tableName),
    api: api && new ApiMetrics(api.apiId),
    recordQueue: recordQueue && new QueueMetrics(recordQueue.queueName),
    deadLetterQueue: deadLetterQueue && new QueueMetrics(deadLetterQueue.queueName),
  };
}

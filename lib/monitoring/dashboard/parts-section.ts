import type { EndpointMetrics } from '../metrics/endpoint-metrics.ts';
import type { EndpointTarget } from '../targets.ts';
import { alarmsOf, type DashboardContext, graph, heading, type Section } from './section.ts';
import { SIZES } from './sizes.ts';

/** Operations of the result table that the pipeline uses. */
export const TABLE_OPERATIONS = ['PutItem', 'GetItem', 'UpdateItem'] as const;

/** The function: calls, faults, time against its timeout, concurrency. */
export function functionSection(context: DashboardContext): Section {
  const { contract, function: lambda } = context.watched;
  const timeout = context.targets.function.timeout.toMilliseconds();
  return [
    [heading('Function')],
    [
      graph({
        title: 'Invocations, errors, throttles',
        size: SIZES.third,
        metrics: [lambda.invocations({ label: 'Invocations' })],
        alarms: alarmsOf(context, 'functionErrors', 'functionThrottles'),
      }),
      graph({
        title: 'Duration against timeout',
        size: SIZES.third,
        unit: 'ms',
        metrics: [
          lambda.duration({ statistic: 'p50', label: 'p50' }),
          lambda.duration({ statistic: 'Maximum', label: 'maximum' }),
          contract.overhead({ label: 'OverheadMs p90' }),
        ],
        alarms: alarmsOf(context, 'functionNearTimeout'),
        lines: [{ value: timeout, label: 'timeout', color: '#7f7f7f' }],
      }),
      graph({
        title: 'Concurrency',
        size: SIZES.third,
        metrics: [lambda.concurrency({ label: 'concurrent executions' })],
      }),
    ],
  ];
}

/** The SageMaker endpoint: latency in milliseconds, faults, calls, and what its instances are doing. */
export function endpointSection(context: DashboardContext): Section {
  const { endpoint: metrics } = context.watched;
  const { endpoint: target } = context.targets;
  if (metrics === undefined || target === undefined) return [];
  return [
    [heading('SageMaker endpoint')],
    [
      graph({
        title: 'ModelLatency and OverheadLatency',
        size: SIZES.third,
        unit: 'ms',
        metrics: [
          metrics.modelLatency({ statistic: 'p50', label: 'ModelLatency p50' }),
          metrics.modelLatency({ statistic: 'p99', label: 'ModelLatency p99' }),
          metrics.overheadLatency({ statistic: 'p90', label: 'OverheadLatency p90' }),
        ],
        alarms: alarmsOf(context, 'modelLatency'),
      }),
      graph({
        title: 'Endpoint 4xx and 5xx',
        size: SIZES.third,
        metrics: [],
        alarms: alarmsOf(context, 'endpoint4xx', 'endpoint5xx'),
      }),
      graph({
        title: 'Endpoint invocations',
        size: SIZES.third,
        metrics: [metrics.invocations({ label: 'Invocations' })],
      }),
    ],
    ...hostingRows(metrics, target),
  ];
}

/** Instances have processors, memory and disks; a serverless endpoint has cold starts. Unknown hosting draws both. */
function hostingRows(metrics: EndpointMetrics, { hosting }: EndpointTarget): Section {
  const instance = [
    graph({
      title: 'Processor',
      size: SIZES.quarter,
      unit: '%',
      metrics: [metrics.utilization('CPUUtilization', { label: 'CPU' })],
    }),
    graph({
      title: 'Accelerator',
      size: SIZES.quarter,
      unit: '%',
      metrics: [
        metrics.utilization('GPUUtilization', { label: 'GPU' }),
        metrics.utilization('GPUMemoryUtilization', { label: 'GPU memory' }),
      ],
    }),
    graph({
      title: 'Memory',
      size: SIZES.quarter,
      unit: '%',
      metrics: [metrics.utilization('MemoryUtilization', { label: 'memory' })],
    }),
    graph({
      title: 'Disk',
      size: SIZES.quarter,
      unit: '%',
      metrics: [metrics.utilization('DiskUtilization', { label: 'disk' })],
    }),
  ];
  const serverless = [
    graph({
      title: 'Cold starts (ModelSetupTime)',
      size: SIZES.half,
      unit: 'ms',
      metrics: [metrics.setupTime({ statistic: 'Maximum', label: 'slowest' })],
    }),
    graph({
      title: 'Memory of the container',
      size: SIZES.half,
      unit: '%',
      metrics: [metrics.utilization('MemoryUtilization', { statistic: 'Maximum', label: 'memory' })],
    }),
  ];
  if (hosting === 'instance') return [instance];
  return hosting === 'serverless' ? [serverless] : [instance, serverless];
}

/** The HTTP API: answers by class, and time. */
export function apiSection(context: DashboardContext): Section {
  const { api } = context.watched;
  if (api === undefined) return [];
  return [
    [heading('API')],
    [
      graph({
        title: 'API 4xx and 5xx',
        size: SIZES.half,
        metrics: [api.clientErrors({ label: '4xx' })],
        alarms: alarmsOf(context, 'apiServerErrors'),
        right: [api.requests({ label: 'Requests' })],
      }),
      graph({
        title: 'API latency',
        size: SIZES.half,
        unit: 'ms',
        metrics: [
          api.latency({ statistic: 'p50', label: 'p50' }),
          api.latency({ statistic: 'p90', label: 'p90' }),
          api.latency({ statistic: 'p99', label: 'p99' }),
          api.integrationLatency({ statistic: 'p90', label: 'of it in the function, p90' }),
        ],
      }),
    ],
  ];
}

/** The records: table, queue, dead letters. */
export function recordsSection(context: DashboardContext): Section {
  const { table, recordQueue, deadLetterQueue } = context.watched;
  const tableGraphs = table && [
    graph({
      title: 'Table latency',
      size: SIZES.half,
      unit: 'ms',
      metrics: TABLE_OPERATIONS.map((operation) => table.latency(operation, { label: operation })),
    }),
    graph({
      title: 'Table throttles',
      size: SIZES.half,
      metrics: [table.readThrottles({ label: 'reads' }), table.writeThrottles({ label: 'writes' })],
      alarms: alarmsOf(context, 'tableThrottles'),
    }),
  ];
  const depths = [
    ...(recordQueue
      ? [recordQueue.visible({ label: 'waiting' }), recordQueue.inFlight({ label: 'being written' })]
      : []),
  ];
  const queueGraphs = (recordQueue !== undefined || deadLetterQueue !== undefined) && [
    graph({
      title: 'Records waiting and undeliverable',
      size: SIZES.half,
      metrics: depths,
      alarms: alarmsOf(context, 'recordDeadLetters'),
    }),
    graph({
      title: 'Age of the oldest waiting record',
      size: SIZES.half,
      unit: 's',
      metrics: [],
      alarms: alarmsOf(context, 'recordQueueAge'),
    }),
  ];
  const rows = [tableGraphs, queueGraphs].filter((row) => row !== undefined && row !== false);
  return rows.length === 0 ? [] : [[heading('Records')], ...rows];
}

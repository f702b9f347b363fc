import type { SAGEMAKER_INSTANCE_METRICS } from '../metrics/emitted-metrics.ts';
import type { EndpointMetrics } from '../metrics/endpoint-metrics.ts';
import type { EndpointTarget } from '../targets.ts';
import { type DashboardContext, graph, heading, line, type Section, watchedBy } from './section.ts';
import { SIZES } from './sizes.ts';

/** The SageMaker endpoint: latency in milliseconds, faults, calls, and what it runs on. */
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
        series: [
          line(metrics.modelLatency({ statistic: 'p50', label: 'ModelLatency p50' })),
          watchedBy(context, 'modelLatency', 'ModelLatency, slow tenth', (reading) => metrics.modelLatency(reading)),
          line(metrics.overheadLatency({ statistic: 'p90', label: 'OverheadLatency p90' })),
        ],
      }),
      graph({
        title: 'Endpoint 4xx and 5xx',
        size: SIZES.third,
        series: [
          watchedBy(context, 'endpoint4xx', '4xx', (reading) => metrics.clientErrors(reading)),
          watchedBy(context, 'endpoint5xx', '5xx', (reading) => metrics.serverErrors(reading)),
        ],
      }),
      graph({
        title: 'Endpoint invocations',
        size: SIZES.third,
        series: [line(metrics.invocations({ label: 'Invocations' }))],
      }),
    ],
    ...hostingRows(metrics, target),
  ];
}

/** Instances have processors, memory and disks; a serverless endpoint has cold starts. Unknown hosting draws both. */
function hostingRows(metrics: EndpointMetrics, { hosting }: EndpointTarget): Section {
  if (hosting === 'instance') return [instanceRow(metrics)];
  return hosting === 'serverless' ? [serverlessRow(metrics)] : [instanceRow(metrics), serverlessRow(metrics)];
}

/** Percent, added up over cores and accelerators. */
function instanceRow(metrics: EndpointMetrics) {
  const quarter = (title: string, ...names: readonly (keyof typeof SAGEMAKER_INSTANCE_METRICS.metrics)[]) =>
    graph({
      title,
      size: SIZES.quarter,
      unit: '%',
      series: names.map((name) => line(metrics.utilization(name, { label: name }))),
    });
  return [
    quarter('Processor', 'CPUUtilization'),
    quarter('Accelerator', 'GPUUtilization', 'GPUMemoryUtilization'),
    quarter('Memory', 'MemoryUtilization'),
    quarter('Disk', 'DiskUtilization'),
  ];
}

function serverlessRow(metrics: EndpointMetrics) {
  return [
    graph({
      title: 'Cold starts (ModelSetupTime)',
      size: SIZES.half,
      unit: 'ms',
      series: [line(metrics.setupTime({ statistic: 'Maximum', label: 'slowest' }))],
    }),
    graph({
      title: 'Memory of the container',
      size: SIZES.half,
      unit: '%',
      series: [line(metrics.utilization('MemoryUtilization', { statistic: 'Maximum', label: 'fullest' }))],
    }),
  ];
}

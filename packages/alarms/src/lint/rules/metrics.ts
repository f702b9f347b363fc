import { at, nameOf, type ReadMetric } from '../alarm-view.ts';
import type { MetricContract } from '../contract.ts';
import { serviceMetric } from '../service-metrics.ts';
import type { LintRule, Observation } from '../types.ts';
import { onMetricAlarms } from './limits.ts';

/** Where the dimensions of a metric stand; in `Metrics[]` one level deeper than its period. */
const dimensionsPath = ({ path }: ReadMetric): string => at(path === '' ? '' : `${path}.Metric`, 'Dimensions');

const shown = (names: readonly string[]): string => (names.length === 0 ? 'no dimension' : `[${names.join(', ')}]`);

const same = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name) => right.includes(name));

/** What SageMaker publishes of an endpoint, for each variant of it. */
const VARIANT_METRICS: Readonly<Record<string, readonly string[]>> = {
  'AWS/SageMaker': [
    'Invocations',
    'Invocation4XXErrors',
    'Invocation5XXErrors',
    'InvocationModelErrors',
    'InvocationsPerInstance',
    'ModelLatency',
    'ModelSetupTime',
    'OverheadLatency',
  ],
  '/aws/sagemaker/Endpoints': [
    'CPUUtilization',
    'MemoryUtilization',
    'GPUUtilization',
    'GPUMemoryUtilization',
    'DiskUtilization',
  ],
};

export const withoutVariant: LintRule = {
  code: 'IW7001',
  name: 'sagemaker-without-variant',
  severity: 'error',
  title: 'A metric of a SageMaker endpoint without the dimension VariantName',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  check: onMetricAlarms(({ metrics }) =>
    metrics.flatMap((metric): Observation[] => {
      const { namespace = '', metricName = '', dimensionNames } = metric;
      const perVariant = VARIANT_METRICS[namespace]?.includes(metricName) ?? false;
      // Inference components have metrics of the same names, under their own dimension.
      const found = dimensionNames?.some((name) => name === 'VariantName' || name === 'InferenceComponentName') ?? true;
      if (!perVariant || found) return [];
      return [
        {
          path: dimensionsPath(metric),
          message: `${nameOf(metric)} with ${shown(dimensionNames ?? [])}: SageMaker publishes it for each variant only, so that the alarm finds no data`,
          fix: 'add the dimension VariantName (AllTraffic unless the endpoint configuration says otherwise)',
        },
      ];
    }),
  ),
};

function byContract(metric: ReadMetric, contracts: readonly MetricContract[]): Observation[] {
  const { namespace, metricName = '', dimensionNames } = metric;
  const contract = contracts.find((candidate) => candidate.namespace === namespace);
  if (contract === undefined || dimensionNames === undefined) return [];
  if (!Object.hasOwn(contract.metrics, metricName)) {
    return [
      {
        path: at(metric.path === '' ? '' : `${metric.path}.Metric`, 'MetricName'),
        message: `nobody emits ${nameOf(metric)}: ${contract.origin} names ${Object.keys(contract.metrics).join(', ')}`,
        fix: 'write one of these names, or add the metric to the contract and emit it',
      },
    ];
  }
  if (contract.dimensionSets.some((set) => same(set, dimensionNames))) return [];
  return [
    {
      path: dimensionsPath(metric),
      message: `nobody emits ${nameOf(metric)} with ${shown(dimensionNames)}: ${contract.origin} names ${contract.dimensionSets.map(shown).join(' and ')}`,
      fix: 'write exactly the dimensions of one set: metrics with more, fewer or others are other metrics',
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension */
export const nobodyEmits: LintRule = {
  code: 'IW7002',
  name: 'metric-nobody-emits',
  severity: 'error',
  title: 'No emitter of the application publishes this metric with these dimensions',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html',
  check: ({ view }, { contracts }) =>
    view.kind === 'metric' ? view.metrics.flatMap((metric) => byContract(metric, contracts)) : [],
};

export const serviceDimensions: LintRule = {
  code: 'IW7003',
  name: 'dimensions-service-does-not-publish',
  severity: 'error',
  title: 'The AWS service does not publish this metric with these dimensions',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html',
  check: onMetricAlarms(({ metrics }) =>
    metrics.flatMap((metric): Observation[] => {
      const { namespace, metricName, dimensionNames } = metric;
      const known = serviceMetric(namespace, metricName);
      if (known?.dimensionSets === undefined || dimensionNames === undefined) return [];
      if (known.dimensionSets.some((set) => same(set, dimensionNames))) return [];
      return [
        {
          path: dimensionsPath(metric),
          message: `${nameOf(metric)} with ${shown(dimensionNames)} does not exist: it is published with ${known.dimensionSets.map(shown).join(' or ')} (${known.source})`,
          fix: 'write exactly the dimensions of one of these sets',
        },
      ];
    }),
  ),
};

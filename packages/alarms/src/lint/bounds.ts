import type { MetricAlarmView, ReadMetric } from './alarm-view.ts';
import type { MetricContract } from './contract.ts';
import { serviceMetric } from './service-metrics.ts';

/** Lowest and highest datapoint that a metric can have with its statistic. */
export interface Bounds {
  readonly lowest: number;
  readonly highest: number;
  /** Why, for messages. */
  readonly because: string;
}

const INFINITE = Number.POSITIVE_INFINITY;

/** A unit of things that are counted or last: there is no less than nothing of them. */
const NEVER_NEGATIVE = new Set(['Count', 'Milliseconds', 'Microseconds', 'Seconds', 'Bytes', 'Percent']);

function samplesOf(metric: ReadMetric, contracts: readonly MetricContract[]): readonly [number, number] | undefined {
  const { namespace, metricName = '' } = metric;
  const known = serviceMetric(namespace, metricName)?.sample;
  if (known !== undefined) return known;
  const unit = contracts.find((contract) => contract.namespace === namespace)?.metrics[metricName]?.unit;
  return unit !== undefined && NEVER_NEGATIVE.has(unit) ? [0, INFINITE] : undefined;
}

/** What the datapoints of a metric can be; undefined where nobody can know. */
export function boundsOf(metric: ReadMetric, contracts: readonly MetricContract[]): Bounds | undefined {
  if (metric.statistic === 'SampleCount') {
    return { lowest: 1, highest: INFINITE, because: 'a datapoint exists only if there is at least one sample' };
  }
  const samples = samplesOf(metric, contracts);
  if (samples === undefined || metric.statistic === undefined || /^(?:PR|tc|TC)/.test(metric.statistic))
    return undefined;
  const [lowest, highest] = samples;
  const name = `${metric.metricName}`;
  // A sum of samples has no upper bound, and is at least one sample.
  if (/^(?:Sum|ts|TS)/.test(metric.statistic)) {
    return { lowest, highest: INFINITE, because: `samples of ${name} are at least ${lowest}` };
  }
  const range = highest === INFINITE ? `at least ${lowest}` : `between ${lowest} and ${highest}`;
  return { lowest, highest, because: `values of ${name} are ${range}` };
}

/** Whether some datapoint within the bounds breaches, and whether each does. */
export function breaches(view: MetricAlarmView, { lowest, highest }: Bounds): { some: boolean; all: boolean } {
  const { threshold = Number.NaN } = view;
  switch (view.operator) {
    case 'GreaterThanThreshold':
      return { some: highest > threshold, all: lowest > threshold };
    case 'GreaterThanOrEqualToThreshold':
      return { some: highest >= threshold, all: lowest >= threshold };
    case 'LessThanThreshold':
      return { some: lowest < threshold, all: highest < threshold };
    case 'LessThanOrEqualToThreshold':
      return { some: lowest <= threshold, all: highest <= threshold };
    default:
      return { some: true, all: false };
  }
}

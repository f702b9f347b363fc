import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { EmittedGroup } from './emitted-metrics.ts';

/** Resolution of every metric used here: none of them is published more often than once a minute. */
export const ONE_MINUTE = Duration.minutes(1);

/** How a metric is read. */
export interface MetricReading {
  /** @default - one minute */
  readonly period?: Duration;
  /** A CloudWatch statistic such as `Sum` or `p90`. @default - the one that suits the metric */
  readonly statistic?: string;
  /** Name on a graph. An alarm's metric has none: with a label, CDK writes the alarm in its `Metrics[]` form. */
  readonly label?: string;
  /** `#rrggbb` on a graph. @default - chosen by CloudWatch */
  readonly color?: string;
}

/** Value of every dimension that the group's metrics have. */
export type DimensionsOf<G extends EmittedGroup> = Readonly<Record<G['dimensions'][number], string>>;

/** A metric that an AWS service publishes; name and dimensions are those of the group, checked by the compiler. */
export function serviceMetric<G extends EmittedGroup>(
  group: G,
  metricName: keyof G['metrics'] & string,
  dimensionsMap: DimensionsOf<G>,
  defaultStatistic: string,
  reading: MetricReading,
): Metric {
  return minuteMetric({ namespace: group.namespace, metricName, dimensionsMap }, defaultStatistic, reading);
}

/** A metric read once a minute, unless the reading says otherwise. Without a period CDK would take five minutes. */
export function minuteMetric(
  identity: Pick<MetricProps, 'namespace' | 'metricName' | 'dimensionsMap'>,
  defaultStatistic: string,
  reading: MetricReading,
): Metric {
  const { period = ONE_MINUTE, statistic = defaultStatistic, label, color } = reading;
  return new Metric({ ...identity, period, statistic, label, color });
}

/**
 * An id for a metric inside an expression. Ids are shared by everything on a graph, so that the same metric with another
 * statistic or period needs another id: `errors5m`, `modelLatency_p99_1m`.
 */
export function mathId(name: string, period: Duration = ONE_MINUTE, statistic?: string): string {
  const minutes = period.toMinutes();
  const length = minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  const middle = statistic === undefined ? '' : `_${statistic.replaceAll(/[^A-Za-z0-9]/g, '_')}_`;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}${middle}${length}`;
}

/**
 * Metric math over the given metrics. The period is always written out, because CDK's `MathExpression` would otherwise
 * set 300 s and impose it on the metrics inside.
 */
export function math(
  expression: string,
  usingMetrics: Readonly<Record<string, Metric>>,
  reading: Omit<MetricReading, 'statistic'> = {},
): MathExpression {
  const { period = ONE_MINUTE, label, color } = reading;
  return new MathExpression({ expression, usingMetrics, period, label, color });
}

import type { AlarmDefinition, MetricIdentity, MetricStatistic } from '../../../../alarm-simulator/src/index.ts';
import { metricKey, statisticsOf } from '../../../../alarm-simulator/src/index.ts';

/** The metrics that an alarm reads, each once. */
export function metricsOf(alarm: AlarmDefinition): readonly MetricIdentity[] {
  const metrics = new Map(statisticsOf(alarm).map(({ metric }) => [metricKey(metric), metric]));
  return [...metrics.values()];
}

/** `Namespace/Metric{Name=Value,…}`, for people. */
export function metricName({ namespace, metricName: metric, dimensions }: MetricIdentity): string {
  const parts = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return `${namespace}/${metric}${parts.length === 0 ? '' : `{${parts.join(',')}}`}`;
}

/** The statistic with its metric and period, for example `p90 of Airport/DepartureDelay over 1800 s`. */
export function statisticName({ metric, statistic, period }: MetricStatistic): string {
  return `${statistic.name} of ${metricName(metric)} over ${period} s`;
}

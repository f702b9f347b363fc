import type { AlarmDefinition, MetricIdentity, MetricStatistic } from '../../../../alarm-simulator/src/index.ts';
import { metricKey, statisticsOf } from '../../../../alarm-simulator/src/index.ts';
import { metricName } from '../history/metrics-of.ts';
import { resolutionFor } from './retention.ts';

/** One statistic of one metric, as GetMetricData takes it. */
export interface StatisticQuery {
  readonly metric: MetricIdentity;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly unit?: string;
}

/** What is read for a metric and statistic of an alarm. */
export interface SeriesRequest {
  readonly query: StatisticQuery;
  /** How many samples each datapoint had, so that averages can be put together. @default - not needed */
  readonly counts?: StatisticQuery;
  readonly from: number;
  readonly to: number;
  readonly notes: readonly string[];
}

/** Only the metrics and statistics that the alarms read, each once. */
export function planRequests(
  alarms: readonly AlarmDefinition[],
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): readonly SeriesRequest[] {
  const requests = new Map<string, SeriesRequest>();
  for (const alarm of alarms) {
    for (const wanted of statisticsOf(alarm)) {
      const request = requestFor(wanted, from, to, now);
      const { metric, statistic, period, unit } = request.query;
      requests.set(JSON.stringify([metricKey(metric), statistic, period, unit, request.from]), request);
    }
  }
  return [...requests.values()].filter((request) => request.from < request.to);
}

function requestFor({ metric, statistic, period, unit }: MetricStatistic, from: number, to: number, now: number) {
  const resolution = resolutionFor(period, statistic.type !== 'simple', from, now);
  const step = resolution.period * 1000;
  const named = unit === undefined ? {} : { unit };
  const query = { metric, statistic: statistic.name, period: resolution.period, ...named };
  const { cutBy } = resolution;
  const start = Math.ceil(resolution.from / step) * step;
  return {
    query,
    ...(statistic.name === 'Average' ? { counts: { ...query, statistic: 'SampleCount' } } : {}),
    from: start,
    to: Math.floor(to / step) * step,
    notes:
      cutBy === undefined
        ? []
        : [
            `CloudWatch keeps datapoints of ${cutBy.period} s for ${cutBy.kept}, and coarser ones cannot stand for a period of ${period} s: ${metricName(metric)} begins ${new Date(start).toISOString()}`,
          ],
  };
}

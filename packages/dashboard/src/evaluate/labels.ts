import type { MetricIdentity } from '../../../alarm-simulator/src/index.ts';
import { type Query, statisticName } from './queries.ts';

/** A line whose default label is wanted. */
export interface Labelled {
  readonly metric: MetricIdentity;
  /** As in the body, for example `p90`. */
  readonly stat: string;
}

/**
 * Default labels of metrics: what tells them apart on the graph. AWS shows the rule by one example, where the errors of
 * several functions are called by the functions' names; so the metric's name stands only where names differ, with the
 * values of the dimensions that differ, and a lone metric has its name. Which parts CloudWatch adds when even those are
 * alike is *undocumented*: here the statistic.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function defaultLabels(lines: readonly Labelled[]): string[] {
  const namesDiffer = differ(lines.map(({ metric }) => metric.metricName));
  const spacesDiffer = differ(lines.map(({ metric }) => metric.namespace));
  const dimensions = [...new Set(lines.flatMap(({ metric }) => Object.keys(metric.dimensions)))];
  const telling = dimensions.filter((name) => differ(lines.map(({ metric }) => metric.dimensions[name])));
  const labels = lines.map(({ metric }) => {
    const values = telling.flatMap((name) => metric.dimensions[name] ?? []);
    const name = namesDiffer || values.length === 0 ? [metric.metricName] : [];
    return [...(spacesDiffer && !namesDiffer ? [metric.namespace] : []), ...name, ...values].join(' ');
  });
  return labels.map((label, index) => {
    const { stat } = lines[index] ?? { stat: '' };
    const twins = lines.filter((line, other) => labels[other] === label && line.stat !== stat);
    return twins.length > 0 ? `${label} ${stat}` : label;
  });
}

function differ(values: readonly unknown[]): boolean {
  return values.some((value) => value !== values[0]);
}

/** Default labels of the metrics that a graph shows, by the id of their row. */
export function labelsOfQueries(queries: readonly Query[]): ReadonlyMap<string, string> {
  const lines = queries.flatMap(({ id, source, visible, label }) =>
    source.type === 'metric' && visible && (label === undefined || label.includes('$'))
      ? [{ id, metric: source.metric, stat: statisticName(source.statistic) }]
      : [],
  );
  const labels = defaultLabels(lines);
  return new Map(lines.map(({ id }, index) => [id, labels[index] ?? id]));
}

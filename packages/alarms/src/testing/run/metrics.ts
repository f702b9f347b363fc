import { distance } from 'fastest-levenshtein';
import { type AlarmDefinition, type MetricIdentity, metricKey } from '../../../../alarm-simulator/src/index.ts';
import type { SeriesTarget } from '../file/types.ts';
import { findAlarm, suggestion } from './names.ts';

/** The metrics that an alarm reads, with their ids in the `Metrics` form. */
export function metricsOf(alarm: AlarmDefinition): { readonly id?: string; readonly metric: MetricIdentity }[] {
  if (alarm.kind === 'composite') return [];
  if (alarm.query.form === 'classic') return [{ metric: alarm.query.metric }];
  return alarm.query.entries.flatMap(({ id, source }) =>
    source.type === 'metric' ? [{ id, metric: source.metric }] : [],
  );
}

/** A metric as people write it: `AWS/Lambda Errors {FunctionName=checkout}`. */
export function describeMetric({ namespace, metricName, dimensions }: MetricIdentity): string {
  const pairs = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return `${namespace} ${metricName} {${pairs.join(', ')}}`;
}

export type MetricResult =
  | { readonly ok: true; readonly metric: MetricIdentity }
  | { readonly ok: false; readonly message: string };

/**
 * The metric that a series feeds. A metric that no alarm reads is an error: with a wrong dimension, the commonest
 * mistake, a test would otherwise hold because nothing happens.
 */
export function findMetric(target: SeriesTarget, alarms: readonly AlarmDefinition[]): MetricResult {
  return target.type === 'alarm' ? metricOfAlarm(target, alarms) : writtenMetric(target, alarms);
}

function metricOfAlarm(
  { alarm: wanted, id }: Extract<SeriesTarget, { type: 'alarm' }>,
  alarms: readonly AlarmDefinition[],
): MetricResult {
  const alarm = findAlarm(alarms, wanted);
  if (alarm === undefined) return { ok: false, message: unknownAlarm(wanted, alarms) };
  const metrics = metricsOf(alarm);
  const ids = metrics.flatMap((metric) => (metric.id === undefined ? [] : [metric.id]));
  if (id !== undefined) {
    const found = metrics.find((metric) => metric.id === id);
    if (found !== undefined) return { ok: true, metric: found.metric };
    return {
      ok: false,
      message: `${alarm.name} has no metric with the id ${JSON.stringify(id)}; ${suggestion(id, ids, 'leave id out')}`,
    };
  }
  const [only, ...more] = metrics;
  if (only === undefined) return { ok: false, message: `${alarm.name} is a composite alarm and reads no metric` };
  if (more.length > 0)
    return { ok: false, message: `${alarm.name} reads several metrics; give an id: ${ids.join(', ')}` };
  return { ok: true, metric: only.metric };
}

export function unknownAlarm(wanted: string, alarms: readonly AlarmDefinition[]): string {
  const names = alarms.map(({ name }) => name);
  return `there is no alarm ${JSON.stringify(wanted)}; ${suggestion(wanted, names, 'the template has none')}`;
}

function fits(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}

function writtenMetric(
  { namespace, metric: metricName, dimensions }: Extract<SeriesTarget, { type: 'metric' }>,
  alarms: readonly AlarmDefinition[],
): MetricResult {
  const wanted = { namespace, metricName, dimensions };
  const read = new Map(alarms.flatMap(metricsOf).map(({ metric }) => [metricKey(metric), metric]));
  const exact = read.get(metricKey(wanted));
  if (exact !== undefined) return { ok: true, metric: exact };
  const names = Object.keys(dimensions);
  const [found, ...more] = [...read.values()].filter(
    (metric) =>
      metric.namespace === namespace &&
      metric.metricName === metricName &&
      Object.keys(metric.dimensions).length === names.length &&
      names.every((name) => fits(dimensions[name] ?? '', metric.dimensions[name] ?? '\0')),
  );
  if (found === undefined) return { ok: false, message: unread(wanted, [...read.values()]) };
  if (more.length === 0) return { ok: true, metric: found };
  const choices = [found, ...more].map(describeMetric).join(' and ');
  return { ok: false, message: `fits several metrics: ${choices}; write the dimensions out` };
}

function unread(wanted: MetricIdentity, read: readonly MetricIdentity[]): string {
  const text = describeMetric(wanted);
  const [best] = read.map(describeMetric).toSorted((left, right) => distance(text, left) - distance(text, right));
  const hint = best === undefined ? 'no alarm reads any metric' : `the nearest metric that one reads is ${best}`;
  return `this series is read by no alarm: ${text}; ${hint}`;
}

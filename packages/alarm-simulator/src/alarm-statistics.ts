import type { AlarmDefinition, MetricStatistic } from './types.ts';

/** The metrics that an alarm reads, each with its statistic; none for a composite alarm. */
export function statisticsOf(alarm: AlarmDefinition): readonly MetricStatistic[] {
  if (alarm.kind === 'composite') return [];
  const { query } = alarm;
  if (query.form === 'classic') return [query];
  return query.entries.flatMap(({ source }) => (source.type === 'metric' ? [source] : []));
}

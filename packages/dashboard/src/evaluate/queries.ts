import {
  type MetricAlarm,
  type MetricIdentity,
  parseStatistic,
  type Statistic,
} from '../../../alarm-simulator/src/index.ts';
import type { AxisSide, MetricRow, MetricWidget } from '../model.ts';

/** One row of a graph, ready to be read: of a widget's `metrics`, or of the alarm whose graph it is. */
export interface Query {
  readonly id: string;
  readonly source: QuerySource;
  readonly label?: string;
  readonly color?: string;
  readonly axis: AxisSide;
  readonly visible: boolean;
  /** Seconds, as written. */
  readonly period: number;
  readonly accountId?: string;
  readonly region?: string;
}

export type QuerySource =
  | {
      readonly type: 'metric';
      readonly metric: MetricIdentity;
      readonly statistic: Statistic;
      /** Only samples of this unit count. @default - all */
      readonly unit?: string;
    }
  | { readonly type: 'expression'; readonly text: string };

export function statisticName(statistic: Statistic): string {
  return statistic.name;
}

/** Statistics of a parsed dashboard are valid; one made by hand falls back to the default. */
export function statisticOf(name: string): Statistic {
  const parsed = parseStatistic(name);
  return parsed.ok ? parsed.value : { type: 'simple', name: 'Average' };
}

export function queriesOfWidget({ rows, region }: MetricWidget): Query[] {
  return rows.map((row) => {
    const { id, label, color, axis, visible, period, accountId } = row;
    const place = row.region ?? region;
    return {
      id,
      source: sourceOf(row),
      ...(label === undefined ? {} : { label }),
      ...(color === undefined ? {} : { color }),
      axis,
      visible,
      period,
      ...(accountId === undefined ? {} : { accountId }),
      ...(place === undefined ? {} : { region: place }),
    };
  });
}

function sourceOf({ source, stat }: MetricRow): QuerySource {
  if (source.type === 'expression') return source;
  const { namespace, metricName, dimensions } = source;
  return { type: 'metric', metric: { namespace, metricName, dimensions }, statistic: statisticOf(stat) };
}

/** What an alarm watches, as the rows of a graph: its own line, its band, and their inputs hidden. */
export function queriesOfAlarm({ query, limit, period }: MetricAlarm): Query[] {
  if (query.form === 'classic') {
    const { metric, statistic, unit } = query;
    const source = { type: 'metric', metric, statistic, ...(unit === undefined ? {} : { unit }) } as const;
    return [{ id: 'watched', source, axis: 'left', visible: true, period }];
  }
  const drawn = [query.returned, ...(limit.type === 'band' ? [limit.id] : [])];
  return query.entries.map(({ id, label, source, accountId }) => ({
    id,
    source:
      source.type === 'expression'
        ? { type: 'expression', text: source.text }
        : {
            type: 'metric',
            metric: source.metric,
            statistic: source.statistic,
            ...(source.unit === undefined ? {} : { unit: source.unit }),
          },
    ...(label === undefined ? {} : { label }),
    axis: 'left',
    visible: drawn.includes(id),
    period: source.type === 'metric' ? source.period : period,
    ...(accountId === undefined ? {} : { accountId }),
  }));
}

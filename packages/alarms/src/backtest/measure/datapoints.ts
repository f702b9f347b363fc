import {
  DatapointColumns,
  evaluateMath,
  type MathValue,
  type MemorySource,
  type MetricAlarm,
  type MetricStatistic,
} from '../../../../alarm-simulator/src/index.ts';
import type { Stretch } from './types.ts';

/** Datapoints of an alarm, one after the other without overlap; NaN where there is none. */
export interface DatapointSeries {
  /** Start of the first period. Milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds. */
  readonly period: number;
  readonly values: Float64Array;
}

/** More than a year at ten seconds is nothing that anybody draws. */
const MAX_DATAPOINTS = 4_000_000;

/**
 * The datapoints that an alarm compares with its threshold, for plots and for thresholds to try. Periods follow one
 * another from a multiple of their length on, whereas the alarm's own windows slide. Metric math is computed over the
 * whole stretch at once.
 */
export function datapointsOf(alarm: MetricAlarm, source: MemorySource, { from, to }: Stretch): DatapointSeries {
  const period = alarm.period * 1000;
  const start = Math.floor(from / period) * period;
  const length = Math.min(MAX_DATAPOINTS, Math.max(0, Math.ceil((to - start) / period)));
  const grid = { start, period, length };
  const { query } = alarm;
  if (query.form === 'classic') return { start, period, values: aggregate(query, source, grid) };
  const values = new Map<string, MathValue>();
  const metrics = query.entries.flatMap(({ id, source: { type } }) => (type === 'metric' ? [id] : []));
  const lookUp = (id: string): MathValue => {
    const known = values.get(id);
    if (known !== undefined) return known;
    const entry = query.entries.find((one) => one.id === id);
    let value: MathValue = { type: 'series', series: [] };
    if (entry?.source.type === 'metric') {
      value = { type: 'series', series: Array.from(aggregate(entry.source, source, grid)) };
    } else if (entry?.source.type === 'expression') {
      const context = { length, start, period: alarm.period, metrics, lookUp, doubt: () => undefined };
      value = evaluateMath(entry.source.expression, context);
    }
    values.set(id, value);
    return value;
  };
  const result = lookUp(query.returned);
  return { start, period, values: Float64Array.from(result.type === 'series' ? result.series : []) };
}

interface Grid {
  readonly start: number;
  readonly period: number;
  readonly length: number;
}

function aggregate(statistic: MetricStatistic, source: MemorySource, { start, period, length }: Grid): Float64Array {
  const columns = source.columns(statistic.metric);
  if (columns === undefined) return new Float64Array(length).fill(Number.NaN);
  const ends = { first: start + period, spacing: period, count: length };
  // The reader uses its arrays again.
  return new DatapointColumns(statistic).read(columns, ends).values.slice(0, length);
}

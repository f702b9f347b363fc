import {
  callsOf,
  type MetricAlarm,
  type MetricStatistic,
  type Statistic,
} from '../../../../alarm-simulator/src/index.ts';
import type { MetricName } from '../file/types.ts';
import { offsetText } from '../run/history.ts';
import { equivalentStatistic } from './equivalent.ts';
import type { PropertyChange } from './types.ts';

type Properties = Readonly<Record<string, unknown>>;

const SIMPLE = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'] as const;
/** What is mistaken for a percentile or a trimmed mean. */
const INSTEAD_OF_EXTENDED = ['Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p99'] as const;

/** A value that no dimension has in reality. */
const OTHER_VALUE = 'another-value';

/**
 * Changes of what a metric alarm watches: period, statistic, dimensions.
 * @param nonNegative metrics that are never below 0
 */
export function queryChanges(
  alarm: MetricAlarm,
  properties: Properties,
  nonNegative: readonly MetricName[],
): PropertyChange[] {
  const metrics =
    alarm.query.form === 'classic'
      ? classicChanges(alarm.query, properties)
      : alarm.query.entries.flatMap(({ id, source }) =>
          source.type === 'metric' ? entryChanges(id, source, properties) : [],
        );
  return [
    ...bandChanges(alarm, properties),
    ...periodChanges(alarm, properties),
    ...withEquivalence(alarm, metrics, nonNegative),
  ];
}

/** A band of half and of twice the width: what a threshold is to other alarms. */
function bandChanges({ query }: MetricAlarm, properties: Properties): PropertyChange[] {
  if (query.form === 'classic') return [];
  return query.entries.flatMap(({ id, source }) => {
    if (source.type === 'metric') return [];
    const { text, expression } = source;
    return callsOf(expression, 'ANOMALY_DETECTION_BAND').flatMap(({ operands: [, width] }) => {
      if (width?.type !== 'number') return [];
      const from = width.position - 1;
      const written = /^[\d.eE+-]+/.exec(text.slice(from))?.[0] ?? '';
      return [width.value / 2, width.value * 2].map(
        (value): PropertyChange => ({
          kind: 'threshold',
          text: `${id}: width of the band ${written} -> ${value}`,
          advice: `a series just inside and one just outside the band, with the state that each leads to`,
          properties: withExpression(properties, id, text.slice(0, from) + value + text.slice(from + written.length)),
        }),
      );
    });
  });
}

function withExpression(properties: Properties, id: string, expression: string): Properties {
  const entries = asList(properties.Metrics).map((entry) =>
    entry.Id === id ? { ...entry, Expression: expression } : entry,
  );
  return { ...properties, Metrics: entries };
}

/** A change of a metric; of its statistic, if it says which. */
interface MetricChange extends PropertyChange {
  readonly statistic?: { readonly id: string; readonly from: string; readonly to: string };
}

function withEquivalence(
  alarm: MetricAlarm,
  changes: readonly MetricChange[],
  nonNegative: readonly MetricName[],
): readonly PropertyChange[] {
  return changes.map(({ statistic, ...change }) => {
    const equivalent = statistic && equivalentStatistic(alarm, statistic, nonNegative);
    return equivalent === undefined ? change : { ...change, equivalent };
  });
}

function otherStatistics({ type, name }: Statistic): readonly string[] {
  return (type === 'simple' ? SIMPLE : INSTEAD_OF_EXTENDED).filter((other) => other !== name);
}

const isSimple = (name: string): boolean => SIMPLE.some((simple) => simple === name);

function statisticAdvice(statistic: string): string {
  return `several values in one period, such as { n: 40, values: lognormal(200, 0.5) }, so that ${statistic} and the other statistics lie on different sides of the threshold`;
}

function classicChanges({ metric, statistic }: MetricStatistic, properties: Properties): MetricChange[] {
  const { Statistic: _simple, ExtendedStatistic: _extended, ...rest } = properties;
  const statistics = otherStatistics(statistic).map(
    (name): MetricChange => ({
      kind: 'statistic',
      text: `Statistic ${statistic.name} -> ${name}`,
      advice: statisticAdvice(statistic.name),
      properties: { ...rest, [isSimple(name) ? 'Statistic' : 'ExtendedStatistic']: name },
      statistic: { id: '', from: statistic.name, to: name },
    }),
  );
  const dimensions = dimensionChanges(metric.dimensions, '').map(({ dimensions: changed, ...change }) => ({
    ...change,
    properties: { ...properties, Dimensions: changed },
  }));
  return [...statistics, ...dimensions];
}

function entryChanges(id: string, { metric, statistic }: MetricStatistic, properties: Properties): MetricChange[] {
  const statistics = otherStatistics(statistic).map(
    (name): MetricChange => ({
      kind: 'statistic',
      text: `${id}: Stat ${statistic.name} -> ${name}`,
      advice: statisticAdvice(statistic.name),
      properties: changeEntry(properties, id, (stat) => ({ ...stat, Stat: name })),
      statistic: { id, from: statistic.name, to: name },
    }),
  );
  const dimensions = dimensionChanges(metric.dimensions, `${id}: `).map(({ dimensions: changed, ...change }) => ({
    ...change,
    properties: changeEntry(properties, id, (stat) => ({
      ...stat,
      Metric: { ...asObject(stat.Metric), Dimensions: changed },
    })),
  }));
  return [...statistics, ...dimensions];
}

interface DimensionChange extends Omit<PropertyChange, 'properties'> {
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

function dimensionChanges(dimensions: Readonly<Record<string, string>>, prefix: string): DimensionChange[] {
  const all = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const advice = 'a firing test that writes the metric out with its dimensions instead of metricOf or a *';
  return all.flatMap(({ Name, Value }): DimensionChange[] => [
    {
      kind: 'dimension',
      text: `${prefix}without the dimension ${Name}`,
      advice,
      dimensions: all.filter((one) => one.Name !== Name),
    },
    {
      kind: 'dimension',
      text: `${prefix}dimension ${Name} ${Value} -> ${OTHER_VALUE}`,
      advice,
      dimensions: all.map((one) => (one.Name === Name ? { Name, Value: OTHER_VALUE } : one)),
    },
  ]);
}

/** Half, double and five times: all metrics of an alarm have one period. */
function periodChanges(alarm: MetricAlarm, properties: Properties): PropertyChange[] {
  const { period } = alarm;
  const periods = new Set(
    [period / 2, period * 2, period * 5].map((seconds) => (seconds > 60 ? Math.floor(seconds / 60) * 60 : seconds)),
  );
  return [...periods].map((seconds) => ({
    kind: 'period',
    text: `Period ${offsetText(period * 1000)} -> ${offsetText(seconds * 1000)}`,
    advice: `an exact time of firing or clearing, with good values up to ${offsetText(Math.max(period, seconds) * 1000)} before the bad ones`,
    properties: withPeriod(alarm, properties, seconds),
  }));
}

function withPeriod({ query }: MetricAlarm, properties: Properties, seconds: number): Properties {
  if (query.form === 'classic') return { ...properties, Period: seconds };
  const entries = asList(properties.Metrics).map((entry) => {
    const { MetricStat, Period } = entry;
    return {
      ...entry,
      ...(MetricStat === undefined ? {} : { MetricStat: { ...asObject(MetricStat), Period: seconds } }),
      ...(Period === undefined ? {} : { Period: seconds }),
    };
  });
  return { ...properties, Metrics: entries };
}

function changeEntry(
  properties: Properties,
  id: string,
  change: (stat: Record<string, unknown>) => Record<string, unknown>,
): Properties {
  const entries = asList(properties.Metrics).map((entry) =>
    entry.Id === id ? { ...entry, MetricStat: change(asObject(entry.MetricStat)) } : entry,
  );
  return { ...properties, Metrics: entries };
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const asList = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(asObject) : []);

import { leastSure } from '../../../../alarm-simulator/src/certainty.ts';
import type {
  AlarmDefinition,
  Certainty,
  MetricAlarm,
  MetricIdentity,
  MetricStatistic,
  SampleColumns,
} from '../../../../alarm-simulator/src/index.ts';
import { MemorySource, STAND_IN_NOTE, statisticsOf } from '../../../../alarm-simulator/src/index.ts';
import { type Choice, chooseSeries } from './choose-series.ts';
import type { HistorySeries } from './types.ts';

/** An alarm whose metrics the history holds. */
export interface ConnectedAlarm {
  readonly alarm: AlarmDefinition;
  /** The same alarm for the engine: it reads the source under names of metrics that only the source knows. */
  readonly simulated: AlarmDefinition;
  /** The history of all its metrics begins and ends here. Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** How well the history can stand for what CloudWatch would have seen. */
  readonly certainty: Certainty;
  readonly notes: readonly string[];
}

export interface SkippedAlarm {
  readonly alarm: AlarmDefinition;
  readonly reason: string;
}

export interface Connection {
  readonly connected: readonly ConnectedAlarm[];
  readonly skipped: readonly SkippedAlarm[];
  readonly source: MemorySource;
}

/**
 * Joins alarms and history. Series of one metric that differ in statistic or period are metrics of their own to the
 * engine, so each alarm is given the one that suits it.
 */
export function connect(alarms: readonly AlarmDefinition[], history: readonly HistorySeries[]): Connection {
  const source = new MemorySource();
  const identities = new Map<HistorySeries, MetricIdentity>();
  const identityOf = (series: HistorySeries): MetricIdentity => {
    let identity = identities.get(series);
    if (identity === undefined) {
      identity = { ...series.metric, metricName: `${series.metric.metricName} #${identities.size}` };
      identities.set(series, identity);
      source.addColumns(identity, forEngine(series));
    }
    return identity;
  };
  const connected = new Map<string, ConnectedAlarm>();
  const skipped = new Map<string, SkippedAlarm>();
  for (const alarm of alarms) {
    if (alarm.kind === 'composite') continue;
    const result = connectMetricAlarm(alarm, history, identityOf);
    if ('reason' in result) skipped.set(alarm.name, result);
    else connected.set(alarm.name, result);
  }
  connectComposites(alarms, connected, skipped);
  return {
    connected: alarms.flatMap(({ name }) => connected.get(name) ?? []),
    skipped: alarms.flatMap(({ name }) => skipped.get(name) ?? []),
    source,
  };
}

/** The rows as samples from which the engine computes the statistic that they are. */
function forEngine(series: HistorySeries): SampleColumns {
  const { form, columns } = series;
  if (form.type !== 'statistic' || form.statistic !== 'SampleCount') return seenAtItsEnd(series);
  // So many samples, of values that nobody asks for.
  const counts = columns.values;
  return seenAtItsEnd({ ...series, columns: { ...columns, values: new Float64Array(counts.length), counts } });
}

/**
 * A row that sums up a period counts from the end of it: at its beginning, where the row is stamped, nobody could have
 * known what the period would bring. One millisecond before the end it still belongs to the same period.
 */
function seenAtItsEnd({ columns, period }: HistorySeries): SampleColumns {
  if (period === undefined) return columns;
  const shift = period * 1000 - 1;
  return { ...columns, timestamps: columns.timestamps.map((timestamp) => timestamp + shift) };
}

function connectMetricAlarm(
  alarm: MetricAlarm,
  history: readonly HistorySeries[],
  identityOf: (series: HistorySeries) => MetricIdentity,
): ConnectedAlarm | SkippedAlarm {
  const choices = new Map<MetricStatistic, Choice>();
  for (const wanted of statisticsOf(alarm)) {
    const result = chooseSeries(wanted, history);
    if (result.status === 'none') return { alarm, reason: `no history: ${result.reason}` };
    choices.set(wanted, result.choice);
  }
  if (choices.size === 0) return { alarm, reason: 'it watches no metric' };
  const rewire = <T extends MetricStatistic>(wanted: T): T => {
    const choice = choices.get(wanted);
    if (choice === undefined) return wanted;
    const metric = identityOf(choice.series);
    // Without a unit in the history, the alarm's filter would leave nothing.
    return choice.series.unit === undefined ? { ...wanted, metric, unit: undefined } : { ...wanted, metric };
  };
  const { query } = alarm;
  const rewired: MetricAlarm['query'] =
    query.form === 'classic'
      ? rewire(query)
      : {
          ...query,
          entries: query.entries.map((entry) =>
            entry.source.type === 'metric' ? { ...entry, source: rewire(entry.source) } : entry,
          ),
        };
  const chosen = [...choices.values()];
  const stretches = chosen.map(({ series }) => stretchOf(series));
  return {
    alarm,
    simulated: { ...alarm, query: rewired },
    from: Math.max(...stretches.map(({ from }) => from)),
    to: Math.max(...stretches.map(({ to }) => to)),
    certainty: chosen.reduce<Certainty>((least, { certainty }) => leastSure(least, certainty), 'documented'),
    notes: [...new Set(chosen.flatMap(({ notes }) => notes)), ...(alarm.limit.type === 'band' ? [STAND_IN_NOTE] : [])],
  };
}

function stretchOf({ columns, period = 0 }: HistorySeries): { readonly from: number; readonly to: number } {
  const from = columns.timestamps[0] ?? 0;
  return { from, to: (columns.timestamps[columns.length - 1] ?? from) + period * 1000 };
}

/** A composite alarm can be told when all that it refers to can; children come before their parents in any order. */
function connectComposites(
  alarms: readonly AlarmDefinition[],
  connected: Map<string, ConnectedAlarm>,
  skipped: Map<string, SkippedAlarm>,
): void {
  const find = (reference: string) => alarms.find(({ name, arn }) => name === reference || arn === reference);
  const visit = (alarm: AlarmDefinition, above: readonly string[]): void => {
    if (alarm.kind === 'metric' || connected.has(alarm.name) || skipped.has(alarm.name)) return;
    if (above.includes(alarm.name)) {
      skipped.set(alarm.name, { alarm, reason: 'it refers to itself' });
      return;
    }
    const references = [...alarm.children, ...(alarm.suppressor === undefined ? [] : [alarm.suppressor.alarm])];
    const parts: ConnectedAlarm[] = [];
    for (const reference of references) {
      const child = find(reference);
      if (child !== undefined) visit(child, [...above, alarm.name]);
      const part = child === undefined ? undefined : connected.get(child.name);
      if (part === undefined) {
        skipped.set(alarm.name, { alarm, reason: `it refers to ${reference}, which has no history` });
        return;
      }
      parts.push(part);
    }
    if (parts.length === 0) {
      skipped.set(alarm.name, { alarm, reason: 'it refers to no alarm' });
      return;
    }
    connected.set(alarm.name, {
      alarm,
      simulated: alarm,
      from: Math.max(...parts.map(({ from }) => from)),
      to: Math.max(...parts.map(({ to }) => to)),
      certainty: parts.reduce<Certainty>((least, { certainty }) => leastSure(least, certainty), 'documented'),
      notes: [],
    });
  };
  for (const alarm of alarms) visit(alarm, []);
}

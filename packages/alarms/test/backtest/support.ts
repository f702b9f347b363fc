import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type AlarmDefinition, type MetricAlarm, parseAlarm } from '../../../alarm-simulator/src/index.ts';
import { connect } from '../../src/backtest/history/connect.ts';
import { SeriesBuilder } from '../../src/backtest/history/series-builder.ts';
import type { HistorySeries, SeriesForm } from '../../src/backtest/history/types.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Midnight at which most stories begin. */
export const START = Date.UTC(2026, 0, 5);

export const LATENCY = { namespace: 'Shop', metricName: 'Latency', dimensions: { Service: 'web' } };

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
  folders.push(folder);
  return folder;
}

/** A file in a folder of its own. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

export const PROPERTIES = {
  AlarmName: 'Slow',
  Namespace: 'Shop',
  MetricName: 'Latency',
  Dimensions: [{ Name: 'Service', Value: 'web' }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 100,
  TreatMissingData: 'notBreaching',
  AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:on-call'],
};

function parse(
  type: 'AWS::CloudWatch::Alarm' | 'AWS::CloudWatch::CompositeAlarm',
  properties: object,
): AlarmDefinition {
  const name = String(Reflect.get(properties, 'AlarmName'));
  const arn = `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
  const parsed = parseAlarm(type, properties, { arn, logicalId: 'Alarm' });
  if (!parsed.ok) throw new Error(parsed.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.alarm;
}

/** The alarm of {@link PROPERTIES} with some of them changed; `undefined` leaves one out. */
export function metricAlarm(changes: Record<string, unknown> = {}): MetricAlarm {
  const all = Object.entries({ ...PROPERTIES, ...changes }).filter(([, value]) => value !== undefined);
  const alarm = parse('AWS::CloudWatch::Alarm', Object.fromEntries(all));
  if (alarm.kind !== 'metric') throw new Error('not a metric alarm');
  return alarm;
}

export function compositeAlarm(name: string, rule: string): AlarmDefinition {
  return parse('AWS::CloudWatch::CompositeAlarm', { AlarmName: name, AlarmRule: rule });
}

/** One value each `step` milliseconds from {@link START} on; `undefined` leaves a gap. */
export function seriesOf(
  values: readonly (number | undefined)[],
  { step = MINUTE, ...rest }: Partial<Omit<HistorySeries, 'columns'>> & { readonly step?: number } = {},
): HistorySeries {
  const builder = new SeriesBuilder();
  for (const [index, value] of values.entries()) {
    if (value === undefined) continue;
    builder.add({ timestamp: START + index * step, value, count: 1, minimum: Number.NaN, maximum: Number.NaN });
  }
  const form: SeriesForm = { type: 'values' };
  return { metric: LATENCY, form, origin: 'history.csv', columns: builder.columns(undefined), ...rest };
}

/** Statistic sets, each of two samples around a mean. */
export function setsOf(means: readonly number[], spread: number, period: number): HistorySeries {
  const builder = new SeriesBuilder();
  for (const [index, mean] of means.entries()) {
    const timestamp = START + index * period * 1000;
    builder.add({ timestamp, value: 2 * mean, count: 2, minimum: mean - spread, maximum: mean + spread });
  }
  const columns = builder.columns(undefined);
  return { metric: LATENCY, form: { type: 'sets' }, period, origin: 'sets.csv', columns };
}

/** The alarm as it is simulated on a history. */
export function connectOne(alarm: AlarmDefinition, history: readonly HistorySeries[]) {
  const connection = connect([alarm], history);
  const [connected] = connection.connected;
  if (connected === undefined) throw new Error(connection.skipped.map(({ reason }) => reason).join('\n'));
  return { connection, connected, source: connection.source };
}

/** `count` values of `usual`, but `value` in each of the stretches given as first index and length. */
export function withPeaks(
  count: number,
  usual: number,
  peaks: readonly (readonly [number, number, number])[],
): number[] {
  const values = new Array<number>(count).fill(usual);
  for (const [first, length, value] of peaks) values.fill(value, first, first + length);
  return values;
}

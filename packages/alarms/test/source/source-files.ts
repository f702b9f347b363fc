import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadAlarms } from '../../src/source/load-alarms.ts';
import type { LoadedAlarm, LoadSuccess } from '../../src/source/types.ts';

/** A classic alarm on `Shop Errors`, with changes. */
export function alarmResource(changes: object = {}): object {
  const Properties = {
    AlarmName: 'Errors',
    Namespace: 'Shop',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    ...changes,
  };
  return { Type: 'AWS::CloudWatch::Alarm', Properties };
}

export function compositeResource(AlarmName: string, AlarmRule: unknown): object {
  return { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName, AlarmRule } };
}

/** Writes a file into a temporary folder that goes when the test is over; returns its path. */
export function fileWith(name: string, content: string | object): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alarms-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 1));
  return path;
}

export function loaded(path: string): LoadSuccess {
  const result = loadAlarms(path);
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  return result;
}

/** The lines with which loading fails, the path left out. */
export function faultsOf(path: string): readonly string[] {
  const result = loadAlarms(path);
  return result.status === 'success' ? [] : result.lines.map((line) => line.replace(path, ''));
}

/** Alarms of a template of these resources, by logical id. */
export function alarmsOf(Resources: object, sections: object = {}): Record<string, LoadedAlarm> {
  const { alarms } = loaded(fileWith('App.template.json', { ...sections, Resources }));
  return Object.fromEntries(alarms.map((alarm) => [alarm.logicalId, alarm]));
}

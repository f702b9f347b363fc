import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { AlarmDefinition } from '../../../alarm-simulator/src/index.ts';
import { type CommandRun, runCapturing, type TerminalOptions } from '../../../cli/test/terminal.ts';
import { type AlarmsTestOptions, runAlarmsTest } from '../../src/commands/run-test.ts';
import { loadAlarms } from '../../src/source/load-alarms.ts';
import type { LoadedAlarm } from '../../src/source/types.ts';
import { type ReadTestFile, readTestFile } from '../../src/testing/file/read-test-file.ts';
import { type ReadyTest, readyTests, runTest } from '../../src/testing/run/run-test.ts';
import type { TestResult } from '../../src/testing/run/types.ts';
import { definitionsOf } from '../../src/testing/session.ts';

export const MINUTE = 60_000;
/** Where a test file begins that says nothing. */
export const NOON = Date.UTC(2025, 0, 13, 12);
export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:critical';

/** A folder that is there until the test file is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alarms-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `Shop Latency {}`: p90 above 2000 in 3 of 5 minutes, missing data not breaching, calls a topic. */
export const LATENCY = {
  AlarmName: 'High-Latency',
  AlarmDescription: 'Slow. Runbook: high-latency.md',
  Namespace: 'Shop',
  MetricName: 'Latency',
  Dimensions: [{ Name: 'Service', Value: 'checkout' }],
  ExtendedStatistic: 'p90',
  Period: 60,
  EvaluationPeriods: 5,
  DatapointsToAlarm: 3,
  Threshold: 2000,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: [TOPIC],
  OKActions: [TOPIC],
};

/** `Shop Errors {}`: the sum above 0 in one minute. */
export const ERRORS = {
  AlarmName: 'Errors',
  Namespace: 'Shop',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

/** In ALARM while either of the two is. */
export const EITHER = {
  AlarmName: 'Either',
  AlarmRule: 'ALARM("High-Latency") OR ALARM("Errors")',
  AlarmActions: [TOPIC],
};

/** A template with alarms by logical id; those with a rule are composite. */
export function templateOf(alarms: Readonly<Record<string, object>>): string {
  const resources = Object.entries(alarms).map(([id, properties]) => {
    const kind = 'AlarmRule' in properties ? 'CompositeAlarm' : 'Alarm';
    return [id, { Type: `AWS::CloudWatch::${kind}`, Properties: properties }];
  });
  return JSON.stringify({ Resources: Object.fromEntries(resources) }, undefined, 2);
}

export interface Workbench {
  readonly folder: string;
  write(name: string, content: string): string;
  /** Alarms of a template. */
  alarms(alarms: Readonly<Record<string, object>>): readonly LoadedAlarm[];
  /** A file of tests; the text begins at its first setting. */
  file(yaml: string): ReadTestFile;
}

/** Files of alarms and tests in a folder of their own. */
export function workbench(): Workbench {
  const folder = temporaryFolder();
  let count = 0;
  const write = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    folder,
    write,
    alarms: (alarms) => {
      const loaded = loadAlarms(write(`${count++}.template.json`, templateOf(alarms)));
      if (loaded.status === 'error') throw new Error(loaded.lines.join('\n'));
      const problems = loaded.alarms.flatMap((alarm) => alarm.problems);
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      return loaded.alarms;
    },
    file: (yaml) => {
      const read = readTestFile(write(`${count++}.alarms.yaml`, yaml));
      if (read.status === 'error') throw new Error(read.lines.join('\n'));
      return read.value;
    },
  };
}

/** The tests of a file, tied to the alarms. */
export function ready(file: ReadTestFile, alarms: readonly AlarmDefinition[]): readonly ReadyTest[] {
  const result = readyTests(file, alarms);
  if (!result.ok) throw new Error(result.lines.join('\n'));
  return result.tests;
}

export function runAll(file: ReadTestFile, alarms: readonly LoadedAlarm[]): readonly TestResult[] {
  return ready(file, definitionsOf(alarms)).map(runTest);
}

/** One test on High-Latency and Errors: the series of Latency, and what is expected. */
export function latencyTest(values: string, expect: string): string {
  return `tests:
  - name: one
    series:
      - { namespace: Shop, metric: Latency, dimensions: { Service: checkout }, values: ${values} }
    expect:
${expect.replaceAll(/^/gm, '      ')}
`;
}

/** What a running command has written so far. */
export type Written = NonNullable<TerminalOptions['written']>;

/** Runs `inferwatch alarms test` and keeps what it writes. */
export const runCommand = (options: Partial<AlarmsTestOptions>, io: TerminalOptions = {}): Promise<CommandRun> =>
  runCapturing(
    (world) => runAlarmsTest({ files: [], context: {}, watch: false, mutate: false, ...options }, world),
    io,
  );

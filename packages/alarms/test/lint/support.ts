import type { MetricContract } from '../../src/lint/contract.ts';
import { type LintOptions, lintAlarms } from '../../src/lint/lint-alarms.ts';
import type { LintReport } from '../../src/lint/types.ts';
import { fileWith, loaded } from '../source/source-files.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** What every alarm needs so that nothing but the fault of a test is found on it. */
const SOUND = {
  AlarmDescription: 'Callers wait too long. Runbook: https://runbooks.example.com/latency',
  AlarmActions: ['arn:aws:sns:us-east-1:123456789012:on-call'],
};

export const metricAlarm = (changes: Properties = {}, rest: Properties = {}): Properties => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...SOUND,
    AlarmName: 'Watched',
    EvaluationPeriods: 3,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 500,
    TreatMissingData: 'notBreaching',
    ...changes,
  },
  ...rest,
});

/** A sound alarm on one metric, with changes; `undefined` takes a property away. */
export const classicAlarm = (changes: Properties = {}, rest: Properties = {}): Properties =>
  metricAlarm({ Namespace: 'App', MetricName: 'Latency', Statistic: 'Average', Period: 60, ...changes }, rest);

export interface Entry {
  readonly id: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly dimensions?: readonly string[];
}

const dimensionsOf = (names: readonly string[]) => names.map((Name) => ({ Name, Value: 'value' }));

/** An alarm on an expression over metrics. */
export function mathAlarm(Expression: string, entries: readonly Entry[], changes: Properties = {}): Properties {
  const metrics = entries.map(
    ({ id, namespace = 'App', name = 'Latency', stat = 'Sum', period = 60, dimensions = [] }) => ({
      Id: id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensionsOf(dimensions) },
        Period: period,
        Stat: stat,
      },
    }),
  );
  return metricAlarm({ Metrics: [{ Id: 'e1', Expression }, ...metrics], DatapointsToAlarm: 2, ...changes });
}

/** Changes for an alarm on a metric of a service. */
export const metric = (Namespace: string, MetricName: string, dimensions: readonly string[] = []): Properties => ({
  Namespace,
  MetricName,
  Dimensions: dimensionsOf(dimensions),
});

export const compositeAlarm = (AlarmName: string, AlarmRule: string, changes: Properties = {}): Properties => ({
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: { ...SOUND, AlarmName, AlarmRule, ...changes },
});

/** What is found in a template of these resources. */
export function lint(Resources: object, options: LintOptions = {}): LintReport {
  return lintAlarms(loaded(fileWith('App.template.json', { Resources })).alarms, options);
}

/** Code and property of everything found on one alarm. */
export const foundOn = (alarm: Properties, contracts?: readonly MetricContract[]): string[] =>
  lint({ Alarm: alarm }, contracts && { contracts }).findings.map(({ code, path }) => `${code} ${path}`);

/** The message of the one finding on an alarm. */
export function messageOn(alarm: Properties): string {
  const { findings } = lint({ Alarm: alarm });
  return findings.map(({ message }) => message).join('\n');
}

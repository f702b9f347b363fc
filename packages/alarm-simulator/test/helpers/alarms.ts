import type {
  AlarmDefinition,
  AlarmState,
  CompositeAlarm,
  Datapoint,
  MetricAlarm,
  MetricIdentity,
  Sample,
  Window,
} from '../../src/index.ts';
import { MemorySource, parseAlarm } from '../../src/index.ts';

export const MINUTE = 60_000;

/** Monday 13 January 2025, 12:00 UTC. */
export const NOON = Date.UTC(2025, 0, 13, 12);

export const ERRORS: MetricIdentity = { namespace: 'Shop', metricName: 'Errors', dimensions: {} };

export function arnOf(name: string): string {
  return `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
}

export function parsed(type: 'Alarm' | 'CompositeAlarm', name: string, properties: object): AlarmDefinition {
  const context = { arn: arnOf(name), logicalId: `${name}Resource` };
  const result = parseAlarm(`AWS::CloudWatch::${type}`, { AlarmName: name, ...properties }, context);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.alarm;
}

/** A metric alarm on `Shop Errors` > 0, one of one minute, unless the properties say otherwise. */
export function metricAlarm(name: string, properties: object = {}): MetricAlarm {
  const alarm = parsed('Alarm', name, {
    Namespace: ERRORS.namespace,
    MetricName: ERRORS.metricName,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    ...properties,
  });
  if (alarm.kind !== 'metric') throw new Error('not a metric alarm');
  return alarm;
}

export function compositeAlarm(name: string, rule: string, properties: object = {}): CompositeAlarm {
  const alarm = parsed('CompositeAlarm', name, { AlarmRule: rule, ...properties });
  if (alarm.kind !== 'composite') throw new Error('not a composite alarm');
  return alarm;
}

/** An alarm that is in ALARM in each minute listed for it, and in OK in every other. */
export function switchedAlarm(name: string, properties: object = {}): MetricAlarm {
  return metricAlarm(name, { MetricName: name, TreatMissingData: 'notBreaching', ...properties });
}

/**
 * Samples that put switched alarms into ALARM at those minutes after noon and into OK at every other from an hour before
 * to an hour after: a sample of the minute before, which the evaluation at the minute's end sees. There is one each
 * minute, because CloudWatch would look at older ones instead of those that are missing.
 */
export function switches(minutes: Readonly<Record<string, readonly number[]>>): MemorySource {
  const source = new MemorySource();
  for (const [name, list] of Object.entries(minutes)) {
    const metric = { namespace: ERRORS.namespace, metricName: name, dimensions: {} };
    source.add(
      metric,
      Array.from({ length: 121 }, (_, index) => ({
        timestamp: NOON + (index - 61) * MINUTE,
        value: list.includes(index - 60) ? 1 : 0,
      })),
    );
  }
  return source;
}

export function samplesAt(minutes: readonly number[], value = 1): Sample[] {
  return minutes.map((minute) => ({ timestamp: NOON + minute * MINUTE, value }));
}

/** AWS's notation of a window: `0` good, `X` breaching, `-` missing; newest on the right. */
export function window(notation: string, periodMs = MINUTE): Window {
  const cells = notation.split(' ');
  return cells.map((cell, index): Datapoint | undefined => {
    if (cell === '-') return undefined;
    return { timestamp: NOON - (cells.length - index) * periodMs, value: cell === 'X' ? 10 : 0, sampleCount: 1 };
  });
}

export const ALL_STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

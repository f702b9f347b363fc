import { type AlarmDefinition, MemorySource, parseAlarm, type Transition, type Window } from '../../src/index.ts';

export const MINUTE = 60_000;
export const NOON = Date.UTC(2025, 0, 13, 12);

/** "More than 0 errors in a minute", changed by properties as they stand in a template. */
export function alarm(AlarmName: string, properties: object = {}): AlarmDefinition {
  const composite = 'AlarmRule' in properties;
  const errors = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 };
  const condition = { Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' };
  const result = parseAlarm(
    composite ? 'AWS::CloudWatch::CompositeAlarm' : 'AWS::CloudWatch::Alarm',
    { AlarmName, ...(composite ? {} : { ...errors, ...condition }), ...properties },
    { arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${AlarmName}`, logicalId: AlarmName },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.alarm;
}

/** A sample in each minute from noon on that has a value: `0 0 5 -` is three of them. */
export function samples(metricName: string, notation: string, source = new MemorySource()): MemorySource {
  const values = notation.split(' ').flatMap((value, minute) => {
    return value === '-' ? [] : [{ timestamp: NOON + minute * MINUTE, value: Number(value) }];
  });
  return source.add({ namespace: 'Shop', metricName, dimensions: {} }, values);
}

/** AWS's notation for datapoints: `0` good, `X` breaching, `-` missing, the newest on the right. */
export function datapoints(notation: string): Window {
  return notation.split(' ').map((cell, minute) => {
    return cell === '-' ? undefined : { timestamp: NOON + minute * MINUTE, value: cell === 'X' ? 1 : 0 };
  });
}

/** `12:05 Errors: OK -> ALARM` */
export function timeline(transitions: readonly Transition[]): string[] {
  return transitions.map(({ kind, alarm: { name }, at, from, to, actions }) => {
    const what = kind === 'stateChange' ? `${from} -> ${to}` : `still ${to}`;
    const called = actions.length === 0 ? '' : `, calls ${actions.map((arn) => arn.split(':').at(-1)).join(' and ')}`;
    return `${new Date(at).toISOString().slice(11, 16)} ${name}: ${what}${called}`;
  });
}

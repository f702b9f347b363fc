import { type AlarmDefinition, type AlarmState, parseAlarm, type Transition } from '../../src/index.ts';

export function alarm(
  type: 'Alarm' | 'CompositeAlarm',
  name: string,
  region: string,
  properties: object,
): AlarmDefinition {
  const context = { arn: `arn:aws:cloudwatch:${region}:123456789012:alarm:${name}`, logicalId: 'X' };
  const result = parseAlarm(`AWS::CloudWatch::${type}`, { AlarmName: name, ...properties }, context);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.alarm;
}

export function transition(
  of: AlarmDefinition,
  from: AlarmState,
  to: AlarmState,
  time: string,
  reason: string,
): Transition {
  const at = Date.parse(time);
  return {
    kind: 'stateChange',
    alarm: of,
    at,
    changedAt: at,
    from,
    to,
    reason,
    reasonData: undefined,
    certainty: 'documented',
    rule: 'newest datapoints',
    actions: of.alarmActions,
  };
}

import type { AlarmDefinition, AlarmState, Transition } from '../../src/index.ts';

/** A change of state as an engine would report it, with the words that a test needs. */
export function change(
  alarm: AlarmDefinition,
  [from, to]: readonly [AlarmState, AlarmState],
  time: string,
  more: Partial<Transition> = {},
): Transition {
  const at = Date.parse(time);
  return {
    kind: 'stateChange',
    alarm,
    at,
    changedAt: at,
    from,
    to,
    reason: `went to ${to}`,
    reasonData: undefined,
    certainty: 'documented',
    rule: 'newest datapoints',
    actions: to === 'ALARM' ? alarm.alarmActions : alarm.okActions,
    ...more,
  };
}

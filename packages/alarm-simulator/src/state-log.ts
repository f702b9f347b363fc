import { INITIAL_REASON } from './engine-state.ts';
import type { AlarmDefinition, AlarmState, ReasonData, SuppressedBy, Transition } from './types.ts';

/** A state that an alarm had, as events and history tell it. */
export interface LoggedState {
  readonly value: AlarmState;
  readonly reason: string;
  readonly reasonData: ReasonData | undefined;
  /** When the alarm went to it, milliseconds since the epoch. */
  readonly at: number;
  readonly actionsSuppressedBy?: SuppressedBy;
}

export interface LoggedChange {
  readonly transition: Transition;
  readonly previous: LoggedState;
  readonly next: LoggedState;
}

function stateAfter({ to, reason, reasonData, changedAt, actionsSuppressedBy }: Transition): LoggedState {
  return {
    value: to,
    reason,
    reasonData,
    at: changedAt,
    ...(actionsSuppressedBy === undefined ? {} : { actionsSuppressedBy }),
  };
}

/**
 * Changes of state with the state before. Actions that run later are no change.
 * @param createdAt when the alarms were made: they begin in INSUFFICIENT_DATA, "Unchecked"
 */
export function loggedChanges(transitions: readonly Transition[], createdAt: number): LoggedChange[] {
  const states = new Map<AlarmDefinition, LoggedState>();
  return transitions.flatMap((transition) => {
    if (transition.kind !== 'stateChange') return [];
    const { alarm, from } = transition;
    const initial: LoggedState = { value: from, reason: INITIAL_REASON, reasonData: undefined, at: createdAt };
    const previous = states.get(alarm) ?? initial;
    const next = stateAfter(transition);
    states.set(alarm, next);
    return [{ transition, previous, next }];
  });
}

import type { AlarmState, Simulation, Transition } from '../../../../alarm-simulator/src/index.ts';

/** A state that an alarm entered, and when. */
export interface Entered {
  readonly at: number;
  readonly state: AlarmState;
}

/** The states that an alarm entered, oldest first; its first state, before any evaluation, is none of them. */
export function entered(simulation: Simulation, name: string): readonly Entered[] {
  return transitionsOf(simulation, name)
    .filter(({ kind }) => kind === 'stateChange')
    .map(({ at, to }) => ({ at, state: to }));
}

export function transitionsOf({ transitions }: Simulation, name: string): readonly Transition[] {
  return transitions.filter(({ alarm }) => alarm.name === name);
}

/** Time from the start of the test as people write it in a test: `0m`, `7m`, `1h30m`, `90s`. */
export function offsetText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const text = parts.flatMap(([amount, unit]) => (amount > 0 ? [`${amount}${unit}`] : [])).join('');
  return text === '' ? '0m' : text;
}

/** What an alarm did, in one line: `OK at 0m, ALARM at 7m`. */
export function story(simulation: Simulation, name: string): string {
  const states = entered(simulation, name).map(({ at, state }) => `${state} at ${offsetText(at - simulation.from)}`);
  return states.length === 0 ? 'it stayed INSUFFICIENT_DATA' : `it went to ${states.join(', ')}`;
}

import { AlarmEngine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import type { SampleSource } from './sample-types.ts';
import type { AlarmDefinition, AlarmState, Certainty, Transition, Verdict, VerdictRule } from './types.ts';

/** What {@link simulate} takes. */
export interface SimulationInput {
  readonly alarms: readonly AlarmDefinition[];
  readonly source: SampleSource;
  /** First evaluation, at which the alarms are new; milliseconds since the epoch. */
  readonly from: number;
  /** Last evaluation at or before this instant. */
  readonly to: number;
  readonly options?: EngineOptions;
}

/** A stretch in one state. */
export interface StateInterval {
  readonly state: AlarmState;
  readonly from: number;
  /** When the state was left, or the end of the simulation. */
  readonly to: number;
  /** As `StateReason` of the alarm reads. */
  readonly reason: string;
  readonly certainty: Certainty;
  /** What the state rests on. @default - nothing has been decided yet */
  readonly rule: VerdictRule | undefined;
}

/** What alarms did over a stretch of time. */
export interface Simulation {
  /** What was run. */
  readonly alarms: readonly AlarmDefinition[];
  readonly from: number;
  readonly to: number;
  /** In order of time; at one instant metric alarms come before composite alarms. */
  readonly transitions: readonly Transition[];
  /** The states of an alarm without a gap from `from` to `to`. @throws RangeError if no alarm has this name */
  intervals(name: string): readonly StateInterval[];
  /** The state after whatever happened at this instant. @throws RangeError if no alarm has this name */
  stateAt(name: string, at: number): AlarmState;
  /** What the evaluation at this instant saw and said; `undefined` for composite alarms. */
  explain(name: string, at: number): Verdict | undefined;
}

const UNCHECKED = 'Unchecked: Initial alarm creation';

function intervalsOf(changes: readonly Transition[], from: number, to: number): StateInterval[] {
  const intervals: StateInterval[] = [];
  let open: Omit<StateInterval, 'to'> = {
    state: 'INSUFFICIENT_DATA',
    from,
    reason: UNCHECKED,
    certainty: 'documented',
    rule: undefined,
  };
  for (const { at, to: state, reason, certainty, rule } of changes) {
    if (at > open.from) intervals.push({ ...open, to: at });
    open = { state, from: at, reason, certainty, rule };
  }
  if (to > open.from || intervals.length === 0) intervals.push({ ...open, to });
  return intervals;
}

/**
 * Runs alarms over a stretch of time and answers questions about it.
 * @throws AlarmSetError if the alarms do not fit together: ask `resolveAlarms` first where they come from outside
 * @throws RangeError if `to` is before `from`
 */
export function simulate({ alarms, source, from, to, options = {} }: SimulationInput): Simulation {
  if (!(from <= to)) throw new RangeError(`to (${to}) is before from (${from})`);
  const engine = new AlarmEngine(alarms, options);
  const transitions = [...engine.tick(from, source), ...engine.tick(to, source)];
  const changes = new Map<string, Transition[]>(alarms.map(({ name }) => [name, []]));
  for (const transition of transitions) {
    if (transition.kind === 'stateChange') changes.get(transition.alarm.name)?.push(transition);
  }
  const changesOf = (name: string): readonly Transition[] => {
    const found = changes.get(name);
    if (found === undefined) throw new RangeError(`no alarm is named ${JSON.stringify(name)}`);
    return found;
  };
  /** The state that holds after the last change for which `counts` is true. */
  const stateAfter = (name: string, counts: (change: Transition) => boolean): AlarmState =>
    changesOf(name).findLast(counts)?.to ?? 'INSUFFICIENT_DATA';
  const intervals = new Map<string, readonly StateInterval[]>();
  return {
    alarms,
    from,
    to,
    transitions,
    intervals: (name) => {
      const known = intervals.get(name) ?? intervalsOf(changesOf(name), from, to);
      intervals.set(name, known);
      return known;
    },
    stateAt: (name, at) => stateAfter(name, (change) => change.at <= at),
    explain: (name, at) =>
      engine.explain(
        name,
        at,
        source,
        stateAfter(name, (change) => change.at < at),
      ),
  };
}

import { leastSure } from '../../../../alarm-simulator/src/certainty.ts';
import type { AlarmState, Certainty, Simulation, StateInterval } from '../../../../alarm-simulator/src/index.ts';
import type { ConnectedAlarm } from '../history/connect.ts';
import type { Incident } from '../incidents/incidents-file.ts';
import { measureDetection, touches } from './detection.ts';
import { flappingEpisodes } from './flapping.ts';
import type { AlarmInterval, Detection, FlappingEpisode, MeasureSettings, SentNotification, Stretch } from './types.ts';

/** What one alarm would have done. */
export interface AlarmOutcome {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  /** What was evaluated: the history of the alarm's metrics within the stretch that was asked for. */
  readonly covered: Stretch;
  /** Milliseconds in each state. */
  readonly timeInState: Readonly<Record<AlarmState, number>>;
  readonly intervals: readonly AlarmInterval[];
  readonly notifications: readonly SentNotification[];
  readonly flapping: readonly FlappingEpisode[];
  /** @default - no incidents were given */
  readonly detection?: Detection;
  /** Of the least sure verdict and of the history itself. */
  readonly certainty: Certainty;
  /** Milliseconds in states that are so sure: AWS's documentation, or what follows from it, or neither decides. */
  readonly timeByCertainty: Readonly<Record<Certainty, number>>;
  readonly notes: readonly string[];
}

export interface OutcomeInput {
  readonly connected: ConnectedAlarm;
  readonly simulation: Simulation;
  readonly covered: Stretch;
  /** @default - none are known, and nothing is said about detection */
  readonly incidents?: readonly Incident[];
  readonly settings: MeasureSettings;
}

/** States of an alarm within a stretch. */
function statesWithin(simulation: Simulation, name: string, { from, to }: Stretch): StateInterval[] {
  return simulation.intervals(name).flatMap((interval) => {
    const clipped = { ...interval, from: Math.max(from, interval.from), to: Math.min(to, interval.to) };
    return clipped.to > clipped.from ? [clipped] : [];
  });
}

/** Measures what an alarm did in a simulation. */
export function measureOutcome({ connected, simulation, covered, incidents, settings }: OutcomeInput): AlarmOutcome {
  const { alarm, notes } = connected;
  const states = statesWithin(simulation, alarm.name, covered);
  const timeInState = { OK: 0, ALARM: 0, INSUFFICIENT_DATA: 0 };
  for (const { state, from, to } of states) timeInState[state] += to - from;
  const intervals = states.flatMap(({ state, from, to, reason, certainty }) => {
    if (state !== 'ALARM') return [];
    const touched = (incidents ?? []).filter((incident) => touches({ from, to }, incident, settings.tolerance));
    const sure = leastSure(certainty, connected.certainty);
    return [{ from, to, reason, certainty: sure, incidents: touched.map(({ name }) => name), open: to === covered.to }];
  });
  const timeByCertainty = { documented: 0, inferred: 0, undocumented: 0 };
  let certainty = connected.certainty;
  for (const state of states) {
    const sure = leastSure(state.certainty, connected.certainty);
    timeByCertainty[sure] += state.to - state.from;
    certainty = leastSure(certainty, sure);
  }
  const notifications = simulation.transitions.flatMap(({ alarm: { name }, at, from, to, actions }) => {
    const sent = name === alarm.name && actions.length > 0 && at >= covered.from && at < covered.to;
    return sent ? [{ at, from, to, actions }] : [];
  });
  const detection =
    incidents === undefined
      ? {}
      : { detection: measureDetection({ intervals, incidents, covered, tolerance: settings.tolerance }) };
  const { flappingEntries: entries, flappingWindowMs: windowMs } = settings;
  return {
    name: alarm.name,
    kind: alarm.kind,
    covered,
    timeInState,
    intervals,
    notifications,
    flapping: flappingEpisodes(intervals, { entries, windowMs }),
    ...detection,
    certainty,
    timeByCertainty,
    notes,
  };
}

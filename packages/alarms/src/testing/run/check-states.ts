import type { AlarmState, Simulation } from '../../../../alarm-simulator/src/index.ts';
import type { AlarmExpectation, TimeLimit } from '../file/types.ts';
import { entered, offsetText, story } from './history.ts';

/** An expectation that does not hold: which setting says it, what happened, and when. */
export interface Difference {
  /** Below the alarm's name in the file. */
  readonly path: readonly string[];
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

/** What an alarm should have done, against what it did. */
export function checkStates(expectation: AlarmExpectation, name: string, simulation: Simulation): Difference[] {
  const { firesWithin, clearsWithin, transitions } = expectation;
  return [
    ...checkPoints(expectation, name, simulation),
    ...(firesWithin === undefined ? [] : checkFires(firesWithin, name, simulation)),
    ...(clearsWithin === undefined ? [] : checkClears(clearsWithin, firesWithin?.after ?? 0, name, simulation)),
    ...checkNever(expectation.never, name, simulation),
    ...(transitions === undefined ? [] : checkTransitions(transitions, name, simulation)),
  ];
}

function checkPoints({ states }: AlarmExpectation, name: string, simulation: Simulation): Difference[] {
  return states.flatMap(({ text, at: offset, state }) => {
    const at = simulation.from + offset;
    const actual = simulation.stateAt(name, at);
    if (actual === state) return [];
    return [{ path: ['state', text], at, message: `expected ${state} at ${text}, but it was ${actual}` }];
  });
}

function checkFires({ time, after = 0 }: TimeLimit, name: string, simulation: Simulation): Difference[] {
  const path = ['firesWithin'];
  const begin = simulation.from + after;
  const wanted = `expected ALARM within ${offsetText(time)}${after > 0 ? ` after ${offsetText(after)}` : ''}`;
  if (after > 0 && simulation.stateAt(name, begin) === 'ALARM') {
    return [{ path, at: begin, message: `${wanted}, but it was in ALARM already at ${offsetText(after)}` }];
  }
  const fired = firstEntered(simulation, name, 'ALARM', begin);
  if (fired !== undefined && fired <= begin + time) return [];
  if (fired === undefined) return [{ path, at: begin + time, message: `${wanted}, but ${story(simulation, name)}` }];
  const late = `it fired only at ${offsetText(fired - simulation.from)}`;
  return [{ path, at: begin + time, message: `${wanted}, but ${late}` }];
}

/** Counted from `after`, or else from the moment it fired: the first one from `firedAfter` on. */
function checkClears(
  { time, after }: TimeLimit,
  firedAfter: number,
  name: string,
  simulation: Simulation,
): Difference[] {
  const path = ['clearsWithin'];
  const { from } = simulation;
  const begin = after === undefined ? firstEntered(simulation, name, 'ALARM', from + firedAfter) : from + after;
  const wanted = `expected OK within ${offsetText(time)}`;
  if (begin === undefined) return [{ path, message: `${wanted} after firing, but it never fired` }];
  const since = `${wanted} after ${offsetText(begin - from)}`;
  const before = simulation.stateAt(name, begin);
  if (before !== 'ALARM') {
    return [{ path, at: begin, message: `${since}, but it was ${before} then: there was nothing to clear` }];
  }
  const cleared = firstEntered(simulation, name, 'OK', begin);
  if (cleared !== undefined && cleared <= begin + time) return [];
  const actual = cleared === undefined ? story(simulation, name) : `it cleared only at ${offsetText(cleared - from)}`;
  return [{ path, at: begin + time, message: `${since}, but ${actual}` }];
}

function firstEntered(simulation: Simulation, name: string, wanted: AlarmState, from: number): number | undefined {
  return entered(simulation, name).find(({ at, state }) => state === wanted && at >= from)?.at;
}

function checkNever(never: readonly AlarmState[], name: string, simulation: Simulation): Difference[] {
  return never.flatMap((state) => {
    const found = simulation.intervals(name).find((interval) => interval.state === state);
    const last = simulation.stateAt(name, simulation.to) === state ? simulation.to : undefined;
    const at = found?.from ?? last;
    if (at === undefined) return [];
    return [
      {
        path: ['never'],
        at,
        message: `expected never ${state}, but it was ${state} at ${offsetText(at - simulation.from)}`,
      },
    ];
  });
}

function checkTransitions(
  wanted: NonNullable<AlarmExpectation['transitions']>,
  name: string,
  simulation: Simulation,
): Difference[] {
  const actual = entered(simulation, name);
  const from = simulation.from;
  const same =
    actual.length === wanted.length &&
    wanted.every(({ state, at }, index) => {
      const one = actual[index];
      return one?.state === state && (at === undefined || one.at === from + at);
    });
  if (same) return [];
  const differs = wanted.findIndex(({ state, at }, index) => {
    const one = actual[index];
    return one?.state !== state || (at !== undefined && one.at !== from + at);
  });
  const at = actual[differs === -1 ? wanted.length : differs]?.at;
  const list = wanted.map(({ state, at }) => (at === undefined ? state : `${state} at ${offsetText(at)}`));
  const message = `expected the states ${list.join(', ') || 'none'}, but ${story(simulation, name)}`;
  return [{ path: ['transitions'], message, ...(at === undefined ? {} : { at }) }];
}

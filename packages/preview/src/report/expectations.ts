import { formatDuration } from '../../../cli/src/duration.ts';
import type { AlarmExpectation, AlarmStateName, Bound, Expectations } from '../scenario/types.ts';
import { findAlarm } from './alarm-names.ts';
import type { PreviewReport, ReportedAlarm, ReportedTransition } from './types.ts';

/** One thing that the scenario expects and that did not come true. */
export interface Difference {
  /** Place in the scenario file, for example `expect.alarms.High-Latency-Alarm.reaches`. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** The parts of a report that expectations speak about. */
export type Facts = Pick<
  PreviewReport,
  'phases' | 'requests' | 'accuracy' | 'latencyMs' | 'alarms' | 'emails' | 'records'
>;

/** Everything that is not as expected; empty if the expectations hold. */
export function checkExpectations(expect: Expectations, facts: Facts): Difference[] {
  const numbers: [string, Bound | undefined, number | null][] = [
    ...bounds('requests', expect.requests, facts.requests),
    ...bounds('latencyMs', expect.latencyMs, facts.latencyMs),
    ...bounds('records', expect.records, facts.records),
    ['emails', expect.emails, facts.emails.length],
    ['accuracy', expect.accuracy, facts.accuracy],
  ];
  return [
    ...Object.entries(expect.alarms ?? {}).flatMap(([name, expectation]) => checkAlarm(name, expectation, facts)),
    ...numbers.flatMap(([path, bound, actual]) => checkBound(`expect.${path}`, bound, actual)),
  ];
}

function bounds<K extends string>(
  group: string,
  expected: Readonly<Partial<Record<K, Bound>>> | undefined,
  actual: Readonly<Record<NoInfer<K>, number | null>>,
): [string, Bound | undefined, number | null][] {
  if (!expected) return [];
  const keys = Object.keys(expected).filter((key): key is K => key in actual);
  return keys.map((key) => [`${group}.${key}`, expected[key], actual[key]]);
}

function checkBound(path: string, bound: Bound | undefined, actual: number | null): Difference[] {
  if (!bound) return [];
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = bound;
  if (actual !== null && actual >= atLeast && actual <= atMost) return [];
  return [{ path, expected: describeBound(bound), actual: actual === null ? 'nothing was measured' : String(actual) }];
}

function describeBound({ atLeast, atMost }: Bound): string {
  if (atLeast === atMost) return String(atLeast);
  if (atMost === undefined) return `at least ${atLeast}`;
  return atLeast === undefined ? `at most ${atMost}` : `${atLeast} to ${atMost}`;
}

function checkAlarm(name: string, expectation: AlarmExpectation, facts: Facts): Difference[] {
  const path = `expect.alarms.${name}`;
  const alarm = findAlarm(facts.alarms, name);
  if (!alarm) return [{ path, expected: 'an alarm of this name', actual: 'the template has none' }];
  const { reaches, transitions, never, notifies } = expectation;
  return [
    ...(reaches ? checkReaches(`${path}.reaches`, reaches, expectation, alarm, facts) : []),
    ...(transitions ? checkTransitions(`${path}.transitions`, transitions, alarm) : []),
    ...(never ? checkNever(`${path}.never`, never, alarm) : []),
    ...(notifies ? checkNotifies(`${path}.notifies`, notifies, expectation, alarm, facts) : []),
  ];
}

function checkReaches(
  path: string,
  states: readonly AlarmStateName[],
  { withinMs = Number.POSITIVE_INFINITY, after }: AlarmExpectation,
  alarm: ReportedAlarm,
  facts: Facts,
): Difference[] {
  const phase = findPhase(after, facts);
  const limit = Number.isFinite(withinMs) ? ` within ${formatDuration(withinMs)}` : '';
  const expected = `${states.join(', then ')}${limit}${after === undefined ? '' : ` after "${after}" began`}`;
  if (!phase) return [{ path, expected, actual: 'the run ended before that phase' }];
  const from = Date.parse(phase.startedAt);
  const candidates = alarm.transitions.filter(({ at }) => Date.parse(at) >= from);
  const first = candidates.find(({ to }) => to === states[0]);
  const inTime = first !== undefined && Date.parse(first.at) - from <= withinMs;
  if (inTime && isSubsequence(states, candidates)) return [];
  return [{ path, expected, actual: describeTransitions(candidates, from, alarm) }];
}

const findPhase = (after: string | undefined, { phases }: Facts) =>
  after === undefined ? phases[0] : phases.find(({ name }) => name === after);

function isSubsequence(states: readonly AlarmStateName[], transitions: readonly ReportedTransition[]): boolean {
  let found = 0;
  for (const { to } of transitions) if (to === states[found]) found++;
  return found === states.length;
}

function describeTransitions(transitions: readonly ReportedTransition[], from: number, alarm: ReportedAlarm): string {
  if (transitions.length === 0) return `no change, it stayed ${alarm.state}`;
  return transitions.map(({ at, to }) => `${to} after ${formatDuration(Date.parse(at) - from) || '0s'}`).join(', ');
}

function checkTransitions(path: string, states: readonly AlarmStateName[], alarm: ReportedAlarm): Difference[] {
  const actual = alarm.transitions.map(({ to }) => to);
  if (actual.length === states.length && actual.every((state, index) => state === states[index])) return [];
  return [{ path, expected: states.join(', '), actual: actual.join(', ') || 'no change at all' }];
}

function checkNever(path: string, states: readonly AlarmStateName[], alarm: ReportedAlarm): Difference[] {
  const entered = alarm.transitions.filter(({ to }) => states.includes(to));
  const [first] = entered;
  if (!first) return [];
  const times = entered.length === 1 ? 'once' : `${entered.length} times, first`;
  const actual = `entered ${first.to} ${times} at ${first.at}: ${first.reason}`;
  return [{ path, expected: `never ${states.join(' or ')}`, actual }];
}

/** CloudWatch's subject is `STATE: "name" in <region>`. */
function checkNotifies(
  path: string,
  states: readonly AlarmStateName[],
  { after }: AlarmExpectation,
  { name }: ReportedAlarm,
  facts: Facts,
): Difference[] {
  const phase = findPhase(after, facts);
  const from = phase ? Date.parse(phase.startedAt) : Number.POSITIVE_INFINITY;
  const subjects = facts.emails.filter(({ at }) => Date.parse(at) >= from).map(({ subject }) => subject);
  const missing = states.filter((state) => !subjects.some((subject) => subject.startsWith(`${state}: "${name}"`)));
  if (missing.length === 0) return [];
  const about = subjects.filter((subject) => subject.includes(`"${name}"`));
  const expected = `an e-mail for ${states.join(' and ')}${after === undefined ? '' : ` after "${after}" began`}`;
  return [{ path, expected, actual: about.length === 0 ? 'no e-mail about it' : `only ${about.join(', ')}` }];
}

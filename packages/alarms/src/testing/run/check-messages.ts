import {
  type AlarmState,
  type Notification,
  notification,
  type Simulation,
  type Transition,
} from '../../../../alarm-simulator/src/index.ts';
import type { EmailExpectation } from '../file/types.ts';
import type { BoundExpectation } from './bind.ts';
import type { Difference } from './check-states.ts';
import { offsetText, transitionsOf } from './history.ts';
import { lastPart } from './topics.ts';

/** `arn:aws:cloudwatch:<region>:<account>:alarm:<name>` */
function contextOf(arn: string): { readonly accountId: string; readonly region: string } {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { accountId, region };
}

/** What was called, and the e-mails, against what was expected. */
export function checkMessages({ alarm, expectation, calls }: BoundExpectation, simulation: Simulation): Difference[] {
  const transitions = transitionsOf(simulation, alarm.name);
  return [
    ...expectation.emails.flatMap((email) => checkEmail(email, transitions, simulation)),
    ...checkCalls(calls, transitions),
  ];
}

function checkEmail(email: EmailExpectation, transitions: readonly Transition[], simulation: Simulation): Difference[] {
  const { state } = email;
  const path = ['email'];
  const candidates = transitions.filter(({ to, actions }) => to === state && actions.length > 0);
  if (candidates.length === 0) {
    const without = transitions.find(({ to }) => to === state);
    const why =
      without === undefined
        ? `it never went to ${state}`
        : `it called nothing when it went to ${state} at ${offsetText(without.at - simulation.from)}`;
    return [{ path, message: `expected an e-mail for ${state}, but ${why}`, ...(without && { at: without.at }) }];
  }
  const checked = candidates.map((transition) => {
    const message = notification(transition, contextOf(transition.alarm.arn));
    return { transition, message, missing: missingFrom(email, message) };
  });
  if (checked.some(({ missing }) => missing.length === 0)) return [];
  const [first] = checked;
  if (first === undefined) return [];
  const { missing, message, transition } = first;
  const text = `${message.subject}\n${message.emailBody}`.trimEnd().replaceAll('\n', '\n  | ');
  return [{ path, at: transition.at, message: `the e-mail for ${state} ${missing.join(' and ')}:\n  | ${text}` }];
}

function missingFrom({ contains, matches }: EmailExpectation, { subject, emailBody }: Notification): string[] {
  const text = `${subject}\n${emailBody}`;
  return [
    ...contains.filter((part) => !text.includes(part)).map((part) => `does not contain ${JSON.stringify(part)}`),
    ...matches.filter((pattern) => !pattern.test(text)).map((pattern) => `does not match ${pattern}`),
  ];
}

function checkCalls(
  calls: Readonly<Partial<Record<AlarmState, readonly string[]>>>,
  transitions: readonly Transition[],
): Difference[] {
  return (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).flatMap((state) => {
    const wanted = calls[state];
    if (wanted === undefined) return [];
    const made = transitions.filter(({ to }) => to === state);
    const called = [...new Set(made.flatMap(({ actions }) => actions))];
    const same = called.length === wanted.length && wanted.every((arn) => called.includes(arn));
    if (same) return [];
    const at = made[0]?.at;
    const message = `expected ${list(wanted)} to be called for ${state}, but ${actual(called, made)}`;
    return [{ path: ['calls', state], message, ...(at === undefined ? {} : { at }) }];
  });
}

const list = (arns: readonly string[]): string => (arns.length === 0 ? 'nothing' : arns.map(lastPart).join(', '));

function actual(called: readonly string[], made: readonly Transition[]): string {
  if (called.length > 0) return `it called ${list(called)}`;
  if (made.length === 0) return 'it never went there';
  const held = made.find(({ actionsSuppressedBy }) => actionsSuppressedBy !== undefined)?.actionsSuppressedBy;
  return held === undefined ? 'nothing was called' : `its actions were suppressed (${held})`;
}

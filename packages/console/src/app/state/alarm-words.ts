import type { AlarmStateName, AlarmSummary, CertaintyName } from '../../contract.ts';

export interface StateWords {
  readonly word: string;
  /** A sign besides the colour. */
  readonly sign: string;
  readonly className: string;
}

export const STATE_WORDS: Readonly<Record<AlarmStateName, StateWords>> = {
  ALARM: { word: 'In alarm', sign: '▲', className: 'alarm' },
  OK: { word: 'OK', sign: '✓', className: 'ok' },
  INSUFFICIENT_DATA: { word: 'Insufficient data', sign: '…', className: 'waiting' },
};

export const CERTAINTY_WORDS: Readonly<Record<CertaintyName, string>> = {
  documented: 'AWS documents the rule behind this state: CloudWatch would decide the same.',
  inferred: 'AWS does not state the rule; it follows from what its pages and answers show. CloudWatch may differ.',
  undocumented: 'AWS says nothing about this case. CloudWatch may decide otherwise.',
};

const ORDER: Readonly<Record<AlarmStateName, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

/** Those that ring first; the latest change first among equals, then by name. */
export function sortAlarms(alarms: readonly AlarmSummary[]): AlarmSummary[] {
  return [...alarms].sort(
    (one, other) =>
      ORDER[one.state] - ORDER[other.state] ||
      (other.since ?? 0) - (one.since ?? 0) ||
      one.name.localeCompare(other.name, 'en'),
  );
}

/** Changes between two moments, as sentences to be announced. Nothing at first, when no state was known before. */
export function announceChanges(
  before: Readonly<Record<string, AlarmStateName>> | undefined,
  now: Readonly<Record<string, AlarmStateName>>,
): string[] {
  if (before === undefined) return [];
  return Object.entries(now)
    .filter(([name, state]) => before[name] !== undefined && before[name] !== state)
    .map(([name, state]) => `${name} is now ${STATE_WORDS[state].word}.`);
}

export function countStates(
  alarms: Readonly<Record<string, AlarmStateName>>,
): Readonly<Record<AlarmStateName, number>> {
  const counts = { ALARM: 0, OK: 0, INSUFFICIENT_DATA: 0 };
  for (const state of Object.values(alarms)) counts[state] += 1;
  return counts;
}

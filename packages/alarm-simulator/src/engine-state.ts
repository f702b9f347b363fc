import { NOT_SUPPRESSED, type Suppression } from './suppression.ts';
import type { AlarmDefinition, AlarmState, AlarmStatus, Certainty, ReasonData, VerdictRule } from './types.ts';
import type { WarmUpMemory } from './warm-up.ts';

/** The last change of an alarm's state; actions that were held back belong to it. */
export interface Change {
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly reasonData: ReasonData;
  readonly certainty: Certainty;
  readonly rule: VerdictRule;
  readonly notes?: readonly string[];
}

/** What the engine remembers of one alarm. */
export interface AlarmMemory extends WarmUpMemory {
  state: AlarmState;
  change: Change | undefined;
  suppression: Suppression;
  /** A composite alarm has been evaluated once. */
  evaluated: boolean;
}

/** State of an engine as plain data: it survives `JSON.stringify`. */
export interface EngineSnapshot {
  readonly version: 1;
  /** Instant of the first and of the last evaluation; `null` before the first. */
  readonly startedAt: number | null;
  readonly last: number | null;
  readonly alarms: Readonly<Record<string, AlarmSnapshot>>;
}

/** State of one alarm as plain data. */
export interface AlarmSnapshot {
  readonly state: AlarmState;
  readonly change: Change | null;
  readonly suppression: Suppression;
  readonly evaluated: boolean;
  /** Of alarms with a warm-up, as in `WarmUpMemory`. */
  readonly createdAt?: number;
  readonly warmUpEndedAt?: number;
}

/** What AWS says of an alarm that has not been evaluated. */
export const INITIAL_REASON = 'Unchecked: Initial alarm creation';

export function newMemory(): AlarmMemory {
  return { state: 'INSUFFICIENT_DATA', change: undefined, suppression: NOT_SUPPRESSED, evaluated: false };
}

export function toStatus(
  { state, change, createdAt, warmUpEndedAt }: AlarmMemory,
  actionsSuppressedBy: AlarmStatus['actionsSuppressedBy'],
): AlarmStatus {
  return {
    state,
    since: change?.at,
    reason: change?.reason ?? INITIAL_REASON,
    reasonData: change?.reasonData,
    certainty: change?.certainty ?? 'documented',
    ...(actionsSuppressedBy === undefined ? {} : { actionsSuppressedBy }),
    ...(createdAt !== undefined && warmUpEndedAt === undefined ? { evaluationState: 'IN_WARM_UP' } : {}),
  };
}

export function toSnapshot({
  state,
  change,
  suppression,
  evaluated,
  createdAt,
  warmUpEndedAt,
}: AlarmMemory): AlarmSnapshot {
  return {
    state,
    change: change ?? null,
    suppression,
    evaluated,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(warmUpEndedAt === undefined ? {} : { warmUpEndedAt }),
  };
}

export function fromSnapshot({ change, ...saved }: AlarmSnapshot): AlarmMemory {
  return { ...saved, change: change ?? undefined };
}

/** Actions for a state; none while `ActionsEnabled` is false, although the state changes all the same. */
export function actionsFor(alarm: AlarmDefinition, state: AlarmState): readonly string[] {
  if (!alarm.actionsEnabled) return [];
  switch (state) {
    case 'ALARM':
      return alarm.alarmActions;
    case 'OK':
      return alarm.okActions;
    case 'INSUFFICIENT_DATA':
      return alarm.insufficientDataActions;
  }
}

import type { AlarmState, Certainty } from '../../../../alarm-simulator/src/index.ts';

/** A stretch of time. Milliseconds since the epoch; the end is not part of it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch in ALARM. */
export interface AlarmInterval extends Stretch {
  /** As `StateReason` of the alarm reads. */
  readonly reason: string;
  readonly certainty: Certainty;
  /** Names of the incidents that it touches, tolerance included. */
  readonly incidents: readonly string[];
  /** The history ends before the alarm does. */
  readonly open: boolean;
}

/** A change of state that called something. */
export interface SentNotification {
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** ARNs. */
  readonly actions: readonly string[];
}

/** A stretch in which the alarm went into ALARM again and again. */
export interface FlappingEpisode extends Stretch {
  /** How often it went into ALARM. */
  readonly entries: number;
}

/**
 * What became of an incident. `alreadyInAlarm`: the alarm had gone off before, for something else, and stayed in ALARM,
 * so that this incident told nobody anything.
 */
export type IncidentOutcome =
  | { readonly name: string; readonly outcome: 'detected'; readonly at: number; readonly timeToDetectMs: number }
  | { readonly name: string; readonly outcome: 'missed' | 'alreadyInAlarm' | 'outsideHistory' };

/** How well an alarm told of incidents. */
export interface Detection {
  readonly incidents: readonly IncidentOutcome[];
  readonly detected: number;
  readonly missed: number;
  readonly alreadyInAlarm: number;
  /** Of the detected incidents. @default - none was detected */
  readonly meanTimeToDetectMs?: number;
  /** Stretches in ALARM that touch no incident. */
  readonly falseAlarms: number;
  readonly falseAlarmsPerWeek: number;
}

/** Milliseconds around an incident that still belong to it. */
export interface Tolerance {
  /** Before its start, which is seldom known to the minute. */
  readonly beforeMs: number;
  /** After its end, since its effects may come late. */
  readonly afterMs: number;
}

/** How incidents and flapping are counted. */
export interface MeasureSettings {
  readonly tolerance: Tolerance;
  /** An alarm flaps if it goes into ALARM this often … */
  readonly flappingEntries: number;
  /** … within so many milliseconds. */
  readonly flappingWindowMs: number;
}

/** A quarter of an hour for times that are not known to the minute; three times in an hour is more than anybody can look into. */
export const DEFAULT_MEASURE: MeasureSettings = {
  tolerance: { beforeMs: 15 * 60_000, afterMs: 15 * 60_000 },
  flappingEntries: 3,
  flappingWindowMs: 60 * 60_000,
};

import type { Stretch } from '../measure/types.ts';

/** What is varied: the threshold, and M out of N. */
export interface AlarmSetting {
  readonly threshold: number;
  /** M. */
  readonly datapointsToAlarm: number;
  /** N. */
  readonly evaluationPeriods: number;
}

/** How a setting does on a part of the history. */
export interface Score {
  readonly incidents: number;
  readonly detected: number;
  /**
   * Mean milliseconds from the start of an incident to the alarm. An incident that the alarm does not tell of counts
   * with its whole length and the tolerance: nobody knew before it was over.
   */
  readonly meanTimeToDetectMs: number;
  readonly falseAlarms: number;
  readonly falseAlarmsPerWeek: number;
}

export interface SweptSetting {
  readonly setting: AlarmSetting;
  /** The setting of the template. */
  readonly present: boolean;
  /** On the part that settings are chosen on. */
  readonly training: Score;
  /** On the later part, which took no part in the choice. @default - the history is too short to be split */
  readonly validation?: Score;
  /** No other setting is better on the training part in one respect without being worse in the other. */
  readonly onFront: boolean;
}

/** The parts of the history. */
export interface Split {
  readonly training: Stretch;
  /** @default - there are too few incidents, or they follow too closely, to keep some for the check */
  readonly validation?: Stretch;
}

/**
 * `better`: on the validation part, the recommended setting is better than the present one in at least one respect and
 * worse in none. `mixed`: better in one, worse in the other. `same`: it is the present setting, or does just as well.
 * `worse`: the choice did not hold. `unchecked`: there was nothing to check it on.
 */
export type Confirmation = 'better' | 'mixed' | 'same' | 'worse' | 'unchecked';

export interface SweepResult {
  readonly alarm: string;
  readonly split: Split;
  /** False alarms a week that the recommendation may cost. */
  readonly maxFalseAlarmsPerWeek: number;
  /** Every setting that was tried: thresholds upwards, then N, then M. */
  readonly settings: readonly SweptSetting[];
  readonly recommended: SweptSetting;
  readonly present: SweptSetting;
  readonly confirmation: Confirmation;
}

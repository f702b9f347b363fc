import type { AlarmRule } from './alarm-spec.ts';

/**
 * One breaching minute is chance, three of five are a condition: the rule of every alarm on a share or a percentile.
 * Missing minutes are good, or one slow request followed by silence would fire (docs/adr/0050).
 */
export const SUSTAINED = {
  comparison: 'above',
  period: 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 3,
  treatMissingData: 'notBreaching',
} as const satisfies Partial<AlarmRule>;

/** A single minute fires: for what must never happen. */
export const AT_ONCE = { ...SUSTAINED, evaluationPeriods: 1, datapointsToAlarm: 1 } as const;

/** Two minutes of five fire: for what a retry or a restart may cause once. */
export const REPEATED = { ...SUSTAINED, datapointsToAlarm: 2 } as const;

import type { MetricAlarm } from './types.ts';

/** What is remembered of an alarm's warm-up, which happens once in its life. */
export interface WarmUpMemory {
  /** Instant of the alarm's first evaluation, milliseconds since the epoch; noted only if it has a warm-up. */
  createdAt?: number | undefined;
  /** Instant of the evaluation with which the warm-up was over. */
  warmUpEndedAt?: number | undefined;
}

/** Was the alarm in its warm-up at this instant? */
export function isWarmingUp(alarm: MetricAlarm, { createdAt, warmUpEndedAt }: WarmUpMemory, at: number): boolean {
  return alarm.warmUp !== undefined && createdAt !== undefined && at < (warmUpEndedAt ?? Number.POSITIVE_INFINITY);
}

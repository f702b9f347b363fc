import type { PropertyReader } from './properties.ts';
import { timeZoneFault } from './time-zone.ts';
import type { EvaluationWindow, WarmUp } from './types.ts';

/** Periods that a wall clock can have, in seconds. */
const WALL_CLOCK_PERIODS = [60, 300, 3600, 86_400, 604_800];

/** Two days. */
const MAX_WARM_UP_MINUTES = 2880;

/**
 * `EvaluationWindow`: a union, of which exactly one member is set.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EvaluationWindow.html
 */
export function parseEvaluationWindow(reader: PropertyReader, period: number): EvaluationWindow {
  const window = reader.object('EvaluationWindow');
  if (window === undefined) return { type: 'sliding' };
  const sliding = window.object('SlidingWindow');
  const wallClock = window.object('WallClockWindow');
  const timeZone = wallClock?.string('Timezone') ?? 'UTC';
  for (const member of [sliding, wallClock, window]) member?.rejectUnknown();
  if ((sliding === undefined) === (wallClock === undefined)) {
    reader.refuse('EvaluationWindow', 'set exactly one of SlidingWindow and WallClockWindow');
  }
  if (wallClock === undefined) return { type: 'sliding' };
  const fault = timeZoneFault(timeZone);
  if (fault !== undefined) wallClock.refuse('Timezone', fault);
  if (!WALL_CLOCK_PERIODS.includes(period)) {
    const periods = WALL_CLOCK_PERIODS.join(', ');
    window.refuse('WallClockWindow', `does not go with a period of ${period} seconds: it takes ${periods}`);
  }
  return { type: 'wallClock', timeZone };
}

/**
 * `WarmUpConfiguration`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_WarmUpConfiguration.html
 */
export function parseWarmUp(reader: PropertyReader): WarmUp | undefined {
  const warmUp = reader.object('WarmUpConfiguration');
  if (warmUp === undefined) return undefined;
  const minutes = warmUp.integer('WarmUpPeriodDurationInMinutes', 1);
  if (!warmUp.has('WarmUpPeriodDurationInMinutes')) warmUp.refuse('WarmUpPeriodDurationInMinutes', 'is missing');
  if (minutes !== undefined && minutes > MAX_WARM_UP_MINUTES) {
    warmUp.refuse('WarmUpPeriodDurationInMinutes', `${minutes} is more than ${MAX_WARM_UP_MINUTES}, two days`);
  }
  const onlyStartAfter = warmUp.boolean('OnlyStartEvaluatingAfterWarmUpPeriodEnds') ?? false;
  warmUp.rejectUnknown();
  return minutes === undefined ? undefined : { minutes, onlyStartAfter };
}

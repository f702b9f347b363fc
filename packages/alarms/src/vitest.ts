/**
 * Alarm tests in vitest: `expect.extend(alarmMatchers)` once, then
 * `expect(simulation).toAlarm('High-Latency-Alarm', { within: minutes(5) })`. vitest itself is needed for its types only.
 *
 * @module inferwatch/vitest
 */
import type { ToAlarmOptions } from './testing/matchers.ts';

export {
  alarmMatchers,
  hours,
  type MatcherResult,
  minutes,
  type SeriesOptions,
  seconds,
  series,
  type ToAlarmOptions,
  toAlarm,
  toStayOk,
} from './testing/matchers.ts';

interface AlarmMatchers {
  /** Holds if the alarm goes to ALARM in the span that the options give; with `.not`, if it does not. */
  toAlarm(name: string, options?: ToAlarmOptions): void;
  /** Holds if the alarm is OK from the first evaluation to the last. */
  toStayOk(name: string): void;
}

declare module 'vitest' {
  // The parameter has to be the same as vitest's own, or the two interfaces do not merge.
  interface Matchers<T> extends AlarmMatchers {}
}

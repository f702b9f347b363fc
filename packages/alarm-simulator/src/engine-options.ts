import { type ArrivalDelay, DelayedSource } from './arrival-delay.ts';
import type { BandInput } from './band-types.ts';
import { MetricEvaluator } from './metric-evaluation.ts';
import type { SampleSource } from './sample-types.ts';
import type { MetricAlarm } from './types.ts';

const MINUTE = 60_000;

/** Where AWS publishes no rule, or an account differs from another: how the engine decides. */
export interface EngineOptions {
  /**
   * Datapoints that are fetched for N evaluation periods. AWS publishes no formula; at least N.
   * @default - N + 2, which fits AWS's examples (N = 3 fetches 5; N = 1 of a day looks back three days)
   */
  readonly evaluationRange?: (evaluationPeriods: number) => number;
  /**
   * Whole minutes by which the newest datapoint is behind an evaluation: captured alarms show 0 and 1.
   * @default 0
   */
  readonly lagMinutes?: number;
  /**
   * Milliseconds from the timestamp of a sample until CloudWatch has it: one number, or one for each metric. Late data is
   * seen late, and changes nothing that was decided before it came.
   * @default 0
   */
  readonly arrivalDelayMs?: ArrivalDelay;
  /**
   * The anomaly detection band that an alarm compares with.
   * @default - a stand-in model learns it from the source; AWS does not publish its own
   */
  readonly band?: (alarm: MetricAlarm) => BandInput | undefined;
}

/** What evaluates an alarm under these options. */
export function evaluatorOf(alarm: MetricAlarm, options: EngineOptions): MetricEvaluator {
  const { evaluationRange = (periods: number) => periods + 2, lagMinutes = 0, band } = options;
  const range = Math.max(alarm.evaluationPeriods, Math.floor(evaluationRange(alarm.evaluationPeriods)));
  return new MetricEvaluator(alarm, { range, lag: lagMinutes * MINUTE, band: band?.(alarm) });
}

/** The source as alarms see it: late, if its samples arrive late. */
export function seenSource(source: SampleSource, { arrivalDelayMs, lagMinutes = 0 }: EngineOptions): SampleSource {
  return arrivalDelayMs === undefined ? source : new DelayedSource(source, arrivalDelayMs, lagMinutes * MINUTE);
}

/** Milliseconds between the instants at which any of the alarms is evaluated. */
export function stepBetween(evaluators: readonly MetricEvaluator[]): number {
  return Math.min(MINUTE, ...evaluators.map(({ interval }) => interval));
}

import type { Distribution } from './distribution.ts';

/** A stretch of a series: what each of its intervals holds, and how many intervals it has (`length`). */
export type Segment =
  | { readonly type: 'missing'; readonly length: number }
  /** One value an interval: `from`, `from + step`, `from + 2 * step`, … */
  | { readonly type: 'line'; readonly from: number; readonly step: number; readonly length: number }
  /** `count` samples in each interval, evenly apart in time. */
  | { readonly type: 'samples'; readonly count: number; readonly of: Distribution; readonly length: number }
  /** A statistic set in each interval, as `PutMetricData` takes it. */
  | { readonly type: 'statistics'; readonly set: StatisticValues; readonly length: number };

export interface StatisticValues {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Intervals that a series may have: almost two years of minutes. */
export const MAX_INTERVALS = 1_000_000;

export function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { length }) => sum + length, 0);
}

/** A statistic that turns the samples of a period into one number. */
export type Statistic =
  | { readonly type: 'simple'; readonly name: SimpleStatistic }
  /** `p90` has a percentile of 90. */
  | { readonly type: 'percentile'; readonly name: string; readonly percentile: number }
  /** Of the samples between two bounds (`tm90` is the mean of 0 to 90 per cent of them, `PR(:300)` the share up to 300). */
  | { readonly type: 'bounded'; readonly name: string; readonly measure: BoundedMeasure; readonly bounds: Bounds };

/** The statistics that CloudWatch keeps for each period. */
export type SimpleStatistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount';

/** TM and IQM, WM, TC, TS, PR. */
export type BoundedMeasure = 'trimmedMean' | 'winsorizedMean' | 'trimmedCount' | 'trimmedSum' | 'percentileRank';

/** Shares of the samples in ascending order (0 to 100), or values: the lower bound is outside, the upper one inside. */
export interface Bounds {
  readonly unit: 'percent' | 'value';
  /** 0, or -Infinity, where there is none. */
  readonly from: number;
  /** 100, or Infinity, where there is none. */
  readonly to: number;
}

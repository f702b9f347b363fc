/** A statistic that turns the samples of a period into one number. */
export type Statistic =
  | { readonly type: 'simple'; readonly name: SimpleStatistic }
  /** `p90` has a percentile of 90. */
  | { readonly type: 'percentile'; readonly name: string; readonly percentile: number }
  /** Mean of the samples between two percentiles (`tm90` is 0 to 90, `IQM` is 25 to 75). */
  | { readonly type: 'trimmedMean'; readonly name: string; readonly from: number; readonly to: number };

export type SimpleStatistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount';

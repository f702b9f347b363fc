// What is published of metrics, and where it comes from. Times are milliseconds since the epoch.

/** A metric as CloudWatch tells metrics apart: the same name with other dimensions is another metric. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One published value. */
export interface Sample {
  readonly timestamp: number;
  readonly value: number;
  /** How often the value occurred. @default 1 */
  readonly count?: number;
  /** CloudWatch's `StandardUnit`. @default None */
  readonly unit?: string;
}

/**
 * What was published already summed up (`StatisticValues` of PutMetricData). Percentiles and their kin need the values
 * themselves, so a set gives one only if it hides none: a single sample, or minimum and maximum alike.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export interface StatisticSet {
  readonly timestamp: number;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** CloudWatch's `StandardUnit`. @default None */
  readonly unit?: string;
}

/** What a source gives. An array of values and counts is one {@link Sample} for each value. */
export type Published = Sample | StatisticSet;

/**
 * Samples of one metric in columns, in the order of their timestamps: a year of minutes without half a million objects.
 * Row i is a sample of `values[i]`, or a statistic set if `minimums[i]` is a number; then `values[i]` is its sum.
 */
export interface SampleColumns {
  /** Rows that count; the arrays may be longer. */
  readonly length: number;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** How often each value occurred, or the sample count of a set. @default - once each */
  readonly counts?: Float64Array;
  /** Of statistic sets; NaN for samples. @default - there are no sets */
  readonly minimums?: Float64Array;
  readonly maximums?: Float64Array;
  /** Unit of all rows, or of each. @default None */
  readonly unit?: string | readonly string[];
}

/** Where samples come from: a store that fills while the engine runs, or a finished history. */
export interface SampleSource {
  /**
   * Samples stamped in [fromMs, toMs), in any order. `asOfMs` is the instant of the evaluation that asks: a source that
   * models late arrival leaves out what had not arrived by then, every other source ignores it.
   */
  samples(metric: MetricIdentity, fromMs: number, toMs: number, asOfMs: number): Iterable<Published>;
  /**
   * All samples of a metric in columns, in the order in which {@link samples} gives them, if the source holds them so:
   * then stretches that {@link settledBefore} calls settled are decided in blocks, ten times as fast and more.
   * @default - each evaluation asks for its samples
   */
  columns?(metric: MetricIdentity): SampleColumns | undefined;
  /**
   * Samples stamped before the returned time will not change after `asOfMs`, so the engine may remember what it made of
   * them. A finished history returns `Infinity`.
   * @default - nothing is settled: each evaluation reads its whole range again
   */
  settledBefore?(metric: MetricIdentity, asOfMs: number): number;
}

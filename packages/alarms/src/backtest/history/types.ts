import type { MetricIdentity, SampleColumns } from '../../../../alarm-simulator/src/index.ts';

/**
 * What the rows of a series are. `values`: what was published, each with how often it occurred. `sets`: sums, counts and
 * extremes of a stretch (`StatisticValues`). `statistic`: one statistic of a stretch, as `GetMetricData` gives it; what
 * it was made of is lost, but for the number of samples where the columns have counts.
 */
export type SeriesForm =
  | { readonly type: 'values' }
  | { readonly type: 'sets' }
  | { readonly type: 'statistic'; readonly statistic: string };

/** The history of one metric, from one file or from CloudWatch. */
export interface HistorySeries {
  readonly metric: MetricIdentity;
  readonly form: SeriesForm;
  /** Seconds that a row sums up. @default - rows are what was published, at its instant */
  readonly period?: number;
  /** CloudWatch's unit of all rows. @default - the history does not say */
  readonly unit?: string;
  readonly columns: SampleColumns;
  /** What people call it: a file, or CloudWatch. */
  readonly origin: string;
  /** What is to be said of every alarm that reads it. */
  readonly notes?: readonly string[];
}

/** What a file is known to hold before it is read: from the mapping, or from the command line. */
export interface SeriesSettings {
  /** @default - the file's columns say, row by row */
  readonly metric?: MetricIdentity;
  readonly unit?: string;
  /** The statistic that each value already is. */
  readonly statistic?: string;
  /** Seconds that a row sums up. */
  readonly period?: number;
}

export type HistoryResult =
  | { readonly status: 'success'; readonly series: readonly HistorySeries[] }
  /** Each line names the file and the line or row in it. */
  | { readonly status: 'error'; readonly lines: readonly string[] };

/** Called now and then with how much has been read. */
export type OnRead = (progress: { readonly bytes: number; readonly rows: number }) => void;

import type { AxisSide } from './model.ts';

/** What a widget shows in a range of time. Plain data: it goes to a browser as JSON, and into a report's file. */
export type WidgetData = MetricData | LogData | AlarmData;

/** Milliseconds since the epoch. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

export interface MetricData {
  readonly kind: 'metric';
  readonly range: TimeRange;
  /** In the order of the rows, hidden ones left out. */
  readonly series: readonly SeriesData[];
  /** Threshold and state, for the graph of an alarm. */
  readonly alarm?: { readonly name: string; readonly state: string; readonly threshold?: number };
  /** Sentences; an expression that is not supported is one. */
  readonly problems: readonly string[];
}

export interface SeriesData {
  readonly id: string;
  readonly label: string;
  readonly color?: string;
  readonly axis: AxisSide;
  /** CloudWatch's `StandardUnit`, where all samples have the same. */
  readonly unit?: string;
  /** Seconds. */
  readonly period: number;
  /** Start of each period, milliseconds since the epoch, ascending and without holes: a missing datapoint is a null. */
  readonly timestamps: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface LogData {
  readonly kind: 'log';
  readonly range: TimeRange;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Set when the query uses something that is not run here. */
  readonly problem?: string;
}

export interface AlarmData {
  readonly kind: 'alarm';
  readonly alarms: readonly {
    readonly name: string;
    readonly arn: string;
    readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
    /** Milliseconds since the epoch; null before the first change. */
    readonly since: number | null;
  }[];
  /** ARNs that name no alarm of this assembly. */
  readonly unknown: readonly string[];
}

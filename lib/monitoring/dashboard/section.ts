import {
  GraphWidget,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  LegendPosition,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmId } from '../alarm-ids.ts';
import { type AlarmRegistry, alarmLine, type RegisteredMetricAlarm, thresholdLine } from '../alarms/alarm-registry.ts';
import type { BurnRateAlarms } from '../alarms/burn-rate.ts';
import type { HealthAlarms } from '../alarms/health.ts';
import type { WatchedMetrics } from '../metrics/watched-metrics.ts';
import type { MonitoringTargets } from '../targets.ts';
import { SIZES, type WidgetSize } from './sizes.ts';

/** What the sections of the dashboard are drawn from. */
export interface DashboardContext {
  readonly targets: MonitoringTargets;
  readonly watched: WatchedMetrics;
  readonly registry: AlarmRegistry;
  readonly burnRates: readonly BurnRateAlarms[];
  readonly health: HealthAlarms;
}

/** Rows of widgets, top to bottom. */
export type Section = readonly (readonly IWidget[])[];

/** A line on a graph, with the threshold of the alarm that watches it. */
export interface Series {
  readonly metric: IMetric;
  /** @default - no alarm watches it */
  readonly threshold?: HorizontalAnnotation;
}

interface GraphOptions {
  readonly title: string;
  readonly size: WidgetSize;
  readonly series: readonly Series[];
  /** Lines on an axis of their own, at the right. @default - none */
  readonly right?: readonly Series[];
  /** Thresholds that are no alarm's. @default - none */
  readonly lines?: readonly HorizontalAnnotation[];
  /** Label of the left axis. @default - none */
  readonly unit?: string;
}

/** A graph over time from zero up, with the threshold of each alarm that watches one of its lines. */
export function graph({ title, size, series, right, lines = [], unit }: GraphOptions): GraphWidget {
  const thresholds = series.flatMap(({ threshold }) => (threshold === undefined ? [] : [threshold]));
  return new GraphWidget({
    ...size,
    title,
    left: series.map(({ metric }) => metric),
    right: right?.map(({ metric }) => metric),
    leftAnnotations: [...thresholds, ...lines],
    leftYAxis: { min: 0, label: unit, showUnits: false },
    rightYAxis: right && { min: 0, showUnits: false },
    legendPosition: LegendPosition.BOTTOM,
  });
}

/** A line that no alarm watches. */
export function line(metric: IMetric): Series {
  return { metric };
}

/** The line that an alarm watches, exactly as the alarm reads it, with its threshold. */
export function alarmed(alarm: RegisteredMetricAlarm, label: string = alarm.text.title): Series {
  return { metric: alarmLine(alarm, label), threshold: thresholdLine(alarm) };
}

/** As `alarmed`, for an alarm of the catalogue; without that alarm (switched off) the line alone. */
export function watchedBy(
  { registry }: DashboardContext,
  id: AlarmId,
  label: string,
  unwatched: (reading: { readonly label: string }) => IMetric,
): Series {
  const alarm = registry.find(id);
  return alarm === undefined ? line(unwatched({ label })) : alarmed(alarm, label);
}

export function heading(markdown: string): TextWidget {
  return new TextWidget({ ...SIZES.heading, markdown: `## ${markdown}`, background: TextWidgetBackground.TRANSPARENT });
}

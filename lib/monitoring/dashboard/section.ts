import {
  GraphWidget,
  type GraphWidgetProps,
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

interface GraphOptions {
  readonly title: string;
  readonly size: WidgetSize;
  readonly metrics: readonly IMetric[];
  readonly alarms?: readonly (RegisteredMetricAlarm | undefined)[];
  /** Thresholds that are no alarm's. */
  readonly lines?: readonly HorizontalAnnotation[];
  readonly right?: readonly IMetric[];
  /** @default - none */
  readonly unit?: string;
  /** @default false */
  readonly stacked?: boolean;
}

/** A graph over time from zero up; each alarm on it brings its own metric and its threshold. */
export function graph({
  title,
  size,
  metrics,
  alarms = [],
  lines = [],
  right,
  unit,
  stacked,
}: GraphOptions): GraphWidget {
  const drawn = alarms.filter((alarm) => alarm !== undefined);
  const axis: GraphWidgetProps['leftYAxis'] = { min: 0, label: unit, showUnits: false };
  return new GraphWidget({
    ...size,
    title,
    left: [...metrics, ...drawn.map((alarm) => alarmLine(alarm, lineLabel(alarm)))],
    right: right === undefined ? undefined : [...right],
    leftAnnotations: [...drawn.map(thresholdLine), ...lines],
    leftYAxis: axis,
    rightYAxis: right === undefined ? undefined : { min: 0, showUnits: false },
    legendPosition: LegendPosition.BOTTOM,
    stacked,
  });
}

export function heading(markdown: string): TextWidget {
  return new TextWidget({ ...SIZES.heading, markdown: `## ${markdown}`, background: TextWidgetBackground.TRANSPARENT });
}

/** The alarms of these ids that exist. */
export function alarmsOf(context: DashboardContext, ...ids: readonly AlarmId[]): RegisteredMetricAlarm[] {
  return ids.map((id) => context.registry.find(id)).filter((alarm) => alarm !== undefined);
}

function lineLabel({ text, rule }: RegisteredMetricAlarm): string {
  return rule.statistic === undefined ? text.title : `${text.title} (${rule.statistic})`;
}

import type { AlarmData, LogData, MetricData, TimeRange, WidgetData } from '../data.ts';
import { runLogQuery } from '../logs/run-query.ts';
import type { AlarmStatusWidget, LogWidget, MetricWidget } from '../model.ts';
import type { DashboardSources } from '../sources.ts';
import { ownRange } from '../time.ts';
import { alarmStatusData } from './alarm-data.ts';
import { type DashboardPeriods, metricData } from './metric-data.ts';

/** Widgets that show data; text and placeholders show themselves. */
export type DataWidget = MetricWidget | AlarmStatusWidget | LogWidget;

/**
 * What a widget shows in a range of time. What cannot be evaluated is said in the data; nothing is thrown for it.
 * @param range of the dashboard; a metric widget with a range of its own keeps that
 * @param dashboard whose `periodOverride` counts. @default - the widgets' own periods count
 */
export function evaluateWidget(
  widget: MetricWidget,
  range: TimeRange,
  sources: DashboardSources,
  dashboard?: DashboardPeriods,
): MetricData;
export function evaluateWidget(widget: LogWidget, range: TimeRange, sources: DashboardSources): LogData;
export function evaluateWidget(widget: AlarmStatusWidget, range: TimeRange, sources: DashboardSources): AlarmData;
export function evaluateWidget(
  widget: DataWidget,
  range: TimeRange,
  sources: DashboardSources,
  dashboard?: DashboardPeriods,
): WidgetData;
export function evaluateWidget(
  widget: DataWidget,
  range: TimeRange,
  sources: DashboardSources,
  dashboard: DashboardPeriods = {},
): WidgetData {
  switch (widget.type) {
    case 'metric':
      return metricData(widget, ownRange(widget, sources.now) ?? range, sources, dashboard);
    case 'alarm':
      return alarmStatusData(widget, sources);
    case 'log':
      return runLogQuery(widget.query, range, sources);
  }
}

import type { DashboardData } from '../../../console/src/contract.ts';
import type { TimeRange } from '../../../dashboard/src/data.ts';
import { evaluateWidget } from '../../../dashboard/src/evaluate/evaluate-widget.ts';
import type { Dashboard } from '../../../dashboard/src/model.ts';
import type { DashboardSources } from '../../../dashboard/src/sources.ts';

/** What every widget of a dashboard shows in a range. */
export function dashboardValues(dashboard: Dashboard, range: TimeRange, sources: DashboardSources): DashboardData {
  const widgets: Record<number, DashboardData['widgets'][number]> = {};
  for (const widget of dashboard.widgets) {
    if (widget.type === 'text' || widget.type === 'placeholder') continue;
    widgets[widget.index] = evaluateWidget(widget, range, sources, dashboard);
  }
  return { range, widgets };
}

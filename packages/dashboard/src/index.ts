/**
 * CloudWatch dashboards without CloudWatch: a `DashboardBody` as plain data, and what each of its widgets shows in a
 * range of time. No DOM, no clock; runs in Node and in a browser.
 */
export type * from './data.ts';
export { type DataWidget, evaluateWidget } from './evaluate/evaluate-widget.ts';
export type { DashboardPeriods } from './evaluate/metric-data.ts';
export { runLogQuery } from './logs/run-query.ts';
export type * from './model.ts';
export { parseDashboardBody } from './parse/parse-dashboard-body.ts';
export type * from './sources.ts';
export { DEFAULT_RANGE_MS, ownRange, parseTime } from './time.ts';

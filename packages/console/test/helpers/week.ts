import type { TimeRange } from '../../../dashboard/src/data.ts';
import type { Dashboard } from '../../../dashboard/src/model.ts';
import type { DashboardData } from '../../src/contract.ts';
import { makeSeries } from './series.ts';
import { metricWidget } from './widgets.ts';

export const WEEK_POINTS = 10_080;
export const WEEK_MS = WEEK_POINTS * 60_000;

/** Graphs in rows of three. */
export const weekDashboard = (widgets: number): Dashboard => ({
  name: 'Week',
  widgets: Array.from({ length: widgets }, (_, index) =>
    metricWidget(
      { index, x: (index % 3) * 8, y: Math.floor(index / 3) * 6, width: 8, height: 6 },
      { title: `Graph ${index + 1}`, stacked: index % 5 === 4 },
    ),
  ),
  start: '-PT168H',
  periodOverride: 'inherit',
  problems: [],
});

/** A week of one-minute datapoints in each line. */
export function weekData(range: TimeRange, widgets: number, lines: number): DashboardData {
  const series = (widget: number) =>
    Array.from({ length: lines }, (_, line) =>
      makeSeries({
        label: `line ${widget}.${line}`,
        end: range.end,
        points: WEEK_POINTS,
        base: 100 * (line + 1),
        gap: [0.5, 0.52],
      }),
    );
  return {
    range,
    widgets: Object.fromEntries(
      Array.from({ length: widgets }, (_, index) => [
        index,
        { kind: 'metric' as const, range, series: series(index), problems: [] },
      ]),
    ),
  };
}

/// <reference lib="dom" />
import type { LogData, SeriesData, WidgetData } from '../../../../dashboard/src/data.ts';
import type { LogWidget, MetricWidget } from '../../../../dashboard/src/model.ts';
import type { HoverGroup } from '../chart/hover-group.ts';
import { h } from '../dom/element.ts';
import { scrollingTable } from './data-table.ts';
import { logSeries } from './log-series.ts';
import { numberBody } from './number-bodies.ts';
import { TimeSeriesBody } from './time-series-body.ts';
import type { WidgetBody } from './widget-body.ts';

/** The result of a query: a table, or the picture that the body asks for. */
export function logBody(widget: LogWidget, group: HoverGroup): WidgetBody {
  return widget.view === 'table' ? logTable(widget) : logPicture(widget, widget.view, group);
}

function logTable({ title = 'Log lines' }: LogWidget): WidgetBody {
  const element = h('div', { class: 'table-view log' });
  return {
    element,
    update: (data) => {
      if (data?.kind === 'log') element.replaceChildren(drawRows(title, data));
    },
  };
}

function drawRows(title: string, { columns, rows, problem }: LogData): HTMLElement {
  if (problem !== undefined) return h('p', { class: 'widget-problem' }, problem);
  if (rows.length === 0) return h('p', { class: 'plot-empty' }, 'No log line matches in this range');
  const body = rows.map((row) =>
    h('tr', {}, ...row.map((value) => h('td', { class: typeof value === 'number' ? 'number' : '' }, value ?? '–'))),
  );
  return scrollingTable(title, columns, body, 'textual');
}

function logPicture(widget: LogWidget, view: 'timeSeries' | 'bar' | 'pie', group: HoverGroup): WidgetBody {
  const metric = asMetricWidget(widget, view);
  const body: WidgetBody = view === 'timeSeries' ? new TimeSeriesBody(metric, group) : numberBody(metric);
  const problem = h('p', { class: 'widget-problem', hidden: true });
  return {
    ...forward(body),
    element: h('div', { class: 'log-picture' }, problem, body.element),
    update: (data: WidgetData | undefined) => {
      if (data?.kind !== 'log') return;
      problem.hidden = data.problem === undefined;
      problem.textContent = data.problem ?? '';
      const series: SeriesData[] = logSeries(data, view === 'timeSeries');
      body.update({ kind: 'metric', range: data.range, series, problems: [] });
    },
  };
}

const forward = (body: WidgetBody) => ({
  resize: (width: number, height: number) => body.resize?.(width, height),
  setVisible: (visible: boolean) => body.setVisible?.(visible),
  table: () => body.table?.(),
  destroy: () => body.destroy?.(),
});

/** A log widget has no settings of graphs: CloudWatch's defaults. */
function asMetricWidget(widget: LogWidget, view: MetricWidget['view']): MetricWidget & { readonly title: string } {
  return {
    ...widget,
    type: 'metric',
    title: widget.title ?? 'Log query',
    view,
    stacked: false,
    axes: { left: { showUnits: true }, right: { showUnits: true } },
    legend: 'bottom',
    rows: [],
    horizontal: [],
    vertical: [],
    period: 300,
    stat: 'Average',
    sparkline: false,
    singleValueFullPrecision: false,
    liveData: false,
    setPeriodToTimeRange: false,
    tableColumns: [],
    showTimeSeriesData: false,
  };
}

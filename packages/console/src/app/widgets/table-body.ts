/// <reference lib="dom" />
import type { MetricData, SeriesData, WidgetData } from '../../../../dashboard/src/data.ts';
import type { MetricWidget } from '../../../../dashboard/src/model.ts';
import { dataTable, factsOf, type SeriesFacts } from '../chart/summary.ts';
import { h } from '../dom/element.ts';
import { formatValue } from '../format/number.ts';
import { formatMinute } from '../format/time.ts';
import { scrollingTable } from './data-table.ts';
import type { WidgetBody } from './widget-body.ts';

/** Columns that a table view may ask for, by their name in the body. */
const SUMMARIES: Readonly<
  Record<string, { readonly title: string; readonly of: (facts: SeriesFacts) => number | null }>
> = {
  MIN: { title: 'Min', of: ({ least }) => least },
  MAX: { title: 'Max', of: ({ greatest }) => greatest },
  AVG: { title: 'Avg', of: ({ average }) => average },
  SUM: { title: 'Sum', of: ({ sum }) => sum },
};

/** Periods that a table shows beside its summaries. */
const PERIODS_SHOWN = 40;

/** A row for each metric: summaries of the range, and the newest periods if the body asks for them. */
export function tableBody(widget: MetricWidget): WidgetBody {
  const element = h('div', { class: 'table-view' });
  return {
    element,
    update: (data: WidgetData | undefined) => {
      if (data?.kind === 'metric') element.replaceChildren(drawTable(widget, data));
    },
  };
}

function drawTable(widget: MetricWidget, { series, range }: MetricData): HTMLElement {
  const wanted = widget.tableColumns.filter((name) => name in SUMMARIES);
  // A table of nothing but names says nothing: without columns the latest value is shown.
  const summaries = [...wanted, ...(wanted.length === 0 && !widget.showTimeSeriesData ? ['LATEST'] : [])];
  const periods = widget.showTimeSeriesData ? dataTable(series, range, PERIODS_SHOWN).rows : [];
  const head = [
    'Metric',
    ...summaries.map((name) => SUMMARIES[name]?.title ?? 'Latest'),
    ...periods.map(({ at }) => formatMinute(at)),
  ];
  const rows = series.map((one, index) => {
    const facts = factsOf(one, range);
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, one.label),
      ...summaries.map((name) => cell(name in SUMMARIES ? SUMMARIES[name]?.of(facts) : facts.latest, one, widget)),
      ...periods.map(({ values }) => cell(values[index], one, widget)),
    );
  });
  return scrollingTable(widget.title ?? 'Table', head, rows);
}

/** A value beyond a threshold has a mark and a colour. */
function cell(value: number | null | undefined, { unit }: SeriesData, { horizontal }: MetricWidget): HTMLElement {
  const text = formatValue(value, unit);
  const crossed = horizontal.find(
    ({ value: limit, to, fill }) =>
      value !== null &&
      value !== undefined &&
      (to === undefined
        ? (fill === 'above' && value >= limit) || (fill === 'below' && value <= limit)
        : value >= Math.min(limit, to) && value <= Math.max(limit, to)),
  );
  if (crossed === undefined) return h('td', { class: 'number' }, text);
  const label = crossed.label ?? `threshold ${crossed.value}`;
  return h(
    'td',
    { class: 'number crossed', title: label },
    `▲ ${text}`,
    h('span', { class: 'visually-hidden' }, ` (${label})`),
  );
}

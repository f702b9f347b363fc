/// <reference lib="dom" />
import type { SeriesData, TimeRange } from '../../../../dashboard/src/data.ts';
import { dataTable, factsOf } from '../chart/summary.ts';
import { h } from '../dom/element.ts';
import { formatValue } from '../format/number.ts';
import { formatDateTime } from '../format/time.ts';

/** A table in a box that scrolls, by keyboard too. */
export function scrollingTable(
  label: string,
  head: readonly string[],
  body: readonly HTMLElement[],
  kind: 'numeric' | 'textual' = 'numeric',
): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label },
    h(
      'table',
      { class: `data ${kind}` },
      h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...body),
    ),
  );
}

/** The datapoints of a graph, newest first. */
export function datapointTable(title: string, series: readonly SeriesData[], range: TimeRange): HTMLElement {
  const { columns, rows, left } = dataTable(series, range);
  const body = rows.map(({ at, values }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, formatDateTime(at)),
      ...values.map((value, index) => h('td', { class: 'number' }, formatValue(value, series[index]?.unit))),
    ),
  );
  if (left > 0) {
    const text = `${left} older rows are left out: zoom in to see them`;
    body.push(h('tr', {}, h('td', { colspan: columns.length + 1, class: 'muted' }, text)));
  }
  return scrollingTable(`Datapoints of ${title}`, ['Time (UTC)', ...columns], body);
}

/** The newest value of each line. */
export function latestTable(title: string, series: readonly SeriesData[], range: TimeRange): HTMLElement {
  const body = series.map((one) => {
    const { latest, latestAt } = factsOf(one, range);
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, one.label),
      h('td', { class: 'number' }, formatValue(latest, one.unit)),
      h('td', {}, latestAt === null ? '–' : formatDateTime(latestAt)),
    );
  });
  return scrollingTable(`Values of ${title}`, ['Metric', 'Value', 'Period from (UTC)'], body);
}

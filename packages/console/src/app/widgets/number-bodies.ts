/// <reference lib="dom" />
import type { MetricData, SeriesData, WidgetData } from '../../../../dashboard/src/data.ts';
import type { MetricWidget } from '../../../../dashboard/src/model.ts';
import { GAUGE_FROM, GAUGE_TO, gaugeAngle, pieSlices, ringPath, sparklinePaths } from '../chart/geometry.ts';
import { numberedSwatch } from '../chart/legend.ts';
import { readableOn, seriesStyles } from '../chart/series-style.ts';
import { factsOf } from '../chart/summary.ts';
import { type Child, h, s, setVariables } from '../dom/element.ts';
import { themeColors } from '../dom/theme.ts';
import { formatCompact, formatNumber, formatPrecise, formatShare, formatValue, unitSign } from '../format/number.ts';
import { latestTable } from './data-table.ts';
import type { WidgetBody } from './widget-body.ts';

/** A widget of numbers: drawn anew with each answer, which is rare and small. */
export function numberBody(widget: MetricWidget): WidgetBody {
  const element = h('div', {
    class: `numbers view-${widget.view}`,
    tabindex: '0',
    role: 'group',
    'aria-label': widget.title ?? 'Numbers',
  });
  let shown: MetricData | undefined;
  let visible = false;
  let stale = true;
  const draw = () => {
    if (!visible || !stale || shown === undefined) return;
    stale = false;
    const styles = seriesStyles(shown.series.map(({ color }) => color));
    const items = shown.series.map((data, index) => toItem(data, index, styles[index]?.color ?? '#7f7f7f', shown));
    const content = items.length === 0 ? [h('p', { class: 'plot-empty' }, 'No data available in this range')] : [];
    element.replaceChildren(...content, ...VIEWS[widget.view](items, widget));
  };
  const redraw = () => {
    stale = true;
    draw();
  };
  const end = themeColors.subscribe(redraw);
  return {
    element,
    update: (data: WidgetData | undefined) => {
      if (data?.kind !== 'metric') return;
      shown = data;
      redraw();
    },
    setVisible: (now) => {
      visible = now;
      draw();
    },
    table: () => shown && latestTable(widget.title ?? 'this widget', shown.series, shown.range),
    destroy: end,
  };
}

interface Item {
  readonly data: SeriesData;
  readonly value: number | null;
  readonly color: string;
  readonly number: number;
}

function toItem(data: SeriesData, index: number, own: string, shown: MetricData | undefined): Item {
  const color = readableOn(own, themeColors.value.surface);
  return { data, value: factsOf(data, shown?.range).latest, color, number: index + 1 };
}

type View = (items: readonly Item[], widget: MetricWidget) => Node[];

const none: View = () => [];

/** Views with a body of their own have none here. */
const VIEWS: Readonly<Record<MetricWidget['view'], View>> = {
  singleValue: (items, widget) => items.map((item) => singleValue(item, widget)),
  gauge: (items, widget) => items.map((item) => gauge(item, widget)),
  bar: (items) => [bars(items)],
  pie: (items) => [pie(items)],
  timeSeries: none,
  table: none,
};

const SPARK = { width: 200, height: 36 };

function singleValue({ data, value, color }: Item, { singleValueFullPrecision, sparkline }: MetricWidget): HTMLElement {
  const number = value === null ? '–' : singleValueFullPrecision ? formatPrecise(value) : formatCompact(value);
  const sign = value === null ? '' : unitSign(data.unit);
  const mark = s('svg', { class: 'mark', viewBox: '0 0 10 10', width: 10, height: 10, 'aria-hidden': 'true' });
  mark.append(s('rect', { width: 10, height: 10, rx: 2, fill: color }));
  return h(
    'div',
    { class: 'single-value' },
    h('div', { class: 'single-label' }, mark, data.label),
    h('div', { class: 'single-number', title: formatValue(value, data.unit) }, number, sign && h('small', {}, sign)),
    sparkline && spark(data, color),
  );
}

function spark({ values }: SeriesData, color: string): SVGElement {
  const { width, height } = SPARK;
  const box = `0 -2 ${width} ${height + 4}`;
  const paths = sparklinePaths(values, width, height).map((d) =>
    s('path', { d, fill: 'none', stroke: color, 'stroke-width': 2, 'vector-effect': 'non-scaling-stroke' }),
  );
  return s('svg', { class: 'sparkline', viewBox: box, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...paths);
}

function gauge({ data, value, color }: Item, { axes, horizontal }: MetricWidget): HTMLElement {
  const { min = 0, max = 100 } = axes.left;
  const angle = (at: number) => gaugeAngle(at, min, max);
  const text = formatValue(value, data.unit);
  const bands = horizontal.map(({ value: from, to, fill, color: own }) => {
    const [low, high] = to === undefined ? (fill === 'below' ? [min, from] : [from, max]) : [from, to];
    const [start, end] = [angle(Math.min(low, high)), angle(Math.max(low, high))];
    return s('path', { d: ringPath(60, 58, 54, start, end), fill: own ?? themeColors.value.alarm });
  });
  const label = `${data.label}: ${text}, on a scale from ${formatNumber(min)} to ${formatNumber(max)}`;
  return h(
    'div',
    { class: 'gauge' },
    s(
      'svg',
      { viewBox: '0 0 120 104', role: 'img', 'aria-label': label },
      s('path', { d: ringPath(60, 51, 40, GAUGE_FROM, GAUGE_TO), class: 'gauge-ground' }),
      value !== null && s('path', { d: ringPath(60, 51, 40, GAUGE_FROM, angle(value)), fill: color }),
      ...bands,
      s('text', { x: 60, y: 64, 'text-anchor': 'middle', class: 'gauge-value' }, text),
      s('text', { x: 22, y: 102, 'text-anchor': 'middle' }, formatCompact(min)),
      s('text', { x: 98, y: 102, 'text-anchor': 'middle' }, formatCompact(max)),
    ),
    h('div', { class: 'gauge-label' }, data.label),
  );
}

function bars(items: readonly Item[]): HTMLElement {
  const most = Math.max(0, ...items.map(({ value }) => Math.abs(value ?? 0)));
  const rows = items.map(({ data, value, color, number }) => {
    const bar = h('span', { class: 'bar' });
    const share = most === 0 ? 0 : Math.abs(value ?? 0) / most;
    setVariables(bar, { '--share': `${(share * 100).toFixed(2)}%`, '--color': color });
    return h(
      'li',
      {},
      h('span', { class: 'bar-label', title: data.label }, numberedSwatch(color, number), h('span', {}, data.label)),
      h('span', { class: 'bar-track' }, bar),
      h('span', { class: 'bar-value' }, formatValue(value, data.unit)),
    );
  });
  return h('ul', { class: 'bars' }, ...rows);
}

function pie(items: readonly Item[]): HTMLElement {
  const slices = pieSlices(items.map(({ value }) => value));
  const drawn: Child[] = items.flatMap(({ color, number }, index) => {
    const slice = slices[index];
    if (slice === undefined || slice.share === 0) return [];
    const middle = (slice.from + slice.to) / 2;
    const path = s('path', { d: ringPath(60, 58, 34, slice.from, slice.to), fill: color, class: 'slice' });
    if (slice.share < 0.04) return [path];
    const place = { x: 60 + 46 * Math.sin(middle), y: 64 - 46 * Math.cos(middle) };
    return [path, s('text', { ...place, 'text-anchor': 'middle', class: 'slice-number' }, String(number))];
  });
  const rows = items.map(({ data, value, color, number }, index) =>
    h(
      'li',
      {},
      numberedSwatch(color, number),
      h('span', { class: 'pie-label', title: data.label }, data.label),
      h('b', {}, formatValue(value, data.unit)),
      h('span', { class: 'muted' }, formatShare(slices[index]?.share ?? 0)),
    ),
  );
  return h(
    'div',
    { class: 'pie' },
    s('svg', { viewBox: '0 0 120 120', 'aria-hidden': 'true' }, ...drawn),
    h('ul', { class: 'pie-legend' }, ...rows),
  );
}

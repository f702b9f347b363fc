/// <reference lib="dom" />
import type { MetricData, WidgetData } from '../../../../dashboard/src/data.ts';
import type { MetricWidget } from '../../../../dashboard/src/model.ts';
import type { Mark } from '../chart/annotations.ts';
import type { HoverGroup } from '../chart/hover-group.ts';
import { Legend } from '../chart/legend.ts';
import { legendLines } from '../chart/legend-lines.ts';
import { seriesStyles } from '../chart/series-style.ts';
import { TimeChart } from '../chart/time-chart.ts';
import { h } from '../dom/element.ts';
import { parseOffset } from '../format/time.ts';
import { datapointTable } from './data-table.ts';
import type { WidgetBody } from './widget-body.ts';

/** What of a widget a graph over time needs. */
export type TimeSeriesOptions = Pick<
  MetricWidget,
  'stacked' | 'axes' | 'legend' | 'horizontal' | 'vertical' | 'timezone'
> & { readonly title: string; readonly marks?: readonly Mark[] };

const PLAIN = { color: '#7f7f7f', dash: [] };
const LEGEND_LINE_PX = 24;
const LEGEND_LINES = 2;
const LEGEND_RIGHT_SHARE = 0.26;

/** Lines over time, with their legend. */
export class TimeSeriesBody implements WidgetBody {
  readonly element: HTMLElement;
  readonly #chart: TimeChart;
  readonly #legend: Legend | undefined;
  readonly #hidden = new Set<string>();
  #options: TimeSeriesOptions;
  #data: MetricData | undefined;
  #size = { width: 0, height: 0 };

  constructor(options: TimeSeriesOptions, group: HoverGroup) {
    this.#options = options;
    this.#chart = new TimeChart(group);
    if (options.legend !== 'hidden') this.#legend = new Legend(options.legend, (id) => this.#toggle(id));
    this.element = h(
      'div',
      { class: `time-series legend-${options.legend}` },
      this.#chart.element,
      this.#legend?.element,
    );
  }

  /** Other annotations or marks, as after an alarm's new evaluation. */
  setOptions(options: TimeSeriesOptions): void {
    this.#options = options;
    this.#show();
  }

  update(data: WidgetData | undefined): void {
    if (data?.kind !== 'metric') return;
    this.#data = data;
    this.#show();
    this.#resizeChart();
  }

  resize(width: number, height: number): void {
    this.#size = { width, height };
    this.#resizeChart();
  }

  setVisible(visible: boolean): void {
    this.#chart.setVisible(visible);
  }

  table(): HTMLElement | undefined {
    return this.#data && datapointTable(this.#options.title, this.#data.series, this.#data.range);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #show(): void {
    const data = this.#data;
    if (data === undefined) return;
    const { title, stacked, axes, horizontal, vertical, timezone, marks = [] } = this.#options;
    const styles = seriesStyles(data.series.map(({ color }) => color));
    const styled = data.series.map((one, index) => ({ data: one, style: styles[index] ?? PLAIN }));
    const threshold = data.alarm?.threshold;
    const own =
      threshold === undefined
        ? []
        : [{ value: threshold, label: `threshold ${threshold}`, fill: 'none' as const, axis: 'left' as const }];
    this.#legend?.update(
      styled.map(({ data: { id, label }, style }) => ({ id, label, style, hidden: this.#hidden.has(id) })),
    );
    this.#chart.update({
      title,
      range: data.range,
      series: styled.filter(({ data: { id } }) => !this.#hidden.has(id)),
      stacked,
      axes,
      annotations: { horizontal: [...horizontal, ...own], vertical, marks },
      offset: parseOffset(timezone),
    });
  }

  #toggle(id: string): void {
    if (!this.#hidden.delete(id)) this.#hidden.add(id);
    this.#show();
  }

  /** The legend's height follows from the number of lines, so that nothing has to be measured. */
  #resizeChart(): void {
    const { width, height } = this.#size;
    const labels = this.#data?.series.map(({ label }) => label) ?? [];
    const { legend } = this.#options;
    const share = legend === 'right' ? 1 - LEGEND_RIGHT_SHARE : 1;
    const lines = legend === 'bottom' ? legendLines(labels, width) : 0;
    this.#chart.resize(Math.floor(width * share), height - Math.min(LEGEND_LINES, lines) * LEGEND_LINE_PX);
  }
}

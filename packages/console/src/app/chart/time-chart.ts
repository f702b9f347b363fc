/// <reference lib="dom" />
import uPlot from 'uplot';
import type { AxisSide } from '../../../../dashboard/src/model.ts';
import { h, setAttribute, setText } from '../dom/element.ts';
import { cancelTask, inSpareTime, whenIdle } from '../dom/frame.ts';
import { type ThemeColors, themeColors } from '../dom/theme.ts';
import { formatTick, formatValue } from '../format/number.ts';
import { formatDateTime, formatOffset, timeTicks, timeTickText } from '../format/time.ts';
import { drawFills, drawLines } from './annotations.ts';
import { ChartCursor } from './chart-cursor.ts';
import type { Hoverable, HoverGroup, HoverRow } from './hover-group.ts';
import { swatch } from './legend.ts';
import { isolatedPoints, valueAt } from './plot-data.ts';
import { axisCaption, type Plot, plotOf, type TimeChartModel } from './plot-model.ts';
import { readableOn } from './series-style.ts';
import { summarise } from './summary.ts';

const FONT = '11px system-ui, sans-serif';
const X_AXIS_PX = 22;
/** Pixels of a digit of an axis, about; and around the text. */
const DIGIT_PX = 6.3;
const AXIS_ROOM_PX = 14;
const X_TICK_PX = 74;
const STACK_ALPHA = '55';

let nextId = 0;

/**
 * A graph over time. Drawn once ahead in spare time, so that scrolling finds it there, and then while it can be seen only;
 * whatever changes, at most once a frame.
 */
export class TimeChart implements Hoverable {
  readonly element: HTMLElement;
  readonly #group: HoverGroup;
  readonly #left = h('span', {});
  readonly #right = h('span', {});
  readonly #canvas = h('div', { class: 'plot-canvas' });
  readonly #empty = h('p', { class: 'plot-empty', hidden: true }, 'No data available in this range');
  readonly #summary: HTMLElement;
  readonly #cursor: ChartCursor;
  readonly #endTheme: () => void;
  #model: TimeChartModel | undefined;
  #plot: Plot | undefined;
  #drawn: { readonly uplot: uPlot; readonly key: string } | undefined;
  #width = 0;
  #height = 0;
  #visible = false;
  #stale = true;

  constructor(group: HoverGroup) {
    this.#group = group;
    const id = `plot-${nextId++}`;
    this.#summary = h('p', { class: 'visually-hidden', id });
    this.#cursor = new ChartCursor(this, group);
    this.#canvas.append(this.#cursor.element, this.#empty);
    this.element = h(
      'div',
      { class: 'plot', tabindex: '0', role: 'group', 'aria-roledescription': 'graph', 'aria-describedby': id },
      h('div', { class: 'plot-captions', 'aria-hidden': 'true' }, this.#left, this.#right),
      this.#canvas,
      this.#summary,
      this.#cursor.announcement,
    );
    this.element.addEventListener('keydown', (event) => this.#cursor.onKey(event));
    this.element.addEventListener('blur', () => group.clear());
    this.#endTheme = themeColors.subscribe(() => this.#change());
  }

  get model(): TimeChartModel | undefined {
    return this.#model;
  }

  update(model: TimeChartModel): void {
    this.#model = model;
    this.#change();
  }

  /** Pixels of the whole graph, captions included. */
  resize(width: number, height: number): void {
    if (this.#width === width && this.#height === height) return;
    this.#width = width;
    this.#height = height;
    this.#change();
  }

  setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    if (visible) this.#group.add(this);
    else this.#group.remove(this);
    if (visible && this.#stale) whenIdle(this.#draw);
  }

  destroy(): void {
    this.#endTheme();
    cancelTask(this.#draw);
    cancelTask(this.#drawAhead);
    this.#group.remove(this);
    this.#drawn?.uplot.destroy();
    this.#drawn = undefined;
    this.#visible = false;
  }

  moveCursor(at: number | undefined): void {
    this.#cursor.move(at);
  }

  rowsAt(at: number): HoverRow[] {
    return (this.#model?.series ?? []).map(({ data, style }) => ({
      id: data.id,
      label: data.label,
      value: formatValue(valueAt(data, at), data.unit),
      swatch: () => swatch(style),
    }));
  }

  timeText(at: number): string {
    const offset = this.#model?.offset ?? 0;
    return `${formatDateTime(at, offset)} ${formatOffset(offset)}`;
  }

  #change(): void {
    this.#stale = true;
    // In turns: new data change every graph at once.
    if (this.#visible) whenIdle(this.#draw);
    else if (this.#drawn === undefined) inSpareTime(this.#drawAhead);
  }

  readonly #draw = (): void => {
    if (this.#visible) this.#drawNow();
  };

  readonly #drawAhead = (): void => {
    if (this.#drawn === undefined) this.#drawNow();
  };

  #drawNow(): void {
    const model = this.#model;
    if (!this.#stale || model === undefined || this.#width < 60 || this.#height < 50) return;
    this.#stale = false;
    const captions = [axisCaption(model, 'left'), axisCaption(model, 'right')] as const;
    setText(this.#left, captions[0]);
    setText(this.#right, captions[1]);
    const height = this.#height - CAPTION_PX;
    this.#plot = plotOf(model, this.#width, height - X_AXIS_PX);
    this.#empty.hidden = model.series.some(({ data }) => data.values.some((value) => value !== null));
    setAttribute(
      this.element,
      'aria-label',
      `${model.title}. Arrow keys read values${this.#group.onZoom ? ', plus zooms in, minus zooms out' : ''}.`,
    );
    setText(
      this.#summary,
      summarise(
        model.series.map(({ data }) => data),
        model.range,
      ),
    );
    this.#paint(model, this.#plot, height);
    this.#group.refresh();
  }

  #paint(model: TimeChartModel, { aligned, hasRight, dense }: Plot, height: number): void {
    const data: uPlot.AlignedData = [aligned.times, ...aligned.values];
    const key = JSON.stringify([
      model.series.map(({ data: { id, axis }, style }) => [id, axis, style]),
      model.stacked,
      hasRight,
      dense,
      themeColors.value,
    ]);
    if (this.#drawn?.key === key) {
      const { uplot } = this.#drawn;
      if (uplot.width !== this.#width || uplot.height !== height) uplot.setSize({ width: this.#width, height });
      uplot.setData(data);
    } else {
      this.#drawn?.uplot.destroy();
      const uplot = new uPlot(this.#options(model, hasRight, height), data, this.#canvas);
      this.#drawn = { uplot, key };
    }
    const { bbox } = this.#drawn.uplot;
    const ratio = devicePixelRatio;
    this.#cursor.place(bbox.left / ratio, bbox.top / ratio, bbox.width / ratio, bbox.height / ratio, model.range);
  }

  #options(model: TimeChartModel, hasRight: boolean, height: number): uPlot.Options {
    const colors = themeColors.value;
    const range = (side: AxisSide) => (): uPlot.Range.MinMax => {
      const scale = this.#plot?.scales[side];
      return [scale?.min ?? 0, scale?.max ?? 1];
    };
    return {
      width: this.#width,
      height,
      padding: [6, hasRight ? 0 : 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, range: () => [this.#model?.range.start ?? 0, this.#model?.range.end ?? 1] },
        left: { range: range('left') },
        right: { range: range('right') },
      },
      axes: [
        this.#timeAxis(colors),
        this.#valueAxis('left', colors),
        ...(hasRight ? [this.#valueAxis('right', colors)] : []),
      ],
      series: [{}, ...model.series.map((_, index) => this.#line(model, index, colors))],
      bands: model.stacked ? stackBands(model, colors) : [],
      hooks: {
        drawAxes: [(plot) => this.#model && drawFills(plot, this.#model.annotations, themeColors.value)],
        draw: [(plot) => this.#model && drawLines(plot, this.#model.annotations, themeColors.value)],
      },
    };
  }

  #timeAxis(colors: ThemeColors): uPlot.Axis {
    const ticks = () => {
      const { range = { start: 0, end: 1 }, offset = 0 } = this.#model ?? {};
      return { ...timeTicks(range.start, range.end, Math.floor(this.#width / X_TICK_PX), offset), offset };
    };
    return {
      ...axisColors(colors),
      size: X_AXIS_PX,
      splits: () => ticks().ticks,
      values: (_, splits) => {
        const { step, offset } = ticks();
        return splits.map((at) => timeTickText(at, step, offset));
      },
    };
  }

  #valueAxis(side: AxisSide, colors: ThemeColors): uPlot.Axis {
    const scale = () => this.#plot?.scales[side] ?? { step: 1, ticks: [] };
    return {
      ...axisColors(colors),
      scale: side,
      side: side === 'left' ? 3 : 1,
      ...(side === 'right' ? { grid: { show: false } } : {}),
      size: (_, values) => Math.max(...(values ?? ['']).map((text) => text.length), 2) * DIGIT_PX + AXIS_ROOM_PX,
      splits: () => [...scale().ticks],
      values: (_, splits) => splits.map((value) => formatTick(value, scale().step)),
    };
  }

  #line(model: TimeChartModel, index: number, colors: ThemeColors): uPlot.Series {
    const { data, style } = model.series[index] ?? { data: undefined, style: { color: colors.text, dash: [] } };
    const stroke = readableOn(style.color, colors.surface);
    const below = model.series.findIndex((one) => one.data.axis === data?.axis);
    return {
      scale: data?.axis ?? 'left',
      stroke,
      width: this.#plot?.dense ? 1 : 1.6,
      ...(style.dash.length > 0 ? { dash: [...style.dash] } : {}),
      ...(model.stacked && below === index ? { fill: `${stroke}${STACK_ALPHA}` } : {}),
      spanGaps: false,
      points: {
        show: false,
        size: 5,
        fill: stroke,
        filter: (plot, place) => isolatedPoints([...(plot.data[place] ?? [])]),
      },
    };
  }
}

/** Pixels of the line above a graph that names its units. */
const CAPTION_PX = 18;

function axisColors({ muted, grid }: ThemeColors): Partial<uPlot.Axis> {
  const line = { stroke: grid, width: 1 };
  return { stroke: muted, font: FONT, gap: 4, grid: line, ticks: { ...line, size: 4 } };
}

/** The area between a stacked line and the one below it on the same axis. */
function stackBands({ series }: TimeChartModel, { surface }: ThemeColors): uPlot.Band[] {
  return series.flatMap(({ data, style }, index) => {
    const below = series.findLastIndex((one, place) => place < index && one.data.axis === data.axis);
    if (below === -1) return [];
    return [
      { series: [index + 1, below + 1] as [number, number], fill: `${readableOn(style.color, surface)}${STACK_ALPHA}` },
    ];
  });
}

/// <reference lib="dom" />
import type { TimeRange } from '../../../../dashboard/src/data.ts';
import { h, setText } from '../dom/element.ts';
import type { Hoverable, HoverGroup } from './hover-group.ts';
import { indexFrom } from './plot-data.ts';
import type { TimeChartModel } from './plot-model.ts';

/** A drag of fewer pixels is a click. */
const DRAG_PX = 5;
/** Datapoints that an arrow key with Shift moves. */
const FAR = 10;

interface CursorChart extends Hoverable {
  readonly model: TimeChartModel | undefined;
  readonly element: HTMLElement;
}

/** The cursor and the zoom of a graph, by pointer and by keys. Moves by transforms alone, so that nothing is laid out. */
export class ChartCursor {
  readonly element: HTMLElement;
  /** Says what keys read. */
  readonly announcement = h('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  readonly #line = h('div', { class: 'plot-line', hidden: true });
  readonly #zoom = h('div', { class: 'plot-zoom', hidden: true });
  readonly #chart: CursorChart;
  readonly #group: HoverGroup;
  #box = { left: 0, top: 0, width: 0, height: 0 };
  #range: TimeRange = { start: 0, end: 1 };
  #dragFrom: number | undefined;
  #at: number | undefined;

  constructor(chart: CursorChart, group: HoverGroup) {
    this.#chart = chart;
    this.#group = group;
    this.element = h(
      'div',
      {
        class: 'plot-over',
        onpointerdown: (event: PointerEvent) => this.#begin(event),
        onpointermove: (event: PointerEvent) => this.#hover(event),
        onpointerup: (event: PointerEvent) => this.#finish(event),
        onpointerleave: () => this.#leave(),
        ondblclick: () => group.onReset(),
      },
      this.#line,
      this.#zoom,
    );
  }

  /** Tells where the plotting area is, in pixels of the canvas. Written only when it changed. */
  place(left: number, top: number, width: number, height: number, range: TimeRange): void {
    this.#range = range;
    const box = this.#box;
    if (box.left === left && box.top === top && box.width === width && box.height === height) return;
    this.#box = { left, top, width, height };
    Object.assign(this.element.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }

  move(at: number | undefined): void {
    this.#at = at;
    const inside = at !== undefined && at >= this.#range.start && at <= this.#range.end;
    if (this.#line.hidden === inside) this.#line.hidden = !inside;
    if (inside) this.#line.style.transform = `translateX(${this.#x(at).toFixed(1)}px)`;
  }

  onKey(event: KeyboardEvent): void {
    const { start, end } = this.#range;
    const times = this.#times();
    const step = event.shiftKey ? FAR : 1;
    const last = indexFrom(times, end + 1) - 1;
    const here = this.#at === undefined ? last : indexFrom(times, this.#at);
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: this.#at === undefined ? last : here - step,
      ArrowRight: this.#at === undefined ? last : here + step,
      Home: indexFrom(times, start),
      End: last,
    };
    const wanted = moves[event.key];
    if (wanted !== undefined) this.#read(times[Math.min(last, Math.max(indexFrom(times, start), wanted))]);
    else if (event.key === 'Escape') this.#group.clear();
    else if (event.key === '+' || event.key === '=') {
      const middle = this.#at ?? (start + end) / 2;
      this.#group.onZoom?.(middle - (end - start) / 4, middle + (end - start) / 4);
    } else if (event.key === '-') this.#group.onReset();
    else return;
    event.preventDefault();
  }

  #read(at: number | undefined): void {
    if (at === undefined) return;
    const { left, top } = this.element.getBoundingClientRect();
    this.#group.show(this.#chart, at, { x: left + this.#x(at), y: top });
    const values = this.#chart.rowsAt(at).map(({ label, value }) => `${label} ${value}`);
    setText(this.announcement, `${this.#chart.timeText(at)}: ${values.join(', ')}`);
  }

  #x(at: number): number {
    return ((at - this.#range.start) / (this.#range.end - this.#range.start)) * this.#box.width;
  }

  #time(x: number): number {
    return this.#range.start + (x / Math.max(1, this.#box.width)) * (this.#range.end - this.#range.start);
  }

  /** Instants of the line with the shortest period: those of the others are among them, or between. */
  #times(): readonly number[] {
    const series = this.#chart.model?.series ?? [];
    const [finest] = [...series].sort((one, other) => one.data.period - other.data.period);
    return finest?.data.timestamps ?? [];
  }

  #snap(at: number): number {
    const times = this.#times();
    const next = indexFrom(times, at);
    const [before, after] = [times[next - 1], times[next]];
    if (before === undefined || after === undefined) return before ?? after ?? at;
    return at - before < after - at ? before : after;
  }

  #begin(event: PointerEvent): void {
    if (event.button !== 0 || event.pointerType === 'touch' || this.#group.onZoom === undefined) return;
    this.#dragFrom = event.offsetX;
    this.element.setPointerCapture(event.pointerId);
  }

  #hover({ offsetX, clientX, clientY }: PointerEvent): void {
    this.#group.show(this.#chart, this.#snap(this.#time(offsetX)), { x: clientX, y: clientY });
    const from = this.#dragFrom;
    if (from === undefined) return;
    this.#zoom.hidden = Math.abs(offsetX - from) < DRAG_PX;
    this.#zoom.style.transform = `translateX(${Math.min(from, offsetX)}px) scaleX(${Math.abs(offsetX - from)})`;
  }

  #finish({ offsetX }: PointerEvent): void {
    const from = this.#dragFrom;
    this.#dragFrom = undefined;
    this.#zoom.hidden = true;
    if (from === undefined || Math.abs(offsetX - from) < DRAG_PX) return;
    const inside = Math.min(Math.max(offsetX, 0), this.#box.width);
    this.#group.onZoom?.(this.#time(from), this.#time(inside));
  }

  #leave(): void {
    if (this.#dragFrom === undefined) this.#group.clear();
  }
}

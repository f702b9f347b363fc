/// <reference lib="dom" />
import { h, reconcile, setText } from '../dom/element.ts';
import { onNextFrame } from '../dom/frame.ts';

export interface HoverRow {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly swatch: () => Element;
}

/** A graph whose cursor moves with those of the others. */
export interface Hoverable {
  /** Undefined takes the cursor away. */
  moveCursor(at: number | undefined): void;
  rowsAt(at: number): HoverRow[];
  timeText(at: number): string;
}

export interface HoverPlace {
  /** Pixels in the window. */
  readonly x: number;
  readonly y: number;
}

interface Move {
  readonly source: Hoverable;
  readonly at: number;
  readonly place: HoverPlace;
}

/** Distance of the box from the pointer, pixels. */
const AWAY = 14;

/** Graphs that share a cursor, a box with values, and a zoom. However often the pointer moves, each frame draws once. */
export class HoverGroup {
  readonly tooltip: HTMLElement;
  /** Undefined where the range is not the reader's to choose. */
  readonly onZoom: ((one: number, other: number) => void) | undefined;
  readonly onReset: () => void;
  readonly #title = h('div', { class: 'tooltip-time' });
  readonly #rows = h('div', { class: 'tooltip-rows' });
  readonly #charts = new Set<Hoverable>();
  #move: Move | undefined;

  constructor(zoom?: { readonly to: (one: number, other: number) => void; readonly reset: () => void }) {
    this.onZoom = zoom?.to;
    this.onReset = zoom?.reset ?? (() => undefined);
    // Read out by the graph itself when keys move its cursor; a second voice would be too much.
    this.tooltip = h('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true }, this.#title, this.#rows);
  }

  /** Only graphs that can be seen take part. */
  add(chart: Hoverable): void {
    this.#charts.add(chart);
    if (this.#move) chart.moveCursor(this.#move.at);
  }

  remove(chart: Hoverable): void {
    this.#charts.delete(chart);
    if (this.#move?.source === chart) this.clear();
  }

  show(source: Hoverable, at: number, place: HoverPlace): void {
    this.#move = { source, at, place };
    onNextFrame(this.#draw);
  }

  clear(): void {
    this.#move = undefined;
    onNextFrame(this.#draw);
  }

  /** After new data: the values at the cursor may be others. */
  refresh(): void {
    if (this.#move) onNextFrame(this.#draw);
  }

  readonly #draw = (): void => {
    const move = this.#move;
    for (const chart of this.#charts) chart.moveCursor(move?.at);
    this.tooltip.hidden = move === undefined;
    if (move === undefined) return;
    setText(this.#title, move.source.timeText(move.at));
    reconcile(this.#rows, move.source.rowsAt(move.at), {
      key: ({ id, label }) => `${id} ${label}`,
      create: ({ label, value, swatch }) =>
        h('div', {}, swatch(), h('span', { class: 'tooltip-label' }, label), h('b', {}, value)),
      update: (element, { value }) => element.lastElementChild && setText(element.lastElementChild, value),
    });
    // On the side where there is room, without asking how wide the box is: that would force a layout each frame.
    const { x, y } = move.place;
    const right = x > innerWidth / 2;
    const below = y > innerHeight * 0.6;
    this.tooltip.style.transform = [
      `translate(${Math.round(right ? x - AWAY : x + AWAY)}px, ${Math.round(below ? y - AWAY : y + AWAY)}px)`,
      `translate(${right ? '-100%' : '0'}, ${below ? '-100%' : '0'})`,
    ].join(' ');
  };
}

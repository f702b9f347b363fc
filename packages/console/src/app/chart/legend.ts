/// <reference lib="dom" />
import { h, reconcile, s, setAttribute } from '../dom/element.ts';
import { themeColors } from '../dom/theme.ts';
import { readableOn, type SeriesStyle } from './series-style.ts';

export interface LegendItem {
  readonly id: string;
  readonly label: string;
  readonly style: SeriesStyle;
  readonly hidden: boolean;
}

/** A piece of the line: colour and dash. */
export function swatch({ color, dash }: SeriesStyle): SVGElement {
  return s(
    'svg',
    { class: 'swatch', viewBox: '0 0 26 8', width: 26, height: 8, 'aria-hidden': 'true' },
    s('line', {
      x1: 0,
      x2: 26,
      y1: 4,
      y2: 4,
      stroke: readableOn(color, themeColors.value.surface),
      'stroke-width': 3,
      'stroke-dasharray': dash.join(' '),
    }),
  );
}

/** A block of colour with the number of its slice or bar, which tells it apart without the colour. */
export function numberedSwatch(color: string, number: number): SVGElement {
  return s(
    'svg',
    { class: 'swatch', viewBox: '0 0 26 14', width: 26, height: 14, 'aria-hidden': 'true' },
    s('rect', { width: 12, height: 12, y: 1, rx: 2, fill: readableOn(color, themeColors.value.surface) }),
    s('text', { x: 25, y: 11, 'text-anchor': 'end', class: 'swatch-number' }, String(number)),
  );
}

/** The lines of a graph by name. Pressing one hides it or brings it back. */
export class Legend {
  readonly element: HTMLElement;
  readonly #toggle: (id: string) => void;

  constructor(position: 'bottom' | 'right', toggle: (id: string) => void) {
    this.element = h('ul', { class: `legend ${position}`, 'aria-label': 'Lines of this graph' });
    this.#toggle = toggle;
  }

  update(items: readonly LegendItem[]): void {
    reconcile(this.element, items, {
      // The style is part of the key: a line that got another dash gets another element.
      key: ({ id, label, style }) => `${id} ${label} ${style.color} ${style.dash.join()} ${themeColors.value.surface}`,
      create: (item) => h('li', {}, this.#button(item)),
      update: (element, { hidden }) =>
        element.firstElementChild && setAttribute(element.firstElementChild, 'aria-pressed', String(!hidden)),
    });
  }

  #button({ id, label, style, hidden }: LegendItem): HTMLElement {
    return h(
      'button',
      { type: 'button', title: label, 'aria-pressed': String(!hidden), onclick: () => this.#toggle(id) },
      swatch(style),
      h('span', {}, label),
    );
  }
}

/// <reference lib="dom" />
import { CELLS, DARKEST, digitCells, type Point } from '../digit/raster.ts';
import { h } from '../dom/element.ts';
import { themeColors } from '../dom/theme.ts';
import type { Scope } from '../state/signal.ts';

/** Pixels of the drawing area, before the style sheet scales it. */
const SIZE = 224;
const PEN_PX = 16;
const EMPTY: readonly number[] = new Array(CELLS * CELLS).fill(0);

/** Draws a digit by pointer or finger, and shows the 8 x 8 cells that the model reads, which keys can change too. */
export class DigitPad {
  readonly element: HTMLElement;
  readonly #onChange: (cells: readonly number[]) => void;
  readonly #canvas = h('canvas', {
    id: 'digit-canvas',
    width: SIZE,
    height: SIZE,
    role: 'img',
    'aria-label': 'Drawing area for the pointer. With keys, use the grid of cells beside it.',
  });
  readonly #cells: HTMLButtonElement[];
  #strokes: Point[][] = [];
  #drawing = false;
  #values: readonly number[] = EMPTY;

  constructor(onChange: (cells: readonly number[]) => void, scope: Scope) {
    this.#onChange = onChange;
    this.#cells = EMPTY.map((_, index) => this.#cell(index));
    const rows = Array.from({ length: CELLS }, (_, row) =>
      h(
        'div',
        { role: 'row' },
        ...this.#cells.slice(row * CELLS, (row + 1) * CELLS).map((cell) => h('div', { role: 'gridcell' }, cell)),
      ),
    );
    const grid = h(
      'div',
      {
        class: 'digit-cells',
        id: 'digit-cells',
        role: 'grid',
        'aria-label': 'What the model reads, 8 by 8 cells. Arrow keys move, space inks a cell.',
        onkeydown: (event) => this.#onKey(event),
      },
      ...rows,
    );
    const clear = h('button', { type: 'button', id: 'digit-clear', onclick: () => this.clear() }, 'Clear');
    this.element = h(
      'div',
      { class: 'digit-pad' },
      h('div', { class: 'digit-draw' }, this.#canvas, h('p', { class: 'muted' }, 'Draw a digit from 0 to 9')),
      h('div', { class: 'digit-read' }, grid, h('p', { class: 'muted' }, 'What the model reads '), clear),
    );
    this.#listen();
    scope.add(themeColors.subscribe(() => this.#paint()));
  }

  /** Shows the cells of a sample, or of what was pasted; undefined where the body is no picture. */
  show(cells: readonly number[] | undefined): void {
    if (cells?.every((value, index) => value === this.#values[index])) return;
    this.#strokes = [];
    this.#set(cells ?? EMPTY);
  }

  clear(): void {
    this.#strokes = [];
    this.#set(EMPTY);
    this.#onChange(EMPTY);
  }

  #set(values: readonly number[]): void {
    this.#values = values;
    for (const [index, cell] of this.#cells.entries()) {
      const value = values[index] ?? 0;
      cell.style.setProperty('--ink', String(value / DARKEST));
      cell.setAttribute('aria-pressed', String(value > 0));
      cell.setAttribute('aria-label', `row ${Math.floor(index / CELLS) + 1}, column ${(index % CELLS) + 1}: ${value}`);
    }
    this.#paint();
  }

  #cell(index: number): HTMLButtonElement {
    const cell = h('button', {
      type: 'button',
      tabindex: index === 0 ? '0' : '-1',
      'aria-pressed': 'false',
      'aria-label': `row ${Math.floor(index / CELLS) + 1}, column ${(index % CELLS) + 1}: 0`,
      onclick: () => this.#toggle(index),
    });
    cell.addEventListener('focus', () => {
      for (const other of this.#cells) other.tabIndex = other === cell ? 0 : -1;
    });
    return cell;
  }

  #toggle(index: number): void {
    this.#strokes = [];
    this.#set(this.#values.map((value, place) => (place === index ? (value > 0 ? 0 : DARKEST) : value)));
    this.#onChange(this.#values);
  }

  #onKey(event: KeyboardEvent): void {
    const index = this.#cells.indexOf(event.target as HTMLButtonElement);
    const [row, column] = [Math.floor(index / CELLS), index % CELLS];
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, CELLS - 1],
    };
    const [toRow = -1, toColumn = -1] = moves[event.key] ?? [];
    if (index === -1 || moves[event.key] === undefined) return;
    event.preventDefault();
    if (toRow >= 0 && toRow < CELLS && toColumn >= 0 && toColumn < CELLS)
      this.#cells[toRow * CELLS + toColumn]?.focus();
  }

  #listen(): void {
    const canvas = this.#canvas;
    const point = ({ offsetX, offsetY }: PointerEvent): Point => ({
      x: (offsetX / Math.max(1, canvas.clientWidth)) * SIZE,
      y: (offsetY / Math.max(1, canvas.clientHeight)) * SIZE,
    });
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      this.#drawing = true;
      this.#strokes.push([point(event)]);
      this.#drawn();
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!this.#drawing) return;
      // A fast pen moves several times between two pictures.
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const move of moves.length > 0 ? moves : [event]) this.#strokes.at(-1)?.push(point(move));
      this.#drawn();
    });
    for (const name of ['pointerup', 'pointercancel'] as const) {
      canvas.addEventListener(name, () => {
        this.#drawing = false;
      });
    }
  }

  #drawn(): void {
    this.#set(digitCells(this.#strokes));
    this.#onChange(this.#values);
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const { surface, text } = themeColors.value;
    context.fillStyle = surface;
    context.fillRect(0, 0, SIZE, SIZE);
    context.strokeStyle = text;
    context.lineWidth = PEN_PX;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const [index, { x, y }] of stroke.entries()) {
        if (index === 0) context.moveTo(x, y);
        context.lineTo(x, y);
      }
      context.stroke();
    }
  }
}

/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';

/** Where a graph has pixels of one colour. */
export interface Ink {
  /** Rows that are inked over most of their width, as values of the axis. */
  readonly lines: readonly number[];
  /** For each column of the plotting area, left to right: whether it has ink. */
  readonly columns: readonly boolean[];
}

interface InkQuery {
  /** `#rrggbb` */
  readonly color: string;
  readonly low: number;
  readonly high: number;
}

/**
 * Reads the picture of a graph over time.
 * @param color `#rrggbb` of what is looked for, far from the colours of ground, grid and text
 * @param low value at the bottom of the axis
 * @param high value at its top
 */
export function inkOf(widget: Locator, color: string, low = 0, high = 1): Promise<Ink> {
  return widget.locator('.plot').evaluate(readInk, { color, low, high });
}

/** Runs in the page, hence with everything it needs inside. */
function readInk(plot: Element, { color, low, high }: InkQuery): Ink {
  const canvas = plot.querySelector('canvas');
  const over = plot.querySelector<HTMLElement>('.plot-over');
  if (!canvas || !over) throw new Error('the graph is not drawn');
  const ratio = canvas.width / canvas.clientWidth;
  const [left, top] = [Number.parseFloat(over.style.left) * ratio, Number.parseFloat(over.style.top) * ratio];
  const [width, height] = [Math.floor(over.clientWidth * ratio), Math.floor(over.clientHeight * ratio)];
  // A copy, because the page's own canvas is made for drawing and warns of being read.
  const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no canvas to copy to');
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(left, top, width, height);
  const wanted = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  // Half covered by the line is inked.
  const isInk = (x: number, y: number) =>
    wanted.every((channel, place) => Math.abs(channel - (data[(y * width + x) * 4 + place] ?? 0)) < 128);
  const lines: number[] = [];
  const columns = Array.from({ length: width }, () => false);
  for (let y = 0; y < height; y += 1) {
    let inked = 0;
    for (let x = 0; x < width; x += 1) {
      if (!isInk(x, y)) continue;
      inked += 1;
      columns[x] = true;
    }
    if (inked > width / 2) lines.push(high - ((y + 0.5) / height) * (high - low));
  }
  return { lines, columns };
}

/** Number in a text such as `1,234.5 ms`. */
export const numberIn = (text: string | null): number =>
  Number(/-?[\d,]*\.?\d+/.exec(text ?? '')?.[0].replaceAll(',', ''));

/** A widget of the dashboard by its title, in sight. */
export async function widgetNamed(page: Page, title: string): Promise<Locator> {
  const widget = page.locator('section.widget', { has: page.locator('h2', { hasText: new RegExp(`^${title}$`) }) });
  await widget.scrollIntoViewIfNeeded();
  return widget;
}

/** The rows of a widget shown as a table: the cells of each, head first. */
export async function tableOf(widget: Locator): Promise<string[][]> {
  const button = widget.locator('.widget-head button[aria-expanded="false"]');
  if ((await button.count()) > 0) await button.click();
  const rows = widget.locator('table tr');
  await rows.first().waitFor();
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

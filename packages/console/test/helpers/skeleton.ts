import type { Stroke } from '../../src/app/digit/raster.ts';

const SIDE = 32;
const AT_LEAST = 8;

/**
 * Strokes that a hand could have drawn for an image of 8 x 8: the image smoothly enlarged, what is dark enough of it
 * thinned to lines one pixel wide (Zhang and Suen, 1984), and neighbouring pixels of the lines joined.
 *
 * @param place moves and scales the strokes, as somebody draws large, small, or in a corner
 */
export function strokesOf(cells: readonly number[], place: { scale: number; x: number; y: number }): Stroke[] {
  const dark = (x: number, y: number) => x >= 0 && y >= 0 && x < SIDE && y < SIDE && (pixels[y * SIDE + x] ?? false);
  let pixels = enlarge(cells);
  for (let changed = true; changed; ) {
    const before = pixels;
    pixels = thin(thin(pixels, 0), 1);
    changed = pixels.some((value, index) => value !== before[index]);
  }
  const strokes: Stroke[] = [];
  const at = (x: number, y: number) => ({ x: place.x + x * place.scale, y: place.y + y * place.scale });
  for (let index = 0; index < SIDE * SIDE; index += 1) {
    const [x, y] = [index % SIDE, Math.floor(index / SIDE)];
    if (!dark(x, y)) continue;
    const next = [
      [1, 0],
      [0, 1],
      [1, 1],
      [-1, 1],
    ].filter(([dx = 0, dy = 0]) => dark(x + dx, y + dy));
    strokes.push([at(x, y)], ...next.map(([dx = 0, dy = 0]) => [at(x, y), at(x + dx, y + dy)]));
  }
  return strokes;
}

function enlarge(cells: readonly number[]): boolean[] {
  const value = (x: number, y: number) => (x < 0 || y < 0 || x > 7 || y > 7 ? 0 : (cells[y * 8 + x] ?? 0));
  return Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [fx, fy] = [((index % SIDE) + 0.5) / 4 - 0.5, (Math.floor(index / SIDE) + 0.5) / 4 - 0.5];
    const [x, y] = [Math.floor(fx), Math.floor(fy)];
    const [dx, dy] = [fx - x, fy - y];
    const top = value(x, y) * (1 - dx) + value(x + 1, y) * dx;
    const bottom = value(x, y + 1) * (1 - dx) + value(x + 1, y + 1) * dx;
    return top * (1 - dy) + bottom * dy >= AT_LEAST;
  });
}

function thin(pixels: readonly boolean[], step: 0 | 1): boolean[] {
  const dark = (x: number, y: number) => x >= 0 && y >= 0 && x < SIDE && y < SIDE && (pixels[y * SIDE + x] ?? false);
  return pixels.map((value, index) => {
    if (!value) return false;
    const [x, y] = [index % SIDE, Math.floor(index / SIDE)];
    const around = [
      [0, -1],
      [1, -1],
      [1, 0],
      [1, 1],
      [0, 1],
      [-1, 1],
      [-1, 0],
      [-1, -1],
    ].map(([dx = 0, dy = 0]) => dark(x + dx, y + dy));
    const count = around.filter(Boolean).length;
    const turns = around.filter((here, place) => !here && around[(place + 1) % 8]).length;
    const [north, , east, , south, , west] = around;
    const ends =
      step === 0
        ? !(north && east && south) && !(east && south && west)
        : !(north && east && west) && !(north && south && west);
    return !(count >= 2 && count <= 6 && turns === 1 && ends);
  });
}

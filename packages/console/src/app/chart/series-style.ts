/** The first colours of CloudWatch's graphs. */
export const PALETTE = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
] as const;

/** Lengths of ink and gap, in pixels; empty for a solid line. */
export type Dash = readonly number[];

/** Lines that are told apart without colours. */
const DASHES: readonly Dash[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 4], [2, 2, 7, 2], [14, 3, 2, 3, 2, 3]];

export interface SeriesStyle {
  readonly color: string;
  readonly dash: Dash;
}

/**
 * The colours of the body, else those of the palette that the body leaves free, in their order. The dash follows from
 * the place, so that lines of equal colours differ too.
 */
export function seriesStyles(colors: readonly (string | undefined)[]): SeriesStyle[] {
  const taken = new Set(colors.map((color) => color?.toLowerCase()));
  const free = PALETTE.filter((color) => !taken.has(color));
  const palette = free.length === 0 ? PALETTE : free;
  let next = 0;
  return colors.map((given, index) => {
    const color = given ?? palette[next++ % palette.length] ?? PALETTE[0];
    return { color, dash: DASHES[index % DASHES.length] ?? [] };
  });
}

/** Red, green and blue from 0 to 255; undefined for colours by name. */
export function parseHex(color: string): readonly [number, number, number] | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  const long = short ?? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (long === null) return undefined;
  const channel = (index: number) => Number.parseInt((long[index] ?? '0').repeat(short === null ? 1 : 2), 16);
  return [channel(1), channel(2), channel(3)];
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [first, second] = [luminance(parseHex(one) ?? [0, 0, 0]), luminance(parseHex(other) ?? [255, 255, 255])];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** What WCAG asks of graphics. */
const GRAPHICS_CONTRAST = 3;

/** The colour, moved towards black or white until a line of it can be seen on the ground; its hue stays. */
export function readableOn(color: string, ground: string): string {
  const [from, under] = [parseHex(color), parseHex(ground)];
  if (from === undefined || under === undefined) return color;
  const target = luminance(under) > 0.4 ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.05) {
    const moved = hex(from.map((channel) => channel + (target - channel) * share));
    if (contrast(moved, ground) >= GRAPHICS_CONTRAST) return moved;
  }
  return color;
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

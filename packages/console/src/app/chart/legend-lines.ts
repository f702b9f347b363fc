/** Pixels of a letter of a legend, about, and of what is around each name: swatch, gaps, padding. */
const LETTER_PX = 6.6;
const AROUND_PX = 50;
/** Names are cut at this width, as the style sheet says. */
const WIDEST_PX = 260;

/** Lines that a legend needs in a width, from the lengths of its names: measuring them would cost a layout each. */
export function legendLines(labels: readonly string[], width: number): number {
  let lines = labels.length > 0 ? 1 : 0;
  let used = 0;
  for (const label of labels) {
    const item = Math.min(WIDEST_PX, label.length * LETTER_PX + AROUND_PX);
    if (used > 0 && used + item > width) {
      lines += 1;
      used = 0;
    }
    used += item;
  }
  return lines;
}

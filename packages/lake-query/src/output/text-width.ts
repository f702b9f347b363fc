/** Characters of East Asian scripts and pictures, which fill two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Marks that stand on the character before them. */
const COMBINING = /\p{M}|\u200d/u;

const characters = (text: string) => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)];

/** Columns that a text fills in a terminal. */
export function textWidth(text: string): number {
  return characters(text).reduce((sum, { segment }) => sum + characterWidth(segment), 0);
}

function characterWidth(character: string): number {
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) && character.length === 1 ? 0 : 1;
}

/** Shortens a text to a width, with an ellipsis where something is left out. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = '';
  let used = 1;
  for (const { segment } of characters(text)) {
    used += characterWidth(segment);
    if (used > width) break;
    cut += segment;
  }
  return `${cut}…`;
}

/**
 * A text with its control characters written out: what stands in the data must not steer the terminal.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === '\n' ? '⏎' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

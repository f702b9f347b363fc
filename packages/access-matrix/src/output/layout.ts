/** Columns that the terminal's output keeps to. */
export const WIDTH = 100;

/** Breaks a text into lines at spaces; a word that is longer than a line gets one for itself. */
export function wrap(text: string, indent: string, hanging = indent, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hanging;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** Shortens a name in its middle, where names of buckets are least telling. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const tail = Math.ceil((length - 1) * 0.6);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
}

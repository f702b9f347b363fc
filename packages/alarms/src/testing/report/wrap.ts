/**
 * Breaks a text into lines of at most so many characters, at spaces; a longer word stands on a line of its own. Lines
 * that begin with a bar are quotations and stay as they are.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    if (/^\s*\|/.test(paragraph)) return [paragraph];
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

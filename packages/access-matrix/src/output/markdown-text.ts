/** Text of others in Markdown: nothing in it is markup, and it stays in its table cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]{}()#+!|~]/g, '\\$&')
    .replaceAll(/\s+/g, ' ');
}

/** A name as code, with more backquotes around it than it holds. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  // Inside a table the bar ends a cell even in code.
  return `${fence}${space}${text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}${space}${fence}`;
}

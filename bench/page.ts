/** The page that measurements are published on: sections that are each written anew by their own run. */

/** Where the benchmarks and the load test write. */
export const BENCHMARKS_PAGE = 'docs/benchmarks.md';

/** The page with one section replaced, or appended if it was not there; the others stay as they are. */
export function withSection(page: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  const written = `${begin}\n${section}\n${end}`;
  if (from >= 0 && to > from) return page.slice(0, from) + written + page.slice(to + end.length);
  return `${page.trimEnd()}\n\n${written}\n`;
}

type Row = readonly string[];

/** A table that reads the same on a terminal and in Markdown. The first row is its head. */
export function table(rows: readonly Row[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: Row) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)];
}

/** The page that measurements are published on: sections that are each written anew by their own run. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withPart } from '../packages/cli/src/marked-parts.ts';
import type { Machine } from './machine.ts';

/** Where the benchmarks and the load test write, relative to the application. */
export const BENCHMARKS_PAGE = 'docs/benchmarks.md';

const INTRODUCTION = `# Benchmarks

What was measured, when, and on which machine. \`npm run bench -- --publish\` writes the sections on benchmarks, and
\`npm run test:load -- --markdown\` those on load, \`npm run test:fuzz -- --markdown\` that on malformed requests, each section by
its own run. Run them yourself: no number of another machine says what yours does. The machines here are shared, and the same
work takes up to twice as long while neighbours are busy. A goal that was missed stays in the table.
`;

export interface Section {
  readonly name: string;
  readonly text: string;
}

/** Writes sections into the page, which is begun if there is none; the other sections stay. */
export function publishSections(file: string, sections: readonly Section[]): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : INTRODUCTION;
  writeFileSync(
    file,
    sections.reduce((text, section) => withSection(text, section.name, section.text), page),
  );
}

/** A measurement's date and machine in words. */
export function circumstances(date: string, machine: Machine): string[] {
  const { processor, cores, memoryGb, node, system, loadBefore } = machine;
  return [
    `${date}, ${processor}, ${cores} cores, ${memoryGb} GB, Node.js ${node}, ${system}; before it the load average`,
    `of the last minute was ${loadBefore}.`,
  ];
}

/** The page with one section replaced, or appended if it was not there; the others stay as they are. */
export function withSection(page: string, name: string, text: string): string {
  return withPart(page, name, text) ?? `${page.trimEnd()}\n\n<!-- ${name} -->\n${text}\n<!-- /${name} -->\n`;
}

export type Row = readonly string[];

/** A table that reads the same on a terminal and in Markdown. The first row is its head. */
export function table(rows: readonly Row[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: Row) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)];
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from '../scripts/load/machine.ts';
import { table, withSection } from './page.ts';
import type { BenchResult } from './result.ts';

const INTRODUCTION = `# Benchmarks

What was measured, when, and on which machine. \`npm run bench -- --publish\` writes the sections on benchmarks, and
\`npm run test:load -- --markdown\` those on load, each section by its own run. Run them yourself: no number of another machine
says what yours does. The machines here are shared, and the same work takes up to twice as long while neighbours are busy.
A goal that was missed stays in the table.
`;

/** A result as a section of the page. */
export function resultMarkdown({ title, rows, goals }: BenchResult, machine: Machine, date: string): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const { processor, cores, memoryGb, node, system, loadBefore } = machine;
  return [
    `## ${title}`,
    '',
    `${date}, ${processor}, ${cores} cores, ${memoryGb} GB, Node.js ${node}, ${system}; before it the load average`,
    `of the last minute was ${loadBefore}.`,
    '',
    ...table([columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))]),
    '',
    ...table([
      ['goal', 'measured', 'at most', 'met'],
      ...goals.map(({ goal, measured, limit, unit, met }) => [
        goal,
        `${measured} ${unit}`,
        `${limit} ${unit}`,
        met ? 'yes' : '**no**',
      ]),
    ]),
  ].join('\n');
}

export interface Measurement {
  readonly name: string;
  readonly result: BenchResult;
  /** As it was before the run. */
  readonly machine: Machine;
}

/** Writes results into their sections of the page, which is begun if there is none. */
export function publish(file: string, measurements: readonly Measurement[]): void {
  const date = new Date().toISOString().slice(0, 10);
  let page = existsSync(file) ? readFileSync(file, 'utf8') : INTRODUCTION;
  for (const { name, result, machine } of measurements) {
    page = withSection(page, name, resultMarkdown(result, machine, date));
  }
  writeFileSync(file, page);
}

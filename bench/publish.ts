import type { Machine } from './machine.ts';
import { circumstances, publishSections, table } from './page.ts';
import type { BenchResult } from './result.ts';

/** A result as a section of the page. */
export function resultMarkdown({ title, rows, goals }: BenchResult, machine: Machine, date: string): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [
    `## ${title}`,
    '',
    ...circumstances(date, machine),
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

/** Writes results into their sections of the page. */
export function publish(file: string, measurements: readonly Measurement[]): void {
  const date = new Date().toISOString().slice(0, 10);
  publishSections(
    file,
    measurements.map(({ name, result, machine }) => ({ name, text: resultMarkdown(result, machine, date) })),
  );
}

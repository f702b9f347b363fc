import type { Json } from '@duckdb/node-api';
import type { Paint } from '../../../cli/src/paint.ts';
import type { ResultColumn, ResultRows } from './rows.ts';
import { cutText, printable, textWidth } from './text-width.ts';

/** Widest cell; longer texts are cut. */
const MAX_CELL_WIDTH = 48;
const GAP = '  ';

export interface TableOutput {
  readonly lines: readonly string[];
  readonly count: number;
}

/** A result as a table: numbers to the right, texts to the left. All of it is in memory, so the result has a limit. */
export async function formatTable({ columns, rows }: ResultRows, paint: Paint): Promise<TableOutput> {
  const shown: string[][] = [];
  for await (const row of rows()) shown.push(row.map(cell));
  const names = columns.map(({ name }) => cutText(printable(name), MAX_CELL_WIDTH));
  const widths = columns.map((_, index) => Math.max(...[names, ...shown].map((row) => textWidth(row[index] ?? ''))));
  const line = (row: readonly string[]) => alignRow(row, columns, widths);
  const lines = [
    paint('bold', line(names)),
    paint('dim', widths.map((width) => '─'.repeat(width)).join(GAP)),
    ...shown.map(line),
  ];
  return { lines, count: shown.length };
}

function cell(value: Json): string {
  if (value === null) return 'NULL';
  return cutText(printable(typeof value === 'object' ? JSON.stringify(value) : String(value)), MAX_CELL_WIDTH);
}

function alignRow(row: readonly string[], columns: readonly ResultColumn[], widths: readonly number[]): string {
  return columns
    .map(({ numeric }, index) => {
      const text = row[index] ?? '';
      const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(text)));
      return numeric ? padding + text : text + padding;
    })
    .join(GAP)
    .trimEnd();
}

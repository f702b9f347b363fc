import type { Json } from '@duckdb/node-api';
import type { ResultRows } from './rows.ts';

/**
 * Writes comma-separated values with a header. NULL is an empty field, an empty text is `""`. Returns the number of rows.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export async function writeCsv({ columns, rows }: ResultRows, write: (text: string) => void): Promise<number> {
  write(`${columns.map(({ name }) => field(name)).join(',')}\n`);
  let count = 0;
  for await (const row of rows()) {
    write(`${row.map(field).join(',')}\n`);
    count++;
  }
  return count;
}

function field(value: Json): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

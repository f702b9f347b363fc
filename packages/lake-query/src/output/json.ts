import type { Json } from '@duckdb/node-api';
import { exactNumber, type ResultColumn, type ResultRows } from './rows.ts';

/** Writes a JSON array with an object for each row, one a line. Returns the number of rows. */
export async function writeJson({ columns, rows }: ResultRows, write: (text: string) => void): Promise<number> {
  let count = 0;
  for await (const row of rows()) {
    write(`${count === 0 ? '[\n' : ',\n'}  ${JSON.stringify(toObject(columns, row))}`);
    count++;
  }
  write(count === 0 ? '[]\n' : '\n]\n');
  return count;
}

function toObject(columns: readonly ResultColumn[], row: readonly Json[]): Record<string, Json> {
  return Object.fromEntries(
    columns.map(({ name, numeric }, index) => {
      const value = row[index] ?? null;
      return [name, numeric && typeof value === 'string' ? exactNumber(value) : value];
    }),
  );
}

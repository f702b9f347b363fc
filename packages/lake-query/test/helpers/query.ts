import type { Json } from '@duckdb/node-api';
import { type QueryOptions, type QueryOutcome, runQuery } from '../../src/query/run-query.ts';

/** Runs a query and collects its rows. */
export function query(options: QueryOptions): Promise<QueryOutcome<Record<string, Json>[]>> {
  return runQuery(options, ({ result }) => result.getRowObjectsJson());
}

export async function rowsOf(options: QueryOptions): Promise<Record<string, Json>[]> {
  const outcome = await query(options);
  if (outcome.status !== 'success') throw new Error(outcome.lines.join('\n'));
  return outcome.value;
}

/** `denied: …` or `error: …` with all lines of the message; `success` for a query that was run. */
export async function refusalOf(options: QueryOptions): Promise<string> {
  const outcome = await query(options);
  return outcome.status === 'success' ? 'success' : `${outcome.status}: ${outcome.lines.join('\n')}`;
}

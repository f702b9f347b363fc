import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import type { LakeData } from '../data/data-files.ts';
import { createPersonaDatabase, type PersonaDatabase, type TableData } from '../engine/database.ts';
import { checkStatement, isQuery } from '../engine/statement.ts';
import type { PersonaTable, VisibleTable } from '../persona-tables.ts';
import { visibleTables } from './describe.ts';
import { explainError, type QueryContext } from './explain-error.ts';
import { resolveTables } from './resolve-tables.ts';
import { type Refusal, unusable } from './types.ts';

/** Steps that can take long enough to be told. */
export type QueryStep = 'loading' | 'querying';

export interface QueryOptions {
  readonly persona: string;
  readonly tables: readonly PersonaTable[];
  readonly sql: string;
  readonly data: LakeData;
  /** The only database in which a name without one is looked up. @default - all of them */
  readonly database?: string;
  readonly signal?: AbortSignal;
  onStep?(step: QueryStep): void;
}

export interface QueryRun {
  /** Rows arrive as they are read. */
  readonly result: DuckDBResult;
  /** Tables that the query reads. */
  readonly reads: readonly VisibleTable[];
  readonly notes: readonly string[];
  readonly loadMs: number;
}

/** What a query comes to, as its reader makes it. */
export type QueryOutcome<T> = { readonly status: 'success'; readonly value: T } | Refusal;

/**
 * Runs one query as a persona and gives its result to a reader. The query is first bound against empty tables in a
 * locked database, so that a mistake costs no loading, and no SQL of the user ever meets a database that can read files.
 */
export async function runQuery<T>(
  options: QueryOptions,
  read: (run: QueryRun) => Promise<T>,
): Promise<QueryOutcome<T>> {
  const checked = await checkQuery(options);
  if (checked.status !== 'success') return checked;
  const { reads } = checked;
  const sources = await readSources(reads, options.data);
  if (sources.status === 'error') return sources;
  const context: QueryContext = { persona: options.persona, tables: options.tables, reads };
  const spillDirectory = await mkdtemp(join(tmpdir(), 'inferwatch-lake-'));
  let database: PersonaDatabase | undefined;
  const interrupt = () => database?.connection.interrupt();
  try {
    options.onStep?.('loading');
    const started = performance.now();
    database = await createPersonaDatabase({ ...databaseOptions(options), data: sources.data, spillDirectory });
    options.onStep?.('querying');
    options.signal?.addEventListener('abort', interrupt);
    options.signal?.throwIfAborted();
    const loadMs = performance.now() - started;
    const result = await database.connection.stream(options.sql);
    return { status: 'success', value: await read({ result, reads, notes: sources.notes, loadMs }) };
  } catch (error) {
    if (options.signal?.aborted) return unusable('interrupted');
    const refusal = explainError(error, context);
    if (refusal === undefined) throw error;
    return refusal;
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
    database?.close();
    await rm(spillDirectory, { recursive: true, force: true });
  }
}

function databaseOptions({ tables, database, signal }: QueryOptions) {
  const visible = visibleTables(tables);
  const databases = [...new Set(visible.map(({ table }) => table.database))];
  const wanted = database?.toLowerCase();
  const searchPath = wanted === undefined ? databases : databases.filter((name) => name === wanted);
  return { tables: visible, searchPath, signal };
}

type CheckedQuery = { readonly status: 'success'; readonly reads: readonly VisibleTable[] } | Refusal;

/** Parses and binds the query against empty tables. */
async function checkQuery(options: QueryOptions): Promise<CheckedQuery> {
  const { persona, tables, database: name, sql } = options;
  if (name !== undefined && !tables.some(({ table }) => table.database === name.toLowerCase())) {
    const known = [...new Set(tables.map(({ table }) => table.database))].join(', ');
    return unusable(`--database: there is no database ${name}; write one of ${known}`);
  }
  const database = await createPersonaDatabase(databaseOptions(options));
  try {
    const statement = await checkStatement(database.connection, sql);
    if (statement.status === 'error') return unusable(statement.message);
    const resolved = resolveTables(statement.tables, { persona, tables, database: name });
    if (resolved.status !== 'success') return resolved;
    const problem = await bind(database.connection, sql, { persona, tables, reads: resolved.tables });
    return problem ?? { status: 'success', reads: resolved.tables };
  } finally {
    database.close();
  }
}

async function bind(connection: DuckDBConnection, sql: string, context: QueryContext): Promise<Refusal | undefined> {
  try {
    return (await isQuery(connection, sql)) ? undefined : unusable('only a query is run here');
  } catch (error) {
    const refusal = explainError(error, context);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

type Sources =
  | { readonly status: 'success'; readonly data: readonly TableData[]; readonly notes: readonly string[] }
  | { readonly status: 'error'; readonly lines: readonly string[] };

async function readSources(reads: readonly VisibleTable[], data: LakeData): Promise<Sources> {
  const loaded: TableData[] = [];
  const notes: string[] = [];
  for (const view of reads) {
    const found = await data.files(view.table);
    if (found.status === 'error') return { status: 'error', lines: [found.message] };
    if (found.note !== undefined) notes.push(found.note);
    loaded.push({ view, files: found.files });
  }
  return { status: 'success', data: loaded, notes };
}

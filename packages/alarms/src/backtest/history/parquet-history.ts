import { statSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readLayout } from './columns.ts';
import { type Field, RowError, RowReader } from './row-reader.ts';
import type { HistoryResult, OnRead, SeriesSettings } from './types.ts';

export interface ParquetOptions {
  readonly settings: SeriesSettings;
  readonly signal?: AbortSignal;
  readonly onRead?: OnRead;
}

const fail = (...lines: readonly string[]): HistoryResult => ({ status: 'error', lines });

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

const TIMES = /^(?:TIMESTAMP|DATE$)/;
const INTEGERS = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?)$/;
const NUMBERS = /^(?:FLOAT|DOUBLE|REAL|DECIMAL\(.*\))$/;

/**
 * A column as a number or a text that the row reader takes. Timestamps without a zone are UTC, which is what Parquet's
 * `isAdjustedToUTC` and nearly every writer mean.
 */
function fieldSql(name: string, type: string): string {
  const column = quoteName(name);
  if (TIMES.test(type)) return `CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS VARCHAR)`;
  if (name.trim().toLowerCase() === 'timestamp') return `CAST(${column} AS VARCHAR)`;
  if (INTEGERS.test(type) || NUMBERS.test(type)) return `CAST(${column} AS DOUBLE)`;
  return `CAST(${column} AS VARCHAR)`;
}

async function open(): Promise<{ readonly connection: DuckDBConnection; close(): void }> {
  // A large native module, which only this format needs.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: '',
  });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Reads a Parquet file through DuckDB; the columns are those of a CSV file. */
export async function readParquetHistory(file: string, options: ParquetOptions): Promise<HistoryResult> {
  const { signal } = options;
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return fail(`${file}: cannot be read (${stat === undefined ? 'ENOENT' : 'no file'})`);
  const { connection, close } = await open();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    return await read(connection, file, { ...options, bytes: stat.size });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RowError) return fail(`${file}: ${error.message}`);
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return fail(`${file}: DuckDB cannot read it as Parquet: ${message}`);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    close();
  }
}

interface ReadOptions extends ParquetOptions {
  readonly bytes: number;
}

async function read(
  connection: DuckDBConnection,
  file: string,
  { settings, signal, onRead, bytes }: ReadOptions,
): Promise<HistoryResult> {
  const table = `read_parquet(${quoteText(file)}, hive_partitioning = false)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
  const columns = described.getRowsJson().map(([name, type]) => [String(name), String(type)] as const);
  const layout = readLayout(columns.map(([name]) => name));
  if (!layout.ok) return fail(`${file}: ${layout.message}`);
  if (layout.layout.index.metric === undefined && settings.metric === undefined) {
    return fail(
      `${file}: has no columns namespace and metric: name the alarm whose metric it is with --metric, or map the file in a YAML file`,
    );
  }
  const reader = new RowReader(layout.layout, settings);
  const fields = columns.map(([name, type]) => fieldSql(name, type)).join(', ');
  const result = await connection.stream(`SELECT ${fields} FROM ${table}`);
  for await (const rows of result.yieldRowsJs()) {
    signal?.throwIfAborted();
    for (const row of rows) addRow(reader, row);
    onRead?.({ bytes, rows: reader.rows });
  }
  if (reader.rows === 0) return fail(`${file}: has no rows`);
  return { status: 'success', series: reader.finish(file) };
}

function addRow(reader: RowReader, row: readonly unknown[]): void {
  const fields = row.map((value): Field => (typeof value === 'number' || typeof value === 'string' ? value : null));
  try {
    reader.add(fields);
  } catch (error) {
    if (error instanceof RowError) throw new RowError(`row ${reader.rows + 1}: ${error.message}`);
    throw error;
  }
}

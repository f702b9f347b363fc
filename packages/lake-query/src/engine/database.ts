import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { VisibleTable } from '../persona-tables.ts';
import { createTableSql, loadTableSql, scanSql } from './load.ts';
import { quoteName, quoteText } from './sql.ts';

/** The name that Athena gives to the Data Catalog of the account; in front of a table's name it may stand or not. */
const CATALOGUE = 'awsdatacatalog';

/** Table with the files that it is filled from. */
export interface TableData {
  readonly view: VisibleTable;
  readonly files: readonly string[];
}

export interface DatabaseOptions {
  /** Every table that the persona sees; those that are not filled are there, and empty. */
  readonly tables: readonly VisibleTable[];
  /** Databases in which a name without one is looked up, in this order. */
  readonly searchPath: readonly string[];
  /** @default - nothing is loaded */
  readonly data?: readonly TableData[];
  /** Folder for what does not fit into memory. @default - nothing is written */
  readonly spillDirectory?: string;
  /** Ends the loading early: it then fails. */
  readonly signal?: AbortSignal;
}

/** A database in this process that holds what a persona may see, and nothing else. */
export interface PersonaDatabase {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Makes the database of a persona. DuckDB has no users: whoever can run SQL can read every table of the database, and
 * the files of the machine. So each table is made of the granted columns and rows alone, and before any SQL of the user
 * runs, access to files, network and extensions is switched off and the settings are locked, which DuckDB never undoes.
 *
 * @see https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export async function createPersonaDatabase(options: DatabaseOptions): Promise<PersonaDatabase> {
  const { tables, data = [], spillDirectory = '', searchPath, signal } = options;
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: spillDirectory,
    errors_as_json: 'true',
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await connection.run(`ATTACH ':memory:' AS ${CATALOGUE}; USE ${CATALOGUE}`);
    for (const database of new Set(tables.map(({ table }) => table.database))) {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(database)}`);
    }
    for (const view of tables) await connection.run(createTableSql(view));
    for (const { view, files } of data) {
      signal?.throwIfAborted();
      await loadTable(connection, view, files);
    }
    const path = searchPath.map((database) => `${CATALOGUE}.${quoteName(database)}`).join(',');
    if (path !== '') await connection.run(`SET search_path = ${quoteText(path)}`);
    // Timestamps of the catalogue have no time zone; nothing may depend on the machine's.
    await connection.run("SET TimeZone = 'UTC'; SET enable_external_access = false; SET lock_configuration = true");
    return { connection, close };
  } catch (error) {
    close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

async function loadTable(connection: DuckDBConnection, view: VisibleTable, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  if (view.source.format.type !== 'parquet') {
    await connection.run(loadTableSql(view, files));
    return;
  }
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scanSql(view.source, files)}`);
  const names = new Set(described.getRowsJson().map(([name]) => String(name).toLowerCase()));
  await connection.run(loadTableSql(view, files, names));
}

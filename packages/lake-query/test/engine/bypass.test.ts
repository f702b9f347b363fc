import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPersonaDatabase, type PersonaDatabase } from '../../src/engine/database.ts';
import { ANALYST, ANALYST_SALES, createLake, ITEMS, SHOP_FILES, type TestLake } from '../helpers/lake.ts';
import { query, refusalOf, rowsOf } from '../helpers/query.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await createLake(SHOP_FILES);
});
afterAll(() => lake.dispose());

const analyst = (sql: string) => ({ ...ANALYST, data: lake.data, sql });
/** `$FILE` is a file with hidden rows, `$OUT` one that does not exist. */
const here = (sql: string) =>
  sql.replaceAll('$FILE', join(lake.directory, 'sales/2013.csv')).replaceAll('$OUT', join(lake.directory, 'out'));

/** Statements and functions with which SQL leaves its tables. */
const ATTEMPTS = [
  "SELECT * FROM read_csv('$FILE')",
  "SELECT * FROM read_csv_auto('$FILE')",
  "SELECT * FROM '$FILE'",
  "SELECT * FROM read_text('$FILE')",
  "SELECT * FROM read_blob('$FILE')",
  "SELECT * FROM read_json('$FILE')",
  "SELECT * FROM read_parquet('$FILE')",
  "SELECT * FROM parquet_scan('$FILE')",
  "SELECT * FROM sniff_csv('$FILE')",
  "SELECT * FROM glob('/*')",
  "SELECT (SELECT content FROM read_text('$FILE')) FROM items",
  "WITH f AS (FROM read_csv('$FILE')) SELECT * FROM f",
  "SELECT * FROM query('SELECT * FROM read_csv(''$FILE'')')",
  "SELECT * FROM query_table('staff')",
  "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
  'SELECT * FROM arrow_scan(1, 2, 3)',
  "SELECT * FROM enable_logging(storage='file', storage_path='$OUT')",
  "SELECT * FROM enable_profiling(save_location='$OUT.txt')",
  'SELECT * FROM duckdb_secrets()',
  'SELECT * FROM duckdb_settings()',
  "SELECT * FROM pragma_storage_info('sales')",
  "COPY sales TO '$OUT'",
  "COPY (SELECT * FROM sales) TO '$OUT' (FORMAT parquet)",
  "COPY sales FROM '$FILE'",
  "EXPORT DATABASE '$OUT'",
  "IMPORT DATABASE '$OUT'",
  "ATTACH '$OUT' AS other",
  "ATTACH '$FILE'",
  'DETACH awsdatacatalog',
  'INSTALL httpfs',
  'LOAD httpfs',
  "LOAD '$FILE'",
  'SET enable_external_access = true',
  'SET lock_configuration = false',
  'RESET enable_external_access',
  'SET search_path = main',
  'PRAGMA database_list',
  "PRAGMA table_info('sales')",
  'PRAGMA enable_profiling',
  'CALL pragma_version()',
  'USE main',
  'CREATE TABLE t AS SELECT 1',
  "CREATE VIEW v AS SELECT * FROM read_csv('$FILE')",
  'CREATE MACRO m() AS 1',
  'CREATE SECRET (TYPE s3)',
  'INSERT INTO items VALUES (3, NULL)',
  'UPDATE items SET item_id = 1',
  'DELETE FROM items',
  'DROP TABLE items',
  'ALTER TABLE items ADD COLUMN a INT',
  'TRUNCATE items',
  'BEGIN',
  'CHECKPOINT',
  'VACUUM',
  'EXPLAIN SELECT 1',
  'EXPLAIN ANALYZE SELECT 1',
  'PREPARE p AS SELECT 1',
  'EXECUTE p',
  "SELECT 1; COPY sales TO '$OUT'",
];

describe('a way out of the tables is refused', () => {
  it.each(ATTEMPTS)('%s', async (sql) => {
    expect(await refusalOf(analyst(here(sql)))).toMatch(/^error: /);
  });

  it('and nothing has been written', async () => {
    const files = await readdir(lake.directory);
    expect(files.sort()).toEqual(['items', 'sales', 'staff']);
    expect(await readFile(join(lake.directory, 'sales/2013.csv'), 'utf8')).toBe(SHOP_FILES['sales/2013.csv']);
  });
});

describe('the names of what is hidden', () => {
  it.each(['SHOW TABLES', 'SHOW ALL TABLES', 'SELECT table_name AS name FROM information_schema.tables'])(
    'are not shown: %s',
    async (sql) => {
      const rows = await rowsOf(analyst(sql));
      expect(rows.map(({ name }) => name).sort()).toEqual(['items', 'sales']);
    },
  );

  it('hidden columns are not among the columns', async () => {
    const rows = await rowsOf(
      analyst(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'sales' ORDER BY ordinal_position",
      ),
    );
    expect(rows.map(({ column_name: name }) => name)).toEqual(['date', 'shop_id', 'item_id']);
  });

  it.each(['FROM duckdb_tables', 'FROM pg_catalog.pg_class', 'FROM sqlite_master', 'FROM duckdb_views'])(
    "the database's own catalogue is no table of the lake: %s",
    async (sql) => {
      expect(await refusalOf(analyst(sql))).toMatch(/^error: there is no table/);
    },
  );
});

/** What stops an attempt should a check before it be passed: the database itself. */
describe("the persona's database, asked without any check of the SQL", () => {
  let database: PersonaDatabase;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    const files = [join(lake.directory, 'sales/2013.csv'), join(lake.directory, 'sales/2014.csv')];
    database = await createPersonaDatabase({
      tables: [ANALYST_SALES, ITEMS],
      searchPath: ['sales'],
      data: [{ view: ANALYST_SALES, files }],
    });
    ({ connection } = database);
  });
  afterAll(() => database.close());

  it.each([
    "SELECT * FROM read_csv('$FILE')",
    "SELECT * FROM '$FILE'",
    "SELECT * FROM read_text('$FILE')",
    "SELECT * FROM sniff_csv('$FILE')",
    "SELECT * FROM glob('/*')",
    "COPY sales TO '$OUT'",
    "EXPORT DATABASE '$OUT'",
    "ATTACH '$OUT' AS other",
    'INSTALL httpfs',
    'LOAD httpfs',
    "SELECT * FROM read_csv('https://example.com/a.csv')",
    'SET enable_external_access = true',
    'SET lock_configuration = false',
    "SET allowed_directories = ['/']",
    "SET temp_directory = '$OUT'",
  ])('refuses %s', async (sql) => {
    await expect(connection.run(here(sql))).rejects.toThrow(/Permission|Cannot change|does not exist|Invalid|Missing/);
    expect(existsSync(here('$OUT'))).toBe(false);
  });

  it('holds no row, no column and no table that is hidden', async () => {
    const tables = await connection.runAndReadAll('SELECT table_name, column_count FROM duckdb_tables() ORDER BY 1');
    const rows = await connection.runAndReadAll('SELECT DISTINCT shop_id FROM sales');
    expect(tables.getRowsJson()).toEqual([
      ['items', '2'],
      ['sales', '3'],
    ]);
    expect(rows.getRowsJson()).toEqual([[5]]);
  });

  it('keeps no statistics of hidden rows', async () => {
    const read = await connection.runAndReadAll(
      "SELECT stats FROM pragma_storage_info('sales') WHERE column_name = 'shop_id'",
    );
    expect(JSON.stringify(read.getRowsJson())).not.toMatch(/Max: [67]/);
  });
});

describe('table functions that only compute', () => {
  it.each(['range(3)', 'generate_series(1, 3)', 'unnest([1, 2, 3])', "json_each('[1, 2, 3]')", 'repeat(1, 3)'])(
    'are there: %s',
    async (call) => {
      const outcome = await query(analyst(`SELECT * FROM ${call}`));
      expect(outcome).toMatchObject({ status: 'success', value: { length: 3 } });
    },
  );
});

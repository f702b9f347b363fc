import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, it } from 'vitest';
import type { TableFormat } from '../../src/catalogue/types.ts';
import { createLake, type TestLake } from '../helpers/lake.ts';
import { refusalOf, rowsOf } from '../helpers/query.ts';
import { type ViewProps, view } from '../helpers/tables.ts';

let lake: TestLake;
afterEach(() => lake.dispose());

const LAZY: TableFormat = { type: 'csv', delimiter: ',', quote: '', escape: '', headerLines: 0, nullText: '\\N' };

async function rowsOfTable(files: Record<string, string>, props: Omit<ViewProps, 'name'>, sql = 'SELECT * FROM t') {
  lake = await createLake(files);
  return rowsOf({ persona: 'p', tables: [view({ name: 't', ...props })], data: lake.data, sql });
}

/** Writes a Parquet file with the rows of a query. */
async function writeParquet(path: string, query: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

describe('text files', () => {
  it('are read by position, whatever the header says', async () => {
    const rows = await rowsOfTable({ 't/a.csv': 'x,y\n1,one\n' }, { types: { id: 'int', name: 'string' } });
    expect(rows).toEqual([{ id: 1, name: 'one' }]);
  });

  it('keep an empty text apart from NULL, and take an empty number for NULL', async () => {
    const rows = await rowsOfTable(
      { 't/a.csv': '1,\n,\\N\n' },
      { types: { id: 'int', name: 'string' }, format: LAZY },
      'SELECT id, name, name IS NULL AS missing FROM t',
    );
    expect(rows).toEqual([
      { id: 1, name: '', missing: false },
      { id: null, name: null, missing: true },
    ]);
  });

  it('know no quotes where the serializer knows none', async () => {
    const rows = await rowsOfTable({ 't/a.csv': '"a" b,1\n' }, { types: { name: 'string', id: 'int' }, format: LAZY });
    expect(rows).toEqual([{ name: '"a" b', id: 1 }]);
  });

  it('may hold doubled quotation marks and delimiters in quotes', async () => {
    const rows = await rowsOfTable({ 't/a.csv': 'name\n"say ""hi"", twice"\n' }, { types: { name: 'string' } });
    expect(rows).toEqual([{ name: 'say "hi", twice' }]);
  });

  it('are refused when they escape with backslashes, instead of being misread', async () => {
    lake = await createLake({ 't/a.csv': 'name\n"say \\"hi\\", twice"\n' });
    const options = { persona: 'p', tables: [view({ name: 't', types: { name: 'string' } })], data: lake.data };
    expect(await refusalOf({ ...options, sql: 'SELECT * FROM t' })).toContain('error: CSV Error on Line: 2');
  });

  it('are read though their path looks like a pattern', async () => {
    const rows = await rowsOfTable({ 't/[a]*.csv': 'id\n1\n' }, { types: { id: 'int' } });
    expect(rows).toEqual([{ id: 1 }]);
  });

  it('take the values of partitions from their folders', async () => {
    const rows = await rowsOfTable(
      { 't/day=2026-01-01/a.csv': 'id\n1\n', 't/day=2026-01-02/a.csv': 'id\n2\n' },
      { types: { id: 'int', day: 'date' }, partition: ['day'] },
      "SELECT * FROM t WHERE day > DATE '2026-01-01'",
    );
    expect(rows).toEqual([{ id: 2, day: '2026-01-02' }]);
  });
});

describe('JSON files', () => {
  it('are read line by line, a missing field being NULL', async () => {
    const rows = await rowsOfTable(
      { 't/a.json': '{"id":1,"tags":["x"],"more":true}\n{"id":2}\n' },
      { types: { id: 'int', tags: 'array<string>' }, format: { type: 'json' } },
    );
    expect(rows).toEqual([
      { id: 1, tags: ['x'] },
      { id: 2, tags: null },
    ]);
  });
});

describe('Parquet files', () => {
  const PARQUET = { format: { type: 'parquet' } } as const;

  async function rowsOfParquet(files: Record<string, string>, props: Omit<ViewProps, 'name' | 'format'>, sql: string) {
    lake = await createLake({});
    for (const [path, query] of Object.entries(files)) await writeParquet(join(lake.directory, path), query);
    return rowsOf({ persona: 'p', tables: [view({ name: 't', ...props, ...PARQUET })], data: lake.data, sql });
  }

  it('are read by the names of the columns, one that is missing being NULL', async () => {
    const rows = await rowsOfParquet(
      { 't/a.parquet': "SELECT 'x' AS name, 1 AS id", 't/b.parquet': 'SELECT 2 AS id' },
      { types: { id: 'bigint', name: 'string', later: 'double' } },
      'SELECT * FROM t ORDER BY id',
    );
    expect(rows).toEqual([
      { id: '1', name: 'x', later: null },
      { id: '2', name: null, later: null },
    ]);
  });

  it('show a persona its columns of the rows that the filter leaves, with the partition', async () => {
    const rows = await rowsOfParquet(
      {
        't/date=2026-01-01/a.parquet': "SELECT 'SUCCEEDED' AS status, 'secret' AS input",
        't/date=2026-01-02/a.parquet': "SELECT 'FAILED' AS status, 'secret' AS input",
      },
      {
        types: { status: 'string', input: 'string', date: 'date' },
        partition: ['date'],
        hidden: ['input'],
        rowFilter: "status = 'FAILED'",
      },
      'SELECT * FROM t',
    );
    expect(rows).toEqual([{ status: 'FAILED', date: '2026-01-02' }]);
  });
});

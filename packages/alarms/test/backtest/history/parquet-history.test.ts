import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { readCsvHistory } from '../../../src/backtest/history/csv-history.ts';
import { readParquetHistory } from '../../../src/backtest/history/parquet-history.ts';
import { LATENCY, START, temporaryFile, temporaryFolder } from '../support.ts';

const settings = { metric: LATENCY };

/** Writes the rows of a query as Parquet. */
async function parquet(sql: string): Promise<string> {
  const file = join(temporaryFolder(), 'history.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return file;
}

async function readValues(sql: string) {
  const result = await readParquetHistory(await parquet(sql), { settings });
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  const [series] = result.series;
  const length = series?.columns.length ?? 0;
  return {
    timestamps: Array.from(series?.columns.timestamps ?? []).slice(0, length),
    values: Array.from(series?.columns.values ?? []).slice(0, length),
  };
}

describe('a history in Parquet', () => {
  it.each([
    ['a timestamp', `TIMESTAMP '2026-01-05 00:00:00'`],
    ['a timestamp with a time zone', `TIMESTAMPTZ '2026-01-05 01:00:00+01'`],
    ['milliseconds', `${START}`],
    ['seconds', `${START / 1000}`],
    ['text', `'2026-01-05T00:00:00Z'`],
    ['nanoseconds', `TIMESTAMP_NS '2026-01-05 00:00:00'`],
  ])('may have its time as %s', async (_, time) => {
    const { timestamps, values } = await readValues(`SELECT ${time} AS "timestamp", 1.5 AS "value"`);

    expect(timestamps).toEqual([START]);
    expect(values).toEqual([1.5]);
  });

  it('reads as its rows in CSV do', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [START + ((index * 7919) % 5000) * 1000, index / 4]);
    const csv = temporaryFile('history.csv', `timestamp,value\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    const file = await parquet(
      `SELECT * FROM (VALUES ${rows.map((row) => `(${row.join(',')})`).join(',')}) AS t("timestamp", "value")`,
    );

    const fromParquet = await readParquetHistory(file, { settings });
    const fromCsv = await readCsvHistory(csv, { settings });

    const columnsOf = (result: typeof fromCsv) => (result.status === 'success' ? result.series[0]?.columns : undefined);
    expect(columnsOf(fromParquet)).toEqual(columnsOf(fromCsv));
  });

  it.each([
    [`SELECT ${START} AS "timestamp", 1 AS "valeu"`, 'there is no column "valeu": did you mean value?'],
    [`SELECT * FROM (VALUES (${START}, 1), (${START}, NULL)) AS t("timestamp", "value")`, 'row 2: value is empty'],
    [`SELECT ${START} AS "timestamp", 'NaN'::DOUBLE AS "value"`, 'row 1: value is NaN'],
    [`SELECT 'noon' AS "timestamp", 1 AS "value"`, 'row 1: timestamp "noon" is no time'],
    [`SELECT ${START} AS "timestamp", 1 AS "value" LIMIT 0`, 'has no rows'],
  ])('is refused with its row: %s', async (sql, message) => {
    const result = await readParquetHistory(await parquet(sql), { settings });

    expect(result).toMatchObject({ status: 'error', lines: [expect.stringContaining(message)] });
  });

  it('that is none is told in one line', async () => {
    const file = temporaryFile('history.parquet', 'timestamp,value\n1,2\n');

    const result = await readParquetHistory(file, { settings });

    expect(result).toMatchObject({
      status: 'error',
      lines: [expect.stringMatching(/^\S+history\.parquet: DuckDB cannot read it as Parquet: .+$/)],
    });
  });

  it('that is not there is told as such', async () => {
    const result = await readParquetHistory('no-such.parquet', { settings });

    expect(result).toEqual({ status: 'error', lines: ['no-such.parquet: cannot be read (ENOENT)'] });
  });
});

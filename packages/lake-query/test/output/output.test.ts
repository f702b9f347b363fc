import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCsv } from '../../src/output/csv.ts';
import { writeJson } from '../../src/output/json.ts';
import { exactNumber, resultRows } from '../../src/output/rows.ts';
import { formatTable } from '../../src/output/table.ts';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(() => instance.closeSync());

async function rowsFor(sql: string, limit?: number) {
  const connection = await instance.connect();
  return resultRows(await connection.stream(sql), limit);
}

async function written(write: typeof writeJson, sql: string): Promise<string> {
  let output = '';
  await write(await rowsFor(sql), (text) => {
    output += text;
  });
  return output;
}

async function tableOf(sql: string): Promise<readonly string[]> {
  return (await formatTable(await rowsFor(sql), (_, text) => text)).lines;
}

describe('a result as JSON', () => {
  it('has an object for each row', async () => {
    const output = await written(writeJson, "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL ORDER BY a");
    expect(output).toBe('[\n  {"a":1,"b":"x"},\n  {"a":2,"b":null}\n]\n');
  });

  it('is an empty array without rows', async () => {
    expect(await written(writeJson, 'SELECT 1 AS a WHERE false')).toBe('[]\n');
  });

  it('has numbers where nothing of them is lost, and texts where something would be', async () => {
    const output = await written(writeJson, 'SELECT 3::BIGINT AS a, 1.50::DECIMAL(10,2) AS b, 9007199254740993 AS c');
    expect(JSON.parse(output)).toEqual([{ a: 3, b: 1.5, c: '9007199254740993' }]);
  });

  it('keeps a text that looks like a number', async () => {
    expect(JSON.parse(await written(writeJson, "SELECT '007' AS a"))).toEqual([{ a: '007' }]);
  });

  it('gives columns of the same name different ones', async () => {
    expect(Object.keys(JSON.parse(await written(writeJson, 'SELECT 1 AS a, 2 AS a'))[0])).toHaveLength(2);
  });
});

describe('a result as CSV', () => {
  it('quotes what needs it, and keeps NULL apart from an empty text', async () => {
    const sql = `SELECT 'a,b' AS "x,y", 'say "hi"' AS q, '' AS e, NULL AS n, E'1\\n2' AS l`;
    expect(await written(writeCsv, sql)).toBe('"x,y",q,e,n,l\n"a,b","say ""hi""","",,"1\n2"\n');
  });
});

describe('a result as a table', () => {
  it('aligns numbers to the right and texts to the left', async () => {
    expect(await tableOf("SELECT * FROM (VALUES ('a', 1), ('bcd', 100)) t(name, n)")).toEqual([
      'name    n',
      '────  ───',
      'a       1',
      'bcd   100',
    ]);
  });

  it('counts characters of East Asia as two columns', async () => {
    expect(await tableOf("SELECT * FROM (VALUES ('本', 1), ('abcd', 2)) t(n, v)")).toEqual([
      'n     v',
      '────  ─',
      '本    1',
      'abcd  2',
    ]);
  });

  it('cuts what is too wide', async () => {
    const [, , row] = await tableOf("SELECT repeat('x', 100) AS a");
    expect(row).toBe(`${'x'.repeat(47)}…`);
  });

  it('lets nothing in the data steer the terminal', async () => {
    const lines = await tableOf('SELECT chr(27) || \'[31mred\' || chr(10) || chr(8238) AS "a\u001b[0m"');
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines.at(-1)).toBe('\\u{1b}[31mred⏎\\u{202e}');
  });

  it('writes NULL for what is missing', async () => {
    expect((await tableOf('SELECT NULL AS a')).at(-1)).toBe('NULL');
  });
});

describe('the rows of a result', () => {
  it('stop at the limit, and say that there are more', async () => {
    const rows = await rowsFor('SELECT * FROM range(10000)', 3);
    const seen: unknown[] = [];
    for await (const row of rows.rows()) seen.push(row);
    expect([seen.length, rows.cut()]).toEqual([3, true]);
  });

  it('do not say so when the limit is what there is', async () => {
    const rows = await rowsFor('SELECT * FROM range(3)', 3);
    for await (const _ of rows.rows());
    expect(rows.cut()).toBe(false);
  });

  it.each([
    ['1', 1],
    ['-1.50', -1.5],
    ['0.00', 0],
    ['100', 100],
    ['9007199254740993', '9007199254740993'],
    ['1234567890123456.78', '1234567890123456.78'],
    ['NaN', 'NaN'],
  ])('%s is %s as a number', (text, number) => {
    expect(exactNumber(text)).toBe(number);
  });
});

import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runQuery } from '../../src/query/run-query.ts';
import { ANALYST, ANALYST_SALES, createLake, LEADER, SHOP_FILES, type TestLake } from '../helpers/lake.ts';
import { type query, refusalOf, rowsOf } from '../helpers/query.ts';
import { view } from '../helpers/tables.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await createLake(SHOP_FILES);
});
afterAll(() => lake.dispose());

describe('a persona with every row and column', () => {
  it('sees the rows of every file', async () => {
    const rows = await rowsOf({ ...LEADER, data: lake.data, sql: 'SELECT sum(item_price) AS total FROM sales.sales' });
    expect(rows).toEqual([{ total: '163.49' }]);
  });

  it('joins tables, with and without the name of the database', async () => {
    const sql = `SELECT item_name, count(*) AS sold FROM sales JOIN awsdatacatalog.sales.items USING (item_id)
                 GROUP BY item_name ORDER BY item_name`;
    expect(await rowsOf({ ...LEADER, data: lake.data, sql })).toEqual([
      { item_name: 'Tea, green', sold: '3' },
      { item_name: '新しい本', sold: '2' },
    ]);
  });
});

describe('a persona with a data-cells filter', () => {
  const analyst = () => ({ ...ANALYST, data: lake.data });

  it('sees only the rows that the filter leaves', async () => {
    expect(await rowsOf({ ...analyst(), sql: 'SELECT DISTINCT shop_id FROM sales.sales' })).toEqual([{ shop_id: 5 }]);
  });

  it('gets no other row by asking for it', async () => {
    expect(await rowsOf({ ...analyst(), sql: 'SELECT * FROM sales.sales WHERE shop_id <> 5 OR true' })).toHaveLength(3);
  });

  it('sees only the granted columns in SELECT *', async () => {
    const [row] = await rowsOf({ ...analyst(), sql: 'SELECT * FROM sales.sales ORDER BY date' });
    expect(row).toEqual({ date: '2013-01-01', shop_id: 5, item_id: 1 });
  });

  it('can be filtered by a column that it does not see', async () => {
    const types = { shop_id: 'int', item_id: 'int' };
    const files = { 'sales/a.csv': 'x,y\n5,1\n6,2\n' };
    const other = await createLake(files);
    const sales = view({ name: 'sales', types, hidden: ['shop_id'], rowFilter: 'shop_id = 6' });
    const rows = await rowsOf({ persona: 'p', tables: [sales], data: other.data, sql: 'SELECT * FROM sales' });
    expect(rows).toEqual([{ item_id: 2 }]);
    await other.dispose();
  });

  it.each([
    'SELECT item_price FROM sales.sales',
    'SELECT s.ITEM_PRICE FROM sales.sales s',
    'SELECT shop_id FROM sales WHERE item_price > 5',
    'SELECT shop_id FROM sales ORDER BY item_price',
    'SELECT * EXCLUDE (item_price) FROM sales',
    'SELECT max(t."item_price") FROM (SELECT * FROM sales) t',
    'WITH t AS (SELECT item_price FROM sales) SELECT * FROM t',
    'SELECT sales.item_price FROM sales JOIN items USING (item_id)',
  ])('is told of a hidden column, and what it may see: %s', async (sql) => {
    expect(await refusalOf({ ...analyst(), sql })).toBe(
      [
        'denied: data-analyst may not see the column item_price of sales.sales',
        'because: IAM: allowed; Lake Formation: grant on sales',
        'data-analyst sees of sales.sales: date, shop_id, item_id (not item_price), rows where shop_id = 5',
      ].join('\n'),
    );
  });

  it.each([
    'SELECT * FROM sales.staff',
    'SELECT * FROM staff',
    'SELECT 1 FROM items WHERE EXISTS (FROM awsdatacatalog.sales.staff)',
    'DESCRIBE sales.staff',
    'SUMMARIZE staff',
  ])('is told of a hidden table, and what it may query: %s', async (sql) => {
    expect(await refusalOf({ ...analyst(), sql })).toBe(
      [
        'denied: data-analyst may not query sales.staff',
        'because: IAM: allowed; Lake Formation: no grant on sales.staff',
        'data-analyst may query:',
        '  sales.sales: date, shop_id, item_id (not item_price), rows where shop_id = 5',
        '  sales.items: item_id, item_name',
      ].join('\n'),
    );
  });
});

describe('a common table expression', () => {
  const analyst = () => ({ ...ANALYST, data: lake.data });

  it('may have the name of a table', async () => {
    const sql = 'WITH sales AS (SELECT 1 AS a) SELECT * FROM sales';
    expect(await rowsOf({ ...analyst(), sql })).toEqual([{ a: 1 }]);
  });

  it('may be made of the table that it is named after', async () => {
    const sql = 'WITH sales AS (SELECT shop_id FROM sales.sales) SELECT count(*) AS n FROM sales';
    expect(await rowsOf({ ...analyst(), sql })).toEqual([{ n: '3' }]);
  });

  it('may have the name of a hidden table', async () => {
    expect(await rowsOf({ ...analyst(), sql: 'WITH staff AS (SELECT 1 AS a) FROM staff' })).toEqual([{ a: 1 }]);
  });

  it('does not open the hidden table outside its own query', async () => {
    const sql = 'SELECT * FROM (WITH staff AS (SELECT 1 AS a) FROM staff), staff AS other';
    expect(await refusalOf({ ...analyst(), sql })).toContain('error: Table with name staff does not exist!');
  });
});

describe('a query that is wrong', () => {
  const leader = () => ({ ...LEADER, data: lake.data });

  it.each([
    ['SELEC 1', 'syntax error at or near "SELEC" in the SQL'],
    ['', 'the SQL is empty: write a query'],
    ['-- nothing', 'the SQL is empty: write a query'],
    ['SELECT 1; SELECT 2', 'the SQL has 2 statements: write one'],
    ['SELECT * FROM nothing', 'there is no table nothing\nproject-leader may query:\n  sales.sales: date'],
    ['SELECT * FROM other.sales', 'there is no table other.sales'],
    ['SELECT * FROM hive.sales.sales', 'there is no table hive.sales.sales'],
    ['SELECT nothing FROM sales', 'Referenced column "nothing" not found'],
    ['SELECT no_function(1)', 'Scalar Function with name no_function does not exist!'],
    ["SELECT CAST('x' AS INTEGER)", 'Could not convert string'],
  ])('is refused: %s', async (sql, message) => {
    expect(await refusalOf({ ...leader(), sql })).toContain(`error: ${message}`);
  });

  it('is told about the dialect where that may be the cause', async () => {
    expect(await refusalOf({ ...leader(), sql: 'SELECT approx_distinct(date) FROM sales' })).toContain(
      'the SQL is run by DuckDB; its functions and types are not in every case those of Athena',
    );
  });
});

describe('tables of several databases', () => {
  const tables = [ANALYST_SALES, { ...view({ name: 'sales', database: 'other', types: { a: 'int' } }) }];
  const options = () => ({ persona: 'p', tables, data: lake.data });

  it('are never guessed between', async () => {
    expect(await refusalOf({ ...options(), sql: 'SELECT 1 FROM sales' })).toBe(
      'error: sales stands for several tables: write sales.sales or other.sales, or choose with --database',
    );
  });

  it('are told apart by --database', async () => {
    const rows = await rowsOf({ ...options(), database: 'Sales', sql: 'SELECT count(*) AS n FROM sales' });
    expect(rows).toEqual([{ n: '3' }]);
  });

  it('must be those of the templates', async () => {
    expect(await refusalOf({ ...options(), database: 'nothing', sql: 'SELECT 1' })).toBe(
      'error: --database: there is no database nothing; write one of sales, other',
    );
  });
});

describe('a table that cannot be shown', () => {
  const { table } = ANALYST_SALES;
  const options = (tables: Parameters<typeof query>[0]['tables']) => ({ persona: 'p', tables, data: lake.data });
  const sql = 'SELECT * FROM sales.sales';

  it('is an error when nobody can tell whether the persona may query it', async () => {
    const undecided = { status: 'hidden', table, decision: 'unknown', reason: 'it depends on aws:SourceIp' } as const;
    expect(await refusalOf({ ...options([undecided]), sql })).toBe(
      'error: whether p may query sales.sales cannot be decided from the templates\nbecause: it depends on aws:SourceIp',
    );
  });

  it('is an error when its files or its filter are not understood', async () => {
    const unusable = { status: 'unusable', table, reason: 'its location is "hdfs://x"' } as const;
    expect(await refusalOf({ ...options([unusable]), sql })).toBe(
      'error: sales.sales cannot be queried here: its location is "hdfs://x"',
    );
  });

  it('is an error when it has no folder among the data', async () => {
    const missing = view({ name: 'missing', types: { a: 'int' } });
    expect(await refusalOf({ ...options([missing]), sql: 'SELECT * FROM missing' })).toMatch(
      /^error: sales\.missing has no data: .*\/missing is not a folder; put the table's files \(csv\) there$/,
    );
  });

  it('is an error when a value does not fit its column', async () => {
    const sales = view({ name: 'sales', types: { date: 'int' } });
    expect(await refusalOf({ ...options([sales]), sql: 'SELECT * FROM sales' })).toContain(
      'error: CSV Error on Line: 2',
    );
  });
});

describe('the run of a query', () => {
  it('names the tables that it reads and leaves the others unread', async () => {
    const outcome = await runQuery(
      { ...LEADER, data: lake.data, sql: 'SELECT * FROM sales.items' },
      async ({ reads }) => reads.map(({ table }) => table.name),
    );
    expect(outcome).toEqual({ status: 'success', value: ['items'] });
  });

  it('ends when the user asks to stop', async () => {
    const stop = new AbortController();
    const sql = 'SELECT count(*) FROM range(100000) a, range(1000000) b WHERE a.range * b.range % 7 = 3';
    const running = refusalOf({
      ...LEADER,
      data: lake.data,
      sql,
      signal: stop.signal,
      onStep: (step) => {
        if (step === 'querying') setTimeout(() => stop.abort(), 100);
      },
    });
    expect(await running).toBe('error: interrupted');
  });

  it('leaves no files behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('inferwatch-lake-'));
    await rowsOf({ ...LEADER, data: lake.data, sql: 'SELECT * FROM sales.items' });
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('inferwatch-lake-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});

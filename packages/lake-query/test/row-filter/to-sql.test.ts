import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowFilterToSql } from '../../src/row-filter/to-sql.ts';
import { columns } from '../helpers/tables.ts';

const COLUMNS = columns(
  {
    shop_id: 'int',
    shop_name: 'string',
    price: 'decimal(10,2)',
    open: 'boolean',
    date: 'date',
    opened: 'timestamp',
    tags: 'array<string>',
    owner: 'struct<name:string,since:int>',
    day: 'string',
  },
  ['day'],
);

function sqlOf(expression: string): string {
  const result = rowFilterToSql(expression, COLUMNS);
  return result.status === 'success' ? result.sql : result.message;
}

describe('a row filter as SQL', () => {
  it.each([
    ['shop_id = 5', '"shop_id" = 5'],
    ['SHOP_ID IN (5, 7)', '"shop_id" IN (5, 7)'],
    ["shop_name = 'it''s'", "\"shop_name\" = 'it''s'"],
    ["day = '2026-01-01'", '"day" = \'2026-01-01\''],
    ['price BETWEEN 1.5 AND 2', '"price" BETWEEN 1.5 AND 2'],
    ["shop_name NOT LIKE '新%'", '"shop_name" NOT LIKE \'新%\''],
    ['shop_name IS NOT NULL', '"shop_name" IS NOT NULL'],
    ['NOT (open = TRUE OR shop_id > 3)', 'NOT (("open" = TRUE) OR ("shop_id" > 3))'],
    ["owner.name = 'Ann'", "struct_extract(\"owner\", 'name') = 'Ann'"],
  ])('%s', (expression, sql) => {
    expect(sqlOf(expression)).toBe(sql);
  });
});

describe('a row filter that does not fit the table is refused', () => {
  it.each([
    ['shop = 5', 'the table has no column shop; write one of shop_id, shop_name'],
    ["shop_id = '5'", 'shop_id is compared with a text; write a number'],
    ['shop_name = 5', "shop_name is compared with a number; write a text in single quotes ('…')"],
    ['open = 1', 'open is compared with a number; write TRUE or FALSE'],
    ["shop_id IN (1, 'x')", 'shop_id is compared with a text'],
    ["shop_id LIKE '5%'", 'shop_id is no text, so LIKE cannot match it'],
    ["date > '2026-01-01'", 'date is of type date, which no row filter supports'],
    ['opened IS NULL', 'opened is of type timestamp, which no row filter supports'],
    ["tags = 'x'", 'tags is of type array, which no row filter supports'],
    ['owner = 1', 'owner is of type struct'],
    ['owner.age = 1', 'owner has no field age'],
    ['shop_id.x = 1', 'shop_id has no field x'],
    ['day IS NULL', 'day is a partition column, on which IS NULL is not supported'],
  ])('%s', (expression, message) => {
    expect(sqlOf(expression)).toContain(message);
  });
});

describe('what a filter means', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => instance.closeSync());

  /** Values for which the filter holds. */
  async function matches(sql: string, values: readonly string[]): Promise<string[]> {
    const connection = await instance.connect();
    try {
      const list = values.map((_, index) => `($${index + 1}::VARCHAR)`).join(', ');
      const read = await connection.runAndReadAll(
        `SELECT "shop_name" FROM (VALUES ${list}) t("shop_name") WHERE ${sql}`,
        [...values],
      );
      return read.getRowsJson().map(([value]) => String(value));
    } finally {
      connection.closeSync();
    }
  }

  it('no text can leave its quotation marks', async () => {
    // DuckDB's texts end at a zero byte in no case, but a template cannot hold one either.
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !value.includes('\0'));
    const attack = fc.constantFrom("' OR 1=1 --", "'; DROP TABLE t; --", "\\' OR ''='", "x' OR 'a'='a");
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, attack), async (value) => {
        const sql = sqlOf(`shop_name = '${value.replaceAll("'", "''")}'`);
        expect(await matches(sql, [value, `${value}x`, 'other'])).toEqual(
          [value, `${value}x`, 'other'].filter((candidate) => candidate === value),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('LIKE and comparisons tell upper from lower case', async () => {
    const sql = sqlOf("shop_name LIKE 'A%' OR shop_name = 'B'");
    expect(await matches(sql, ['Ab', 'ab', 'B', 'b'])).toEqual(['Ab', 'B']);
  });
});

describe('the parts of a composite filter', () => {
  type Row = { readonly a: number | null; readonly b: number | null };
  type Case = { readonly text: string; holds(row: Row): boolean | undefined };

  const compare: Readonly<Record<string, (left: number, right: number) => boolean>> = {
    '=': (left, right) => left === right,
    '<>': (left, right) => left !== right,
    '<': (left, right) => left < right,
    '<=': (left, right) => left <= right,
    '>': (left, right) => left > right,
    '>=': (left, right) => left >= right,
  };
  const simple: fc.Arbitrary<Case> = fc
    .record({
      column: fc.constantFrom('a' as const, 'b' as const),
      operator: fc.constantFrom(...Object.keys(compare)),
      value: fc.integer({ min: -2, max: 2 }),
    })
    .map(({ column, operator, value }) => ({
      text: `${column} ${operator} ${value}`,
      holds: (row) => (row[column] === null ? undefined : compare[operator]!(row[column], value)),
    }));
  const all = (parts: readonly (boolean | undefined)[]) =>
    parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  const negate = (part: boolean | undefined) => (part === undefined ? undefined : !part);
  const { condition } = fc.letrec<{ condition: Case }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      simple,
      tie('condition').map((one) => ({ text: `NOT (${one.text})`, holds: (row: Row) => negate(one.holds(row)) })),
      fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => ({
        text: `(${one.text}) AND (${other.text})`,
        holds: (row: Row) => all([one.holds(row), other.holds(row)]),
      })),
      fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => ({
        text: `(${one.text}) OR (${other.text})`,
        holds: (row: Row) => negate(all([negate(one.holds(row)), negate(other.holds(row))])),
      })),
    ),
  }));

  it('leave exactly the rows for which they hold, NULL being neither true nor false', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const values = [null, -1, 0, 1];
    const rows = values.flatMap((a) => values.map((b): Row => ({ a, b })));
    const table = columns({ a: 'int', b: 'int' });
    const list = rows.map(({ a, b }) => `(${a}, ${b})`).join(', ');
    await fc.assert(
      fc.asyncProperty(condition, async ({ text, holds }) => {
        const translated = rowFilterToSql(text, table);
        const sql = translated.status === 'success' ? translated.sql : translated.message;
        const read = await connection.runAndReadAll(`SELECT a, b FROM (VALUES ${list}) t(a, b) WHERE ${sql}`);
        expect(read.getRowObjectsJson()).toEqual(rows.filter((row) => holds(row) === true));
      }),
      { numRuns: 200 },
    );
    instance.closeSync();
  });
});

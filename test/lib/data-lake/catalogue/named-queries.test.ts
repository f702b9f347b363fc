import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMED_QUERIES, runsWithout } from '../../../../lib/data-lake/catalogue/named-queries.ts';
import { INFERENCE_DATABASE, LAKE_TABLES, SALES_DATABASE } from '../../../../lib/data-lake/catalogue/tables.ts';
import { CATEGORIES, SHOPS, type WrittenSample, writeSample } from '../../../../sample/lake/index.ts';
import { type LocalLake, openLake } from '../../../../sample/lake/test/duckdb.ts';

/**
 * The queries are Athena's (Trino). DuckDB runs the same text: what it shows is that tables, columns, joins and sums are
 * right. That Athena reads `FILTER`, `date_trunc` and `INTERVAL` alike is from its documentation, not from here.
 */
const query = (id: string) => NAMED_QUERIES.find((each) => each.id === id)!;
const ALL_TABLES = Object.values(LAKE_TABLES).flat();

let directory: string;
let sample: WrittenSample;
let lake: LocalLake;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'inferwatch-sample-'));
  sample = writeSample(directory);
  lake = await openLake(directory);
});
afterAll(() => {
  lake[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});

describe('revenue by category and month', () => {
  test("equals the generator's own totals, to the hundredth", async () => {
    const rows = await lake.rows(query('RevenueByCategoryAndMonth').sql);

    const found = rows.map(({ month, item_category_name, revenue, pieces }) =>
      [String(month).slice(0, 10), item_category_name, revenue, Number(pieces)].join('|'),
    );
    const expected = sample.totals.byCategoryAndMonth.map(({ month, categoryId, revenueCents, pieces }) =>
      [month, CATEGORIES[categoryId]?.name, (revenueCents / 100).toFixed(2), pieces].join('|'),
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  test('goes by month, the most first', async () => {
    const rows = await lake.rows(query('RevenueByCategoryAndMonth').sql);

    const january = rows
      .filter(({ month }) => String(month).startsWith('2013-01'))
      .map(({ revenue }) => Number(revenue));
    expect(String(rows[0]?.month)).toMatch(/^2013-01-01/);
    expect(january).toEqual(january.toSorted((a, b) => b - a));
  });
});

describe('busiest shops', () => {
  test("are the ten with the most pieces by the generator's totals", async () => {
    const rows = await lake.rows(query('BusiestShops').sql);

    const expected = sample.totals.byShop
      .map(({ pieces }, shopId) => ({ shop_name: SHOPS[shopId]?.name, pieces }))
      .toSorted((a, b) => b.pieces - a.pieces)
      .slice(0, 10);
    expect(rows.map(({ shop_name, pieces }) => ({ shop_name, pieces: Number(pieces) }))).toEqual(expected);
  });
});

describe('who can run them', () => {
  test('the data analyst: all but the one that needs prices', () => {
    const allowed = NAMED_QUERIES.filter((each) => runsWithout(each, ALL_TABLES)).map(({ id }) => id);

    expect(allowed).toEqual(['BusiestShops', 'SlowestInferencesYesterday', 'ErrorRateByHour']);
  });

  test.each(NAMED_QUERIES.map((each) => [each.name, each] as const))(
    '%s: needs the columns that it says, and no other',
    async (_, { sql, uses }) => {
      const other = await openLake(directory);
      const tables = Object.keys(uses);
      const ofDatabases = [...LAKE_TABLES[SALES_DATABASE], ...LAKE_TABLES[INFERENCE_DATABASE]];
      for (const { name, columns, partition } of ofDatabases.filter((table) => tables.includes(table.name))) {
        const known = [...columns, ...(partition === undefined ? [] : [partition])];
        const kept = known.filter((column) => uses[name]?.includes(column.name));
        const fields = kept.map(
          (column) => `CAST(NULL AS ${column.type === 'string' ? 'VARCHAR' : column.type}) AS "${column.name}"`,
        );
        expect(kept).toHaveLength(uses[name]?.length ?? 0);
        await other.connection.run(`CREATE OR REPLACE VIEW ${name} AS SELECT ${fields.join(', ')}`);
      }

      await expect(other.rows(sql)).resolves.toBeDefined();
      other[Symbol.dispose]();
    },
  );

  test.each(NAMED_QUERIES.map((each) => [each.name, each] as const))(
    '%s: names no database, so that it runs under every prefix',
    (_, { sql }) => {
      expect(sql).not.toMatch(/\b(FROM|JOIN)\s+\w+\./);
    },
  );
});

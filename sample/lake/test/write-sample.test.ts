import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATEGORIES, DEFAULT_SALES_ROWS, SHOPS, type WrittenSample, writeSample } from '../index.ts';
import { type LocalLake, openLake } from './duckdb.ts';

const directories: string[] = [];
const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'inferwatch-sample-'));
  directories.push(directory);
  return directory;
};

let directory: string;
let sample: WrittenSample;
let lake: LocalLake;
beforeAll(async () => {
  directory = newDirectory();
  sample = writeSample(directory);
  lake = await openLake(directory);
});
afterAll(() => {
  lake[Symbol.dispose]();
  for (const each of directories) rmSync(each, { recursive: true, force: true });
});

const read = (path: string): string => readFileSync(join(directory, path), 'utf8');
const one = async (sql: string): Promise<Record<string, unknown>> => (await lake.rows(sql))[0]!;

describe('the bytes', () => {
  test('are the same for the same seed, on every machine', () => {
    expect(sample.sha256).toBe('c961e7eb04449f2364308e56752ab84cdbbfc8f6d58247961d7c8efa283dfaef');
  });

  test('are others for another seed', () => {
    const [first, second] = [1, 2].map((seed) => writeSample(newDirectory(), { seed, salesRows: 1000 }));

    expect(first?.sha256).not.toBe(second?.sha256);
  });

  test('lie in one folder a table, the sales in a file for each year', () => {
    expect(sample.files).toEqual([
      'items/items.csv',
      'item_categories/item_categories.csv',
      'shops/shops.csv',
      'sales/sales-2013.csv',
      'sales/sales-2014.csv',
      'sales/sales-2015.csv',
    ]);
  });

  test('begin with the columns of the table, in each file', () => {
    const header = 'date,date_block_num,shop_id,item_id,item_price,item_cnt_day';

    const files = sample.files.filter((file) => file.startsWith('sales/'));

    expect(files.map((file) => read(file).split('\n', 1)[0])).toEqual([header, header, header]);
  });
});

describe('the totals', () => {
  test('are as many rows as were asked for', async () => {
    const { rows } = await one('SELECT count(*) AS rows FROM sales');

    expect([Number(rows), sample.totals.rows]).toEqual([DEFAULT_SALES_ROWS, DEFAULT_SALES_ROWS]);
  });

  test('by category and month equal the sums over the join of all four tables, to the hundredth', async () => {
    const rows = await lake.rows(`
      SELECT i.item_category_id AS category, s.date_block_num AS block, count(*)::INTEGER AS rows,
             sum(s.item_cnt_day)::INTEGER AS pieces, CAST(100 * sum(s.item_price * s.item_cnt_day) AS BIGINT)::DOUBLE AS cents
      FROM sales s JOIN items i USING (item_id) JOIN item_categories c USING (item_category_id) JOIN shops h USING (shop_id)
      GROUP BY ALL ORDER BY block, category`);

    const totals = sample.totals.byCategoryAndMonth.map(({ categoryId, block, rows, pieces, revenueCents }) => ({
      category: categoryId,
      block,
      rows,
      pieces,
      cents: revenueCents,
    }));

    expect(totals).toEqual(rows);
  });

  test('by shop equal the sums in the files', async () => {
    const rows = await lake.rows(
      'SELECT shop_id, sum(item_cnt_day)::INTEGER AS pieces FROM sales GROUP BY shop_id ORDER BY shop_id',
    );

    expect(sample.totals.byShop.map(({ pieces }, shop_id) => ({ shop_id, pieces }))).toEqual(rows);
  });

  test('add up', () => {
    const { byCategoryAndMonth, byShop, revenueCents } = sample.totals;
    const sum = (cells: readonly { readonly revenueCents: number }[]) =>
      cells.reduce((total, cell) => total + cell.revenueCents, 0);

    expect([sum(byCategoryAndMonth), sum(byShop)]).toEqual([revenueCents, revenueCents]);
  });
});

describe('the tables', () => {
  test('join without a row that is left over', async () => {
    const left = await one(`
      SELECT (SELECT count(*) FROM sales ANTI JOIN items USING (item_id))::INTEGER AS items,
             (SELECT count(*) FROM sales ANTI JOIN shops USING (shop_id))::INTEGER AS shops,
             (SELECT count(*) FROM items ANTI JOIN item_categories USING (item_category_id))::INTEGER AS categories`);

    expect(left).toEqual({ items: 0, shops: 0, categories: 0 });
  });

  test('name each item, category and shop once', async () => {
    const counts = await one(`
      SELECT (SELECT count(DISTINCT item_name) FROM items)::INTEGER AS items,
             (SELECT count(DISTINCT item_category_name) FROM item_categories)::INTEGER AS categories,
             (SELECT count(DISTINCT shop_name) FROM shops)::INTEGER AS shops`);

    expect(counts).toEqual({ items: sample.items, categories: CATEGORIES.length, shops: SHOPS.length });
  });

  test.each(['東京・銀座店', '東京、渋谷店', 'Berlin "Mitte"', 'Genève, Rive', "Dublin, O'Connell Street"])(
    'have the shop %s with its name as it is written',
    async (name) => {
      const { rows } = await one(
        `SELECT count(*) AS rows FROM shops WHERE shop_name = '${name.replaceAll("'", "''")}'`,
      );

      expect(rows).toBe('1');
    },
  );

  test('quote names with commas and quotes, and only those', () => {
    const shops = read('shops/shops.csv');

    expect(shops).toContain('"Berlin, Alexanderplatz",0\n"Berlin ""Mitte""",1\n東京・銀座店,2\n');
  });

  test('number the months from January 2013 to October 2015', async () => {
    const wrong = await one(
      'SELECT count(*)::INTEGER AS rows FROM sales WHERE date_block_num <> (year("date") - 2013) * 12 + month("date") - 1',
    );
    const range = await one('SELECT min("date") AS first, max("date") AS last FROM sales');

    expect([wrong.rows, range]).toEqual([0, { first: '2013-01-01', last: '2015-10-31' }]);
  });

  test('have an item at most once for a shop and a day', async () => {
    const twice = await lake.rows('SELECT 1 FROM sales GROUP BY "date", shop_id, item_id HAVING count(*) > 1');

    expect(twice).toEqual([]);
  });

  test('have returns as negative counts, about one row in a hundred', async () => {
    const { returned } = await one('SELECT count(*) FILTER (WHERE item_cnt_day < 0) / count(*) AS returned FROM sales');

    expect(Number(returned)).toBeGreaterThan(0.008);
    expect(Number(returned)).toBeLessThan(0.016);
  });

  test('sell no item before it is launched, and leave no shop open that is closed', async () => {
    const popUp = SHOPS.findIndex(({ open }) => open?.[0] === 17);

    const range = await one(
      `SELECT min(date_block_num) AS first, max(date_block_num) AS last FROM sales WHERE shop_id = ${popUp}`,
    );

    expect(range).toEqual({ first: 17, last: 19 });
  });
});

describe('the seasons', () => {
  const pieces = async (by: string, where = 'true'): Promise<Map<number, number>> => {
    const rows = await lake.rows(
      `SELECT ${by} AS key, sum(item_cnt_day)::DOUBLE / count(DISTINCT "date") AS pieces FROM sales
       JOIN items USING (item_id) WHERE ${where} GROUP BY key`,
    );
    return new Map(rows.map(({ key, pieces }) => [Number(key), Number(pieces)]));
  };
  const categoryId = (name: string): number => CATEGORIES.findIndex((category) => category.name === name);

  test('show the week: Saturdays sell most, Tuesdays least', async () => {
    const byWeekday = await pieces('dayofweek("date")');

    const ordered = [...byWeekday].toSorted(([, a], [, b]) => a - b).map(([weekday]) => weekday);

    expect([ordered.at(0), ordered.at(-1)]).toEqual([2, 6]);
  });

  test('show the year: December sells at least half as much again as June', async () => {
    const byMonth = await pieces('month("date")', 'year("date") < 2015');

    expect(byMonth.get(12)! / byMonth.get(6)!).toBeGreaterThan(1.5);
  });

  test.each([
    ['Summer & beach', 7, 1],
    ['Winter wear', 1, 7],
    ['文房具', 9, 6],
  ])('show the season of %s: more in month %i than in month %i', async (name, high, low) => {
    const byMonth = await pieces('month("date")', `item_category_id = ${categoryId(name)}`);

    expect(byMonth.get(high)! / byMonth.get(low)!).toBeGreaterThan(1.6);
  });

  test.each([
    ['Films on DVD', 0, 0.7],
    ['Digital codes', 1.5, 5],
  ])('show the trend of %s from 2013 to 2015, between %f and %f', async (name, low, high) => {
    const byYear = await pieces('year("date")', `item_category_id = ${categoryId(name)} AND month("date") <= 10`);

    const trend = byYear.get(2015)! / byYear.get(2013)!;

    expect(trend).toBeGreaterThan(low);
    expect(trend).toBeLessThan(high);
  });

  test('show price levels: household appliances cost several times what sweets do', async () => {
    const price = async (name: string) =>
      Number(
        (
          await one(
            `SELECT median(item_price) AS price FROM sales JOIN items USING (item_id) WHERE item_category_id = ${categoryId(name)}`,
          )
        ).price,
      );

    expect((await price('家電')) / (await price('Sweets'))).toBeGreaterThan(5);
  });
});

describe('the size', () => {
  test.each([1, 999, 200_000])('can be exactly %i sales', (salesRows) => {
    const { totals } = writeSample(newDirectory(), { salesRows });

    expect(totals.rows).toBe(salesRows);
  });

  test('does not show in the memory that is needed', () => {
    const before = process.memoryUsage().rss;

    writeSample(newDirectory(), { salesRows: 1_000_000 });

    // The files have 27 MB: held as text, or as objects, they would need several times that.
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test.each([0, -1, 1.5, 20_000_001, Number.NaN])('is refused when it is %d', (salesRows) => {
    expect(() => writeSample(newDirectory(), { salesRows })).toThrow(
      `salesRows is ${salesRows}; write an integer from 1 to 20000000`,
    );
  });

  test('goes with a seed that is an integer', () => {
    expect(() => writeSample(newDirectory(), { seed: -1 })).toThrow('seed is -1; write an integer from 0 on');
  });
});

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleTotals } from '../../../../sample/lake/index.ts';
import { SampleData } from '../../src/data/sample-data.ts';
import { rowsOf } from '../helpers/query.ts';
import { CSV, type ViewProps, view } from '../helpers/tables.ts';

const SALES: ViewProps = {
  name: 'sales',
  types: {
    date: 'date',
    date_block_num: 'int',
    shop_id: 'int',
    item_id: 'int',
    item_price: 'decimal(10,2)',
    item_cnt_day: 'int',
  },
  format: { type: 'csv', delimiter: ',', quote: '', escape: '', headerLines: 1, nullText: '\\N' },
};
const ITEMS = view({ name: 'items', types: { item_name: 'string', item_id: 'int', item_category_id: 'int' } });
const CATEGORIES = view({
  name: 'item_categories',
  types: { item_category_name: 'string', item_category_id: 'int' },
});
const SHOPS = view({ name: 'shops', types: { shop_name: 'string', shop_id: 'int' } });

let data: SampleData;
let totals: SampleTotals;
beforeAll(async () => {
  data = new SampleData({ salesRows: 20_000 });
  totals = await data.totals();
});
afterAll(() => data.dispose());

const leader = (sql: string) => ({
  persona: 'project-leader',
  tables: [view(SALES), ITEMS, CATEGORIES, SHOPS],
  data,
  sql,
});
const analyst = (sql: string) => ({
  persona: 'data-analyst',
  tables: [view({ ...SALES, hidden: ['item_price'], rowFilter: 'shop_id IN (5, 7)' }), ITEMS],
  data,
  sql,
});

describe('the generated sample', () => {
  it("gives, when all four tables are joined, the generator's own totals by category and month", async () => {
    const rows = await rowsOf(
      leader(`SELECT item_category_id AS category, date_block_num AS block, count(*) AS rows,
                     sum(item_cnt_day) AS pieces, sum(item_price * item_cnt_day) AS revenue
              FROM sales JOIN items USING (item_id) JOIN item_categories USING (item_category_id) JOIN shops USING (shop_id)
              GROUP BY ALL ORDER BY block, category`),
    );
    const found = rows.map((row) => ({
      categoryId: row.category,
      block: row.block,
      rows: Number(row.rows),
      pieces: Number(row.pieces),
      revenueCents: Math.round(Number(row.revenue) * 100),
    }));
    expect(found).toEqual(totals.byCategoryAndMonth.map(({ month: _, ...rest }) => rest));
  });

  it('shows the analyst all of its own shops and nothing else', async () => {
    const rows = await rowsOf(
      analyst(
        'SELECT shop_id, count(*) AS n, sum(item_cnt_day) AS pieces FROM sales GROUP BY shop_id ORDER BY shop_id',
      ),
    );
    const expected = [5, 7].map((shop) => ({
      shop_id: shop,
      n: String(totals.byShop[shop]?.rows),
      pieces: String(totals.byShop[shop]?.pieces),
    }));
    expect(rows).toEqual(expected);
  });

  it('has names in other scripts than Latin, unharmed', async () => {
    const rows = await rowsOf(
      leader("SELECT count(*) AS n FROM items WHERE regexp_matches(item_name, '[ぁ-んァ-ヶ一-龠]')"),
    );
    expect(Number(rows[0]?.n)).toBeGreaterThan(0);
  });

  it('has no inference records', async () => {
    const { table } = view({ name: 'inference', types: { a: 'int' }, format: { type: 'parquet' } });
    expect(await data.files(table)).toEqual({
      status: 'error',
      message:
        'sales.inference is not part of the generated sample; name a folder with its files (parquet) with --data',
    });
  });

  it('is not taken for a table with other columns', async () => {
    const { table } = view({ name: 'shops', types: { id: 'int' }, format: CSV });
    expect(await data.files(table)).toMatchObject({
      message: expect.stringContaining(
        'sales.shops has other columns (id) than the generated sample (shop_name,shop_id)',
      ),
    });
  });

  it('is removed in the end', async () => {
    const own = new SampleData({ salesRows: 100 });
    const found = await own.files(SHOPS.table);
    const [file = ''] = found.status === 'success' ? found.files : [];
    expect(existsSync(file)).toBe(true);
    await own.dispose();
    expect(existsSync(dirname(file))).toBe(false);
  });
});

import { afterAll, describe, expect, inject, it } from 'vitest';
import { SampleData } from '../src/data/sample-data.ts';
import { openLake } from '../src/lake.ts';
import type { PersonaTable } from '../src/persona-tables.ts';
import { refusalOf, rowsOf } from './helpers/query.ts';
import { runCommand } from './helpers/terminal.ts';

/** The lake of this application, from its own templates and its own generated sample. */
const app = inject('assemblyDirectory');
const data = new SampleData();
afterAll(() => data.dispose());

function tablesOf(persona: string): readonly PersonaTable[] {
  const lake = openLake(app, persona);
  if (lake.status === 'error') throw new Error(lake.message);
  return lake.tables;
}

const as = (persona: string, sql: string) => ({ persona, tables: tablesOf(persona), data, sql });

describe('the project leader', () => {
  it("gets the generator's own totals from the join of all four tables", async () => {
    const rows = await rowsOf(
      as(
        'project-leader',
        `SELECT item_category_id AS category, date_block_num AS block, sum(item_price * item_cnt_day) AS revenue
         FROM sales.sales JOIN sales.items USING (item_id) JOIN sales.item_categories USING (item_category_id)
              JOIN sales.shops USING (shop_id)
         GROUP BY ALL ORDER BY block, category`,
      ),
    );
    const { byCategoryAndMonth } = await data.totals();
    expect(rows.map(({ category, block, revenue }) => [category, block, Math.round(Number(revenue) * 100)])).toEqual(
      byCategoryAndMonth.map(({ categoryId, block, revenueCents }) => [categoryId, block, revenueCents]),
    );
  });

  it('sees every column of every table', () => {
    const hidden = tablesOf('project-leader').map((table) =>
      table.status === 'visible' ? table.hiddenColumns : table.reason,
    );
    expect(hidden).toEqual(hidden.map(() => []));
  });
});

describe('the data analyst', () => {
  it('sees all rows of its shop and none of another', async () => {
    const rows = await rowsOf(as('data-analyst', 'SELECT shop_id, count(*) AS n FROM sales.sales GROUP BY shop_id'));
    const { byShop } = await data.totals();
    expect(rows).toEqual([{ shop_id: 5, n: String(byShop[5]?.rows) }]);
  });

  it('is denied the prices, with the grant and the filter named', async () => {
    const refusal = await refusalOf(as('data-analyst', 'SELECT item_price FROM sales.sales'));
    expect(refusal).toMatch(/^denied: data-analyst may not see the column item_price of sales\.sales\nbecause: IAM: /);
    expect(refusal).toMatch(/Lake Formation: .*gives SELECT on filter/);
  });

  it('is denied what customers sent, before it is looked for any data', async () => {
    const refusal = await refusalOf(as('data-analyst', 'SELECT input FROM inference.inference'));
    expect(refusal).toMatch(/^denied: data-analyst may not see the column input of inference\.inference/);
  });
});

describe('a persona without SELECT', () => {
  it('is denied every table', async () => {
    const run = await runCommand({ as: 'data-lake-administrator', app, sql: 'SELECT * FROM sales.sales' });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('data-lake-administrator may query no table at all');
  });
});

describe('the workflow role, which reads what it crawls', () => {
  it('sees every row and column of the sample', async () => {
    const run = await runCommand({
      as: 'workflow',
      app,
      sql: 'SELECT count(item_price) AS n FROM sales.sales',
    });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('50000');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLake, SHOP_FILES, type TestLake } from '../helpers/lake.ts';
import { lakeTemplate, writeTemplate } from '../helpers/template.ts';
import { runCommand } from '../helpers/terminal.ts';

let lake: TestLake;
let app: string;
beforeAll(async () => {
  lake = await createLake(SHOP_FILES);
  app = writeTemplate(lake.directory);
});
afterAll(() => lake.dispose());

const analyst = () => ({ as: 'data-analyst', app, data: lake.directory });

describe('inferwatch lake query', () => {
  it("prints the persona's rows as a table, and what is left out", async () => {
    const run = await runCommand({ ...analyst(), sql: 'SELECT * FROM sales.sales ORDER BY date' });
    expect(run.code).toBe(0);
    expect(run.stdout).toBe(
      [
        'date        shop_id  item_id',
        '──────────  ───────  ───────',
        '2013-01-01        5        1',
        '2013-01-02        5        2',
        '2014-01-01        5        1',
        '',
      ].join('\n'),
    );
    expect(run.stderr).toMatch(
      /^data-analyst sees of sales\.sales: date, shop_id, item_id \(not item_price\), rows where shop_id = 5\n3 rows\n\d+\.\d\d s\n$/,
    );
  });

  it('prints JSON for a program to read', async () => {
    const sql = 'SELECT item_name, count(*) AS n FROM sales JOIN items USING (item_id) GROUP BY 1 ORDER BY 1';
    const run = await runCommand({ ...analyst(), sql, output: 'json' });
    expect(JSON.parse(run.stdout)).toEqual([
      { item_name: 'Tea, green', n: 2 },
      { item_name: '新しい本', n: 1 },
    ]);
  });

  it('prints CSV for another program to read', async () => {
    const run = await runCommand({ ...analyst(), sql: 'SELECT * FROM items ORDER BY item_id', output: 'csv' });
    expect(run.stdout).toBe('item_id,item_name\n1,"Tea, green"\n2,新しい本\n');
  });

  it('says that there is more than it shows', async () => {
    const run = await runCommand({ ...analyst(), sql: 'SELECT 1 FROM range(10)', limit: 4 });
    expect(run.stdout.split('\n')).toHaveLength(2 + 4 + 1);
    expect(run.stderr).toContain('the first 4 rows; there are more (--limit)');
  });

  it('ends with 1 when the persona may not see what it asks for, with the reason of the matrix', async () => {
    const run = await runCommand({ ...analyst(), sql: 'SELECT item_price FROM sales' });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('denied: data-analyst may not see the column item_price of sales.sales');
    expect(run.stderr).toMatch(/because: IAM: .+ Lake Formation: .*shop-five/);
    expect(run.stdout).toBe('');
  });

  it('ends with 1 when the persona has no grant on the table', async () => {
    const run = await runCommand({ ...analyst(), sql: 'SELECT * FROM staff' });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/because: .*Lake Formation: .*no grant/);
  });

  it('ends with 2 when the SQL is wrong', async () => {
    const run = await runCommand({ ...analyst(), sql: 'SELEC 1' });
    expect(run).toMatchObject({ code: 2, stderr: 'error: syntax error at or near "SELEC" in the SQL\n' });
  });

  it('shows what the persona may query when there is no SQL', async () => {
    const run = await runCommand(analyst());
    expect(run.stdout.split('\n').slice(0, 3)).toEqual([
      'data-analyst may query:',
      '  sales.sales: date, shop_id, item_id (not item_price), rows where shop_id = 5',
      '  sales.items: item_id, item_name',
    ]);
    expect(run.stdout).toMatch(/\nmay not query sales\.staff: .*no grant/);
  });

  it('shows that the location role, which has no grants, may query nothing', async () => {
    const run = await runCommand({ ...analyst(), as: 'location-reader' });
    expect(run.stdout).toMatch(/^location-reader may query no table at all\n/);
  });
});

describe('what is missing is told with what to do', () => {
  it.each([
    [{ app: '/nowhere' }, 'there is no file or folder /nowhere: synthesise the application first'],
    [{ app: undefined }, 'there is no application to synthesise'],
    [{ data: '/nowhere' }, '--data: /nowhere is not a folder'],
    [
      { as: 'data-analist' },
      'there is no persona data-analist; write one of location-reader, project-leader, data-analyst',
    ],
  ])('%o', async (options, message) => {
    const run = await runCommand({ ...analyst(), sql: 'SELECT 1', ...options });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^(Synthesising.*\n)*error: /);
    expect(run.stderr).toContain(message);
  });

  it('a template without tables', async () => {
    const other = await createLake({});
    const path = writeTemplate(other.directory, { Resources: {} });
    const run = await runCommand({ as: 'data-analyst', app: path, sql: 'SELECT 1' });
    expect(run.code).toBe(2);
    await other.dispose();
  });

  it('a table that has other columns than the sample', async () => {
    const run = await runCommand({ as: 'project-leader', app, sql: 'SELECT * FROM sales' });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('sales.sales has other columns (date,shop_id,item_id,item_price) than the generated');
    expect(run.stderr).toContain('name a folder with its files (csv) with --data');
  });

  it('a row filter that is not understood hides its table, and nothing else', async () => {
    const other = await createLake(SHOP_FILES);
    const template = lakeTemplate({
      ShopFive: {
        Type: 'AWS::LakeFormation::DataCellsFilter',
        Properties: {
          TableCatalogId: { Ref: 'AWS::AccountId' },
          DatabaseName: 'sales',
          TableName: 'sales',
          Name: 'shop-five',
          ColumnWildcard: {},
          RowFilter: { FilterExpression: "upper(shop_id) = '5'" },
        },
      },
    });
    const path = writeTemplate(other.directory, template);
    const options = { as: 'data-analyst', app: path, data: other.directory };
    const [sales, items] = [
      await runCommand({ ...options, sql: 'SELECT * FROM sales' }),
      await runCommand({ ...options, sql: 'SELECT * FROM items' }),
    ];
    expect(sales.stderr).toContain(
      'error: sales.sales cannot be queried here: row filter "upper(shop_id) = \'5\'": upper(…) at character 6',
    );
    expect(items.code).toBe(0);
    await other.dispose();
  });
});

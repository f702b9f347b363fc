import { describe, expect, test } from 'vitest';
import {
  glueDatabaseName,
  INFERENCE_TABLE,
  ITEM_CATEGORIES_TABLE,
  ITEMS_TABLE,
  LAKE_TABLES,
  SALES_TABLE,
  SHOPS_TABLE,
  shopRowFilter,
} from '../../../../lib/data-lake/catalogue/tables.ts';

const ALL = Object.values(LAKE_TABLES).flat();
const names = (table: (typeof ALL)[number]) => table.columns.map(({ name }) => name);

describe('the retail tables', () => {
  test.each([
    [SALES_TABLE, ['date', 'date_block_num', 'shop_id', 'item_id', 'item_price', 'item_cnt_day']],
    [ITEMS_TABLE, ['item_name', 'item_id', 'item_category_id']],
    [ITEM_CATEGORIES_TABLE, ['item_category_name', 'item_category_id']],
    [SHOPS_TABLE, ['shop_name', 'shop_id']],
  ])('have the columns that the layout gives ($name)', (table, columns) => {
    expect(names(table)).toEqual(columns);
  });
});

describe.each(ALL.map((table) => [table.name, table] as const))('the table %s', (_, table) => {
  test('has names that Athena leaves as they are', () => {
    for (const name of [table.name, ...names(table)]) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  test('has a folder of its own', () => {
    expect(table.folder).toBe(`${table.name}/`);
  });

  test('is read by a class that knows its types and its text', () => {
    const types = table.columns.map(({ type }) => type);
    const { format } = table;
    if (format.type === 'parquet') return;

    // Names can have commas and quotes; OpenCSVSerDe reads them, and no dates or decimals.
    expect(format.serde).toBe(types.includes('string') ? 'quoted' : 'lazy');
    if (format.serde === 'quoted') expect(types.every((type) => type === 'string' || type === 'int')).toBe(true);
  });

  test('hides columns that it has, and none that it is partitioned by', () => {
    expect(names(table)).toEqual(expect.arrayContaining([...(table.analyst?.hiddenColumns ?? [])]));
    expect(table.analyst?.hiddenColumns).not.toContain(table.partition?.name);
  });

  test('filters rows by a column that it has', () => {
    const column = table.analyst?.rowFilter?.split(' ')[0];

    expect(column === undefined || names(table).includes(column)).toBe(true);
  });
});

describe('the data analyst', () => {
  test('sees neither prices nor the rows of other shops', () => {
    expect(SALES_TABLE.analyst).toEqual({ hiddenColumns: ['item_price'], rowFilter: 'shop_id = 5' });
  });

  test('sees nothing of what customers sent and got', () => {
    expect(INFERENCE_TABLE.analyst?.hiddenColumns).toEqual(['input', 'input_sha256', 'prediction', 'error_message']);
  });
});

describe('a row filter for shops', () => {
  test.each([
    [[5], 'shop_id = 5'],
    [[0, 2, 7], 'shop_id IN (0, 2, 7)'],
  ])('for %j is %s', (shops, expected) => {
    expect(shopRowFilter(shops)).toBe(expected);
  });

  test.each([
    [[], 'no shop given'],
    [[-1], '-1 is no shop id'],
    [[1.5], '1.5 is no shop id'],
  ])('is refused for %j', (shops, message) => {
    expect(() => shopRowFilter(shops)).toThrow(message);
  });
});

describe('the name of a database', () => {
  test.each([
    ['', 'sales', 'sales'],
    ['dev', 'sales', 'dev_sales'],
    ['team-a-dev', 'inference', 'team_a_dev_inference'],
  ] as const)('with the prefix "%s" is, for %s, %s', (prefix, database, expected) => {
    expect(glueDatabaseName(prefix, database)).toBe(expected);
  });
});

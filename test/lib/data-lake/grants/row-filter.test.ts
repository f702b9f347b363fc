import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterIdentifiers } from '../../../../lib/data-lake/grants/row-filter.ts';

describe('columns that a row filter names', () => {
  test.each([
    ['shop_id = 5', ['shop_id']],
    ['shop_id IN (1, 2) AND item_price > 1.5e3', ['shop_id', 'item_price']],
    ["name LIKE 'shop_id%'", ['name']],
    ["name = 'it''s shop_id' OR shop_id = 1", ['name', 'shop_id']],
    ['"item price" IS NOT NULL', ['item price']],
    ['SHOP_ID between 1 and 3', ['shop_id']],
    ['NOT (a = 1) AND b IS NULL', ['a', 'b']],
    ['upper(name) = lower(other)', ['name', 'other']],
    ["date = '2026-01-01'", ['date']],
    ["day >= date '2026-01-01'", ['day']],
    ["day >= TIMESTAMP '2026-01-01 00:00:00'", ['day']],
    ["cast(day as date) = date '2026-01-01'", ['day']],
    ['active = true AND gone = false', ['active', 'gone']],
    ['a = 1 AND a = 2', ['a']],
    ['1 = 1', []],
  ])('%s: %j', (expression, expected) => {
    expect(filterIdentifiers(expression)).toEqual(expected);
  });

  test('never come from within quotes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(filterIdentifiers(`a = '${text.replaceAll("'", "''")}'`)).toEqual(['a']);
      }),
    );
  });
});

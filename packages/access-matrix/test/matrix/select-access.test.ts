import { describe, expect, it } from 'vitest';
import { selectAccess } from '../../src/matrix/select-access.ts';
import { modelOf } from '../lake-formation/builders.ts';
import { LAKE } from '../lake-formation/fixture.ts';

const model = modelOf(LAKE);

describe('what a persona sees of a table', () => {
  it('is named column by column, with the rows', () => {
    const result = selectAccess(model, 'analyst', 'sales', 'sales');

    expect(result).toMatchObject({
      status: 'success',
      access: { decision: 'allow', columns: ['id', 'shop_id'], rowFilter: 'shop_id = 5' },
    });
  });

  it('is every column, when nothing is hidden', () => {
    const result = selectAccess(model, 'leader', 'Sales', 'ITEMS');

    expect(result).toMatchObject({ status: 'success', access: { columns: ['id', 'price', 'shop_id'] } });
    expect(result.status === 'success' && result.access.rowFilter).toBeUndefined();
  });

  it('is nothing, when it is denied, with the reason on both sides', () => {
    const result = selectAccess(model, 'analyst', 'sales', 'items');

    expect(result).toMatchObject({
      access: {
        decision: 'deny',
        columns: [],
        reason: expect.stringMatching(/^IAM: .*\. Lake Formation: no grant gives it SELECT on sales\.items.*\.$/),
      },
    });
  });

  it('tells the types of all columns', () => {
    const result = selectAccess(model, 'analyst', 'sales', 'sales');

    expect(result.status === 'success' && result.access.tableColumns[1]).toEqual({
      name: 'price',
      type: 'decimal(10,2)',
      isPartitionKey: false,
    });
  });

  it.each([
    ['analist', 'sales', 'sales', 'there is no persona "analist"; did you mean analyst?'],
    ['analyst', 'sales', 'sale', 'there is no table "sales.sale"; did you mean sales.sales?'],
    ['analyst', 'x', 'unheard', 'there is no table "x.unheard"; write one of sales.sales, sales.items'],
  ])('of %s on %s.%s: that is not there', (persona, database, table, message) => {
    const result = selectAccess(model, persona, database, table);

    expect(result).toEqual({ status: 'error', message });
  });
});

import { describe, expect, it } from 'vitest';
import { LakeArns } from '../../src/lake-formation/lake-arns.ts';

const arns = new LakeArns({ partition: 'aws-cn', region: 'cn-north-1', account: '123456789012' });
const GLUE = 'arn:aws-cn:glue:cn-north-1:123456789012';

describe('ARNs in a lake', () => {
  it('are those of the Glue Data Catalog', () => {
    expect(arns.catalog).toBe(`${GLUE}:catalog`);
    expect(arns.database('sales')).toBe(`${GLUE}:database/sales`);
    expect(arns.table('sales', 'items')).toBe(`${GLUE}:table/sales/items`);
  });

  it('of tables tell databases apart that have tables of one name', () => {
    const both = [arns.table('sales', 'one'), arns.table('stock', 'one'), arns.table('sales', 'one')];

    expect(both).toEqual([`${GLUE}:table/sales/one`, `${GLUE}:table/stock/one`, `${GLUE}:table/sales/one`]);
  });

  it('begin as those of all databases, and of all tables of a database, do', () => {
    expect(arns.database('sales').startsWith(arns.anyDatabase)).toBe(true);
    expect(arns.table('sales', 'items').startsWith(arns.anyTable('sales'))).toBe(true);
    expect(arns.table('sales2', 'items').startsWith(arns.anyTable('sales'))).toBe(false);
  });

  it.each([
    ['folder/of', 'arn:aws-cn:s3:::data/folder/of/'],
    ['', 'arn:aws-cn:s3:::data/'],
  ])('of objects in the folder "%s" begin with its path', (prefix, expected) => {
    const place = { bucket: 'data', prefix };

    expect([arns.objects(place), arns.objects(place)]).toEqual([expected, expected]);
  });
});

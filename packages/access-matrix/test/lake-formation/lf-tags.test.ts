import { describe, expect, it } from 'vitest';
import { LakeTags, matches } from '../../src/lake-formation/lf-tags.ts';
import { cellOf, grant, matrixOf, on, type Resources, roleArn, tagged } from './builders.ts';
import { lakeWithout } from './fixture.ts';

function analystSees(more: Resources) {
  const matrix = matrixOf({ ...lakeWithout('AnalystReads'), ...more });
  return cellOf(matrix, 'analyst', 'SELECT', 'sales.sales');
}

const reads = (expression: Readonly<Record<string, readonly string[]>>) =>
  grant(roleArn('Analyst'), on.tags('TABLE', expression), ['SELECT']);
const database = { Database: { Name: 'sales' } };
const sales = { Table: { DatabaseName: 'sales', Name: 'sales' } };
const price = { TableWithColumns: { DatabaseName: 'sales', Name: 'sales', ColumnNames: ['price'] } };

describe('a grant by LF-Tags', () => {
  it('reaches a table with the tag', () => {
    const more = { Tag: tagged(sales, { level: 'public' }), G: reads({ level: ['public'] }) };

    expect(analystSees(more)).toMatchObject({
      decision: 'allow',
      lakeFormation: { reason: 'grant G gives SELECT on tables with level = public' },
    });
  });

  it('reaches a table whose database has the tag', () => {
    expect(analystSees({ Tag: tagged(database, { level: 'public' }), G: reads({ level: ['public'] }) }).decision).toBe(
      'allow',
    );
  });

  it('does not reach a table that has another value than its database', () => {
    const more = {
      Database1: tagged(database, { level: 'public' }),
      Table1: tagged(sales, { level: 'secret' }),
      G: reads({ level: ['public'] }),
    };

    expect(analystSees(more).decision).toBe('deny');
  });

  it('leaves out a column that has another value than its table', () => {
    const more = {
      Table1: tagged(sales, { level: 'public' }),
      Column1: tagged(price, { level: 'secret' }),
      G: reads({ level: ['public'] }),
    };

    expect(analystSees(more)).toMatchObject({ decision: 'allow', columns: ['id', 'shop_id'] });
  });

  it('reaches single columns of a table that it does not reach', () => {
    const more = { Column1: tagged(price, { level: 'public' }), G: reads({ level: ['public'] }) };

    expect(analystSees(more)).toMatchObject({ decision: 'allow', columns: ['price'] });
  });

  it('needs each of its keys', () => {
    const more = { Tag: tagged(sales, { level: 'public' }), G: reads({ level: ['public'], team: ['sales'] }) };

    expect(analystSees(more).decision).toBe('deny');
    expect(analystSees({ ...more, Team: tagged(database, { team: 'sales' }) }).decision).toBe('allow');
  });

  it('takes any of the values of a key', () => {
    expect(
      analystSees({ Tag: tagged(sales, { level: 'internal' }), G: reads({ level: ['public', 'internal'] }) }).decision,
    ).toBe('allow');
  });

  it('on tables says nothing about the database', () => {
    const more = {
      Tag: tagged(database, { level: 'public' }),
      G: grant(roleArn('Leader'), on.tags('TABLE', { level: ['public'] }), ['DROP']),
    };

    const matrix = matrixOf({ ...lakeWithout(), ...more });

    expect(cellOf(matrix, 'leader', 'DROP', 'sales.items').decision).toBe('allow');
    expect(cellOf(matrix, 'leader', 'DROP', 'sales').decision).toBe('deny');
  });

  it('on databases lets tables be made', () => {
    const more = {
      Tag: tagged(database, { level: 'public' }),
      G: grant(roleArn('Leader'), on.tags('DATABASE', { level: ['public'] }), ['ALTER']),
    };

    expect(cellOf(matrixOf({ ...lakeWithout(), ...more }), 'leader', 'ALTER', 'sales').decision).toBe('allow');
  });
});

describe('an expression', () => {
  it('without keys matches nothing', () => {
    expect(matches([], new Map([['level', 'public']]))).toBe(false);
  });

  it('with * takes every value, but not none', () => {
    expect(matches([{ key: 'level', values: ['*'] }], new Map([['level', 'x']]))).toBe(true);
    expect(matches([{ key: 'level', values: ['*'] }], new Map())).toBe(false);
  });
});

describe('tags', () => {
  it('of a column go over those of table and database, key by key', () => {
    const source = { stack: 's', logicalId: 'l' };
    const tags = new LakeTags([
      {
        database: 'd',
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '1' },
          { key: 'c', value: '1' },
        ],
        source,
      },
      {
        database: 'd',
        table: 't',
        tags: [
          { key: 'b', value: '2' },
          { key: 'c', value: '2' },
        ],
        source,
      },
      { database: 'd', table: 't', columns: ['x'], tags: [{ key: 'c', value: '3' }], source },
    ]);

    expect(Object.fromEntries(tags.ofColumn('d', 't', 'x'))).toEqual({ a: '1', b: '2', c: '3' });
    expect(Object.fromEntries(tags.ofColumn('d', 't', 'y'))).toEqual({ a: '1', b: '2', c: '2' });
  });
});

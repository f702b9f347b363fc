import { describe, expect, test } from 'vitest';
import type { ColumnDefinition } from '../../../../lib/data-lake/catalogue/table-definition.ts';
import {
  isPartial,
  type Selection,
  selectionProblem,
  type TableShape,
} from '../../../../lib/data-lake/grants/selection.ts';

/** Also types that our own definitions do not have: a table may have been there before us. */
const column = (name: string, type: string) => ({ name, type, comment: '' }) as ColumnDefinition;

const ORDERS: TableShape = {
  name: 'orders',
  columns: [
    column('id', 'int'),
    column('customer', 'string'),
    column('tags', 'array<string>'),
    column('address', 'struct<city:string>'),
  ],
  partition: { ...column('date', 'string'), from: '2026-01-01' },
};

const problem = (selection: Selection, grantable = false) => selectionProblem(ORDERS, selection, grantable);

describe('a selection that Lake Formation takes', () => {
  test.each<[string, Selection]>([
    ['some columns', { columns: ['id', 'customer'] }],
    ['all but one', { except: ['customer'] }],
    ['some rows', { rows: "customer = 'me'" }],
    ['some rows of some columns', { columns: ['id'], rows: 'id = 1' }],
    ['rows of a partition', { rows: "date = '2026-01-01'" }],
    ['a column with parts, with all rows', { columns: ['address'] }],
    ['nothing hidden', {}],
  ])('%s', (_, selection) => {
    expect(problem(selection)).toBeUndefined();
  });

  test('columns by name with the grant option', () => {
    expect(problem({ columns: ['id'] }, true)).toBeUndefined();
  });
});

describe('a selection that Lake Formation would refuse says why, and what to write instead', () => {
  test.each<[Selection, string]>([
    [{ columns: ['id'], except: ['id'] }, 'columns and except exclude each other; give one of them'],
    [{ columns: [] }, 'columns is empty; name at least one column, or leave it out'],
    [{ except: [] }, 'except is empty; name at least one column, or leave it out'],
    [{ columns: ['id', 'id'] }, 'columns names id twice; name it once'],
    [
      { columns: ['name'] },
      'columns names name, which orders does not have; write some of id, customer, tags, address',
    ],
    [{ except: ['date'] }, 'except names date, a partition key, which cannot be filtered; use rows, or leave it out'],
    [{ columns: ['date'] }, 'columns names date, a partition key, which cannot be filtered; use rows, or leave it out'],
    [{ except: ['id', 'customer', 'tags', 'address'] }, 'except hides every column; leave one'],
    [{ rows: ' ' }, 'rows is empty; write an expression such as shop_id = 5, or leave it out'],
    [{ rows: 'nme = 1' }, 'rows names nme, which orders does not have; write some of id, customer, tags, address'],
    [{ rows: "tags = 'a'" }, 'rows names tags of type array<string>; a row filter takes columns of plain types only'],
    [
      { columns: ['address'], rows: 'id = 1' },
      'address is of type struct<city:string>; columns with parts cannot be filtered together with rows',
    ],
  ])('%j', (selection, expected) => {
    expect(problem(selection)).toBe(expected);
  });

  test('hidden columns with the grant option', () => {
    expect(problem({ except: ['customer'] }, true)).toBe(
      'except cannot go with the grant option; list the columns that are seen instead',
    );
  });
});

describe('a selection', () => {
  test.each<[Selection, boolean]>([
    [{}, false],
    [{ columns: ['id'] }, true],
    [{ except: ['id'] }, true],
    [{ rows: 'id = 1' }, true],
  ])('%j hides something: %s', (selection, expected) => {
    expect(isPartial(selection)).toBe(expected);
  });
});

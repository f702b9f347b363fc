import type { TableDefinition } from '../catalogue/table-definition.ts';
import { filterIdentifiers } from './row-filter.ts';

/** What of a table a grant of SELECT opens; empty opens all of it. */
export interface Selection {
  /** The only columns that are seen. Not together with `except`. @default - all */
  readonly columns?: readonly string[];
  /** Columns that are hidden. Not together with `columns`. @default - none */
  readonly except?: readonly string[];
  /** The only rows that are seen: a filter expression such as `shop_id = 5`. @default - all */
  readonly rows?: string;
}

/** What the rules need to know of a table. */
export type TableShape = Pick<TableDefinition, 'name' | 'columns' | 'partition'>;

/** Whether the selection hides anything. */
export function isPartial({ columns, except, rows }: Selection): boolean {
  return columns !== undefined || except !== undefined || rows !== undefined;
}

/**
 * Why Lake Formation would refuse to open this much of a table, and what to write instead; nothing when it would not.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/data-filters-about.html (column lists, row filters)
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/data-filtering-notes.html (partition keys, nested types)
 */
export function selectionProblem(table: TableShape, selection: Selection, grantable: boolean): string | undefined {
  const { columns, except, rows } = selection;
  if (columns !== undefined && except !== undefined) return 'columns and except exclude each other; give one of them';
  const listed = columns ?? except;
  const word = columns === undefined ? 'except' : 'columns';
  return (
    listProblem(table, word, listed) ??
    (grantable && except !== undefined
      ? 'except cannot go with the grant option; list the columns that are seen instead'
      : undefined) ??
    (rows === undefined ? undefined : rowsProblem(table, rows, listed ?? []))
  );
}

function listProblem(table: TableShape, word: string, listed: readonly string[] | undefined): string | undefined {
  if (listed === undefined) return undefined;
  if (listed.length === 0) return `${word} is empty; name at least one column, or leave it out`;
  const twice = listed.find((name, index) => listed.indexOf(name) !== index);
  if (twice !== undefined) return `${word} names ${twice} twice; name it once`;
  for (const name of listed) {
    if (name === table.partition?.name) {
      return `${word} names ${name}, a partition key, which cannot be filtered; use rows, or leave it out`;
    }
    if (!table.columns.some((column) => column.name === name)) {
      return `${word} names ${name}, which ${table.name} does not have; write some of ${names(table)}`;
    }
  }
  if (word === 'except' && listed.length === table.columns.length) return 'except hides every column; leave one';
  return undefined;
}

/** Types whose values have parts. Row filters take no `array` and no `map`, and no filter reaches into a `struct`. */
const NESTED = /^(array|map|struct)\s*</i;

function rowsProblem(table: TableShape, rows: string, listed: readonly string[]): string | undefined {
  if (rows.trim() === '') return 'rows is empty; write an expression such as shop_id = 5, or leave it out';
  const known = [...table.columns, ...(table.partition === undefined ? [] : [table.partition])];
  const typeOf = (name: string): string | undefined => known.find((column) => column.name === name)?.type;
  for (const name of filterIdentifiers(rows)) {
    const type = typeOf(name);
    if (type === undefined) {
      return `rows names ${name}, which ${table.name} does not have; write some of ${names(table)}`;
    }
    if (NESTED.test(type)) return `rows names ${name} of type ${type}; a row filter takes columns of plain types only`;
  }
  const nested = listed.find((name) => NESTED.test(typeOf(name) ?? ''));
  if (nested !== undefined) {
    return `${nested} is of type ${typeOf(nested)}; columns with parts cannot be filtered together with rows`;
  }
  return undefined;
}

const names = (table: TableShape): string => table.columns.map(({ name }) => name).join(', ');

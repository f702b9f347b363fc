import type { TagAssociation, TagCondition } from './types.ts';

/** Values of LF-Tags by key: one value a key on any resource. */
export type TagValues = ReadonlyMap<string, string>;

/**
 * LF-Tags as resources have them: a table inherits those of its database, a column those of its table, and a value of
 * its own goes over the inherited one.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/tag-based-access-control.html
 */
export class LakeTags {
  readonly #databases = new Map<string, TagValues>();
  readonly #tables = new Map<string, TagValues>();
  readonly #columns = new Map<string, TagValues>();

  constructor(associations: readonly TagAssociation[]) {
    for (const { database, table, columns, tags } of associations) {
      const values = tags.map(({ key, value }): [string, string] => [key, value]);
      if (table === undefined) merge(this.#databases, database, values);
      else if (columns === undefined) merge(this.#tables, `${database}.${table}`, values);
      else for (const column of columns) merge(this.#columns, `${database}.${table}.${column}`, values);
    }
  }

  ofDatabase(database: string): TagValues {
    return this.#databases.get(database) ?? new Map();
  }

  ofTable(database: string, table: string): TagValues {
    return new Map([...this.ofDatabase(database), ...(this.#tables.get(`${database}.${table}`) ?? [])]);
  }

  ofColumn(database: string, table: string, column: string): TagValues {
    const own = this.#columns.get(`${database}.${table}.${column}`);
    return new Map([...this.ofTable(database, table), ...(own ?? [])]);
  }

  /** Columns of the table that have an LF-Tag of their own. */
  hasColumnTags(database: string, table: string): boolean {
    const start = `${database}.${table}.`;
    return [...this.#columns.keys()].some((key) => key.startsWith(start));
  }
}

function merge(map: Map<string, TagValues>, key: string, values: readonly [string, string][]): void {
  map.set(key, new Map([...(map.get(key) ?? []), ...values]));
}

/** Every key must be there with one of the values; `*` is any. An expression without keys matches nothing. */
export function matches(expression: readonly TagCondition[], tags: TagValues): boolean {
  return (
    expression.length > 0 &&
    expression.every(({ key, values }) => {
      const value = tags.get(key);
      return value !== undefined && (values.includes(value) || values.includes('*'));
    })
  );
}

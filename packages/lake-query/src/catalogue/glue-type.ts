/** A column's type in the Data Catalog, parsed. */
export type ColumnType =
  | {
      readonly type: 'scalar';
      /** As the catalogue writes it, without its arguments: `decimal` for `decimal(10,2)`. */
      readonly name: string;
      /** The same in DuckDB. */
      readonly sql: string;
    }
  | { readonly type: 'array'; readonly element: ColumnType }
  | { readonly type: 'map'; readonly key: ColumnType; readonly value: ColumnType }
  | { readonly type: 'struct'; readonly fields: readonly StructField[] };

export interface StructField {
  readonly name: string;
  readonly type: ColumnType;
}

/**
 * Scalar types and their counterparts. A text's length is not checked, as Athena does not check it when it reads.
 * @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
const SCALARS: ReadonlyMap<string, string> = new Map([
  ['string', 'VARCHAR'],
  ['varchar', 'VARCHAR'],
  ['char', 'VARCHAR'],
  ['tinyint', 'TINYINT'],
  ['smallint', 'SMALLINT'],
  ['int', 'INTEGER'],
  ['integer', 'INTEGER'],
  ['bigint', 'BIGINT'],
  ['long', 'BIGINT'],
  ['float', 'FLOAT'],
  ['double', 'DOUBLE'],
  ['decimal', 'DECIMAL'],
  ['boolean', 'BOOLEAN'],
  ['date', 'DATE'],
  ['timestamp', 'TIMESTAMP'],
  ['binary', 'BLOB'],
]);

const MAX_DEPTH = 20;

class TypeParser {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ColumnType | undefined {
    const type = this.#type(0);
    return this.#index === this.#text.length ? type : undefined;
  }

  #type(depth: number): ColumnType | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const name = this.#take(/[a-z_]+/iy)?.toLowerCase() ?? '';
    if (name === 'array') return this.#array(depth + 1);
    if (name === 'map') return this.#map(depth + 1);
    if (name === 'struct') return this.#struct(depth + 1);
    const sql = SCALARS.get(name);
    if (sql === undefined) return undefined;
    const size = this.#take(/\(\s*\d+\s*(?:,\s*\d+\s*)?\)/y);
    // Hive's default for a decimal without arguments: https://cwiki.apache.org/confluence/display/Hive/LanguageManual+Types
    return { type: 'scalar', name, sql: name === 'decimal' ? `DECIMAL${size ?? '(10,0)'}` : sql };
  }

  #array(depth: number): ColumnType | undefined {
    const element = this.#take(/</y) && this.#type(depth);
    return element && this.#take(/>/y) ? { type: 'array', element } : undefined;
  }

  #map(depth: number): ColumnType | undefined {
    const key = this.#take(/</y) && this.#type(depth);
    const value = key && this.#take(/,\s*/y) && this.#type(depth);
    return key && value && this.#take(/>/y) ? { type: 'map', key, value } : undefined;
  }

  #struct(depth: number): ColumnType | undefined {
    if (!this.#take(/</y)) return undefined;
    const fields: StructField[] = [];
    do {
      const name = this.#take(/\s*[^\s:<>,]+/y)?.trim();
      const type = name && this.#take(/:\s*/y) && this.#type(depth);
      if (!name || !type) return undefined;
      fields.push({ name, type });
    } while (this.#take(/,\s*/y));
    return this.#take(/>/y) ? { type: 'struct', fields } : undefined;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index;
    const match = pattern.exec(this.#text)?.[0];
    this.#index += match?.length ?? 0;
    return match;
  }
}

/** Parses a type such as `decimal(10,2)` or `array<struct<a:int>>`; undefined for one that is not known. */
export function parseColumnType(text: string): ColumnType | undefined {
  return new TypeParser(text.trim()).parse();
}

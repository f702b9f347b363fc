import { type DuckDBResult, DuckDBTypeId, type Json } from '@duckdb/node-api';

export interface ResultColumn {
  /** Unique in the result. */
  readonly name: string;
  readonly numeric: boolean;
}

/** Rows of a result, in the order of the columns. */
export interface ResultRows {
  readonly columns: readonly ResultColumn[];
  rows(): AsyncIterableIterator<readonly Json[]>;
  /** Whether rows were left out because of the limit; known when the rows are read. */
  cut(): boolean;
}

const NUMERIC: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
]);

/**
 * A result of DuckDB row by row: at no time is all of it in memory.
 * @param limit rows to give at most; all of them without it
 */
export function resultRows(result: DuckDBResult, limit = Number.POSITIVE_INFINITY): ResultRows {
  const columns = result
    .deduplicatedColumnNames()
    .map((name, index) => ({ name, numeric: NUMERIC.has(result.columnTypeId(index)) }));
  let cut = false;
  async function* rows() {
    let count = 0;
    for await (const chunk of result.yieldRowsJson()) {
      for (const row of chunk) {
        cut = count === limit;
        if (cut) return;
        count++;
        yield row;
      }
    }
  }
  return { columns, rows, cut: () => cut };
}

/**
 * A number that came as a text (64-bit integers and decimals do) as a number, if nothing of it is lost; else the text.
 */
export function exactNumber(text: string): number | string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return String(number) === plain ? number : text;
}

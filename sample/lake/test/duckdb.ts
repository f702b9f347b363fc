import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { GlueType } from '../../../lib/data-lake/catalogue/table-definition.ts';
import { LAKE_TABLES, SALES_DATABASE } from '../../../lib/data-lake/catalogue/tables.ts';

const duckType = (type: GlueType): string => (type === 'string' ? 'VARCHAR' : type.toUpperCase());

export interface LocalLake {
  readonly connection: DuckDBConnection;
  rows(sql: string): Promise<Record<string, unknown>[]>;
  [Symbol.dispose](): void;
}

/** The four retail tables as views over the files in a directory, with the columns and types of their definitions. */
export async function openLake(directory: string): Promise<LocalLake> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const { name, folder, columns } of LAKE_TABLES[SALES_DATABASE]) {
    const types = columns.map((column) => `'${column.name}': '${duckType(column.type)}'`);
    // No sniffing: what the definition says is what must be in the files.
    await connection.run(
      `CREATE VIEW ${name} AS SELECT * FROM read_csv('${join(directory, folder, '*.csv')}', header = true, delim = ',',
        quote = '"', escape = '"', dateformat = '%Y-%m-%d', auto_detect = false, columns = {${types.join(', ')}})`,
    );
  }
  return {
    connection,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

import { parseColumnType } from '../../src/catalogue/glue-type.ts';
import type { TableColumn, TableFormat } from '../../src/catalogue/types.ts';
import type { VisibleTable } from '../../src/persona-tables.ts';
import { rowFilterToSql } from '../../src/row-filter/to-sql.ts';

/** Columns by name and type; `partition` names those that stand in the path. */
export function columns(types: Readonly<Record<string, string>>, partition: readonly string[] = []): TableColumn[] {
  return Object.entries(types).map(([name, text]) => {
    const type = parseColumnType(text);
    if (type === undefined) throw new Error(`no type: ${text}`);
    return { name, type, partition: partition.includes(name) };
  });
}

export const CSV: TableFormat = {
  type: 'csv',
  delimiter: ',',
  quote: '"',
  escape: '"',
  headerLines: 1,
  nullText: '',
};

export interface ViewProps {
  readonly name: string;
  readonly types: Readonly<Record<string, string>>;
  /** @default sales */
  readonly database?: string;
  readonly format?: TableFormat;
  readonly partition?: readonly string[];
  readonly hidden?: readonly string[];
  readonly rowFilter?: string;
}

/** A table that a persona sees, whose files lie in a folder of the table's name. */
export function view({ name, types, database = 'sales', format = CSV, ...props }: ViewProps): VisibleTable {
  const { partition, hidden = [], rowFilter } = props;
  const all = columns(types, partition);
  const source = { status: 'readable', columns: all, format, bucket: 'lake', folder: name } as const;
  const visible: VisibleTable = {
    status: 'visible',
    table: { database, name, source },
    source,
    columns: all.filter((column) => !hidden.includes(column.name)),
    hiddenColumns: hidden,
    reason: `IAM: allowed; Lake Formation: grant on ${name}`,
  };
  if (rowFilter === undefined) return visible;
  const translated = rowFilterToSql(rowFilter, all);
  if (translated.status === 'error') throw new Error(translated.message);
  return { ...visible, rows: { filter: rowFilter, sql: translated.sql } };
}

import { type AccessModel, selectAccess, type TableAccess } from '../../access-matrix/src/index.ts';
import type { LakeTable, ReadableSource, TableColumn } from './catalogue/types.ts';
import { rowFilterToSql } from './row-filter/to-sql.ts';

/** A table that the persona may query, with what it sees of it. */
export interface VisibleTable {
  readonly status: 'visible';
  readonly table: LakeTable;
  readonly source: ReadableSource;
  /** Columns that are granted, in the table's order. */
  readonly columns: readonly TableColumn[];
  readonly hiddenColumns: readonly string[];
  /** Rows that are granted; absent for all of them. */
  readonly rows?: {
    /** As the data-cells filter has it. */
    readonly filter: string;
    /** The same as a condition of DuckDB. */
    readonly sql: string;
  };
  /** Why it may: both sides of the access matrix. */
  readonly reason: string;
}

/** A table that the persona may not query, or of which nobody can say. */
export interface HiddenTable {
  readonly status: 'hidden';
  readonly table: LakeTable;
  readonly decision: 'deny' | 'unknown';
  readonly reason: string;
}

/** A table that the persona may query, but that cannot be read on this machine. */
export interface UnusableTable {
  readonly status: 'unusable';
  readonly table: LakeTable;
  readonly reason: string;
}

export type PersonaTable = VisibleTable | HiddenTable | UnusableTable;

/** What a persona sees of each table, as the access matrix decides. */
export function personaTables(model: AccessModel, persona: string, tables: readonly LakeTable[]): PersonaTable[] {
  return tables.map((table) => {
    const selected = selectAccess(model, persona, table.database, table.name);
    if (selected.status === 'error') return { status: 'unusable', table, reason: selected.message };
    return personaTable(table, selected.access);
  });
}

function personaTable(table: LakeTable, access: TableAccess): PersonaTable {
  const { decision, reason, rowFilter } = access;
  if (decision !== 'allow') return { status: 'hidden', table, decision, reason };
  const { source } = table;
  if (source.status === 'unreadable') return { status: 'unusable', table, reason: source.reason };
  const granted = new Set(access.columns.map((name) => name.toLowerCase()));
  const columns = source.columns.filter(({ name }) => granted.has(name));
  if (columns.length === 0) return { status: 'unusable', table, reason: 'none of its columns is granted' };
  const hiddenColumns = source.columns.filter(({ name }) => !granted.has(name)).map(({ name }) => name);
  const visible: VisibleTable = { status: 'visible', table, source, columns, hiddenColumns, reason };
  if (rowFilter === undefined) return visible;
  const translated = rowFilterToSql(rowFilter, source.columns);
  if (translated.status === 'error') return { status: 'unusable', table, reason: translated.message };
  return { ...visible, rows: { filter: rowFilter, sql: translated.sql } };
}

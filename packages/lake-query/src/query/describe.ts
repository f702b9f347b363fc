import { fullName } from '../catalogue/types.ts';
import type { PersonaTable, VisibleTable } from '../persona-tables.ts';

/** One line about what a persona sees of a table. */
export function describeView({ table, columns, hiddenColumns, rows }: VisibleTable): string {
  const seen = columns.map(({ name }) => name).join(', ');
  const hidden = hiddenColumns.length > 0 ? ` (not ${hiddenColumns.join(', ')})` : '';
  return `${fullName(table)}: ${seen}${hidden}${rows === undefined ? '' : `, rows where ${rows.filter}`}`;
}

export function visibleTables(tables: readonly PersonaTable[]): VisibleTable[] {
  return tables.filter((table) => table.status === 'visible');
}

/** What a persona may query, for the end of an error. */
export function describeReach(persona: string, tables: readonly PersonaTable[]): string[] {
  const visible = visibleTables(tables);
  if (visible.length === 0) return [`${persona} may query no table at all`];
  return [`${persona} may query:`, ...visible.map((view) => `  ${describeView(view)}`)];
}

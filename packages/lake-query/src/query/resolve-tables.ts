import { fullName } from '../catalogue/types.ts';
import type { TableReference } from '../engine/statement.ts';
import type { PersonaTable, VisibleTable } from '../persona-tables.ts';
import { describeReach } from './describe.ts';
import { denied, type Refusal, unusable } from './types.ts';

const CATALOGUE = 'awsdatacatalog';

export interface NameScope {
  readonly persona: string;
  readonly tables: readonly PersonaTable[];
  /** The only database in which a name without one is looked up. @default - all of them */
  readonly database?: string;
}

export type ResolvedTables = { readonly status: 'success'; readonly tables: readonly VisibleTable[] } | Refusal;

/** The tables that a query names. One that the persona may not query refuses the query, with the reason. */
export function resolveTables(references: readonly TableReference[], scope: NameScope): ResolvedTables {
  const resolved = new Set<VisibleTable>();
  for (const { path, maybeLocal } of references) {
    const found = resolveTable(path, scope);
    if (found.status === 'visible') resolved.add(found);
    // Binding the query tells whether the name stood for the query's own table after all.
    else if (!maybeLocal) return found;
  }
  return { status: 'success', tables: [...resolved] };
}

function resolveTable(path: readonly string[], scope: NameScope): VisibleTable | Refusal {
  const { persona, tables } = scope;
  const name = path.join('.');
  const candidates = findCandidates(path, scope);
  const reachable = candidates.filter(({ status }) => status !== 'hidden');
  if (reachable.length > 1) {
    const choices = reachable.map(({ table }) => fullName(table)).join(' or ');
    return unusable(`${name} stands for several tables: write ${choices}, or choose with --database`);
  }
  const found = reachable[0] ?? candidates[0];
  if (found === undefined) return unusable(`there is no table ${name}`, ...describeReach(persona, tables));
  switch (found.status) {
    case 'visible':
      return found;
    case 'unusable':
      return unusable(`${fullName(found.table)} cannot be queried here: ${found.reason}`);
    case 'hidden':
      return found.decision === 'deny'
        ? denied(
            `${persona} may not query ${fullName(found.table)}`,
            `because: ${found.reason}`,
            ...describeReach(persona, tables),
          )
        : unusable(
            `whether ${persona} may query ${fullName(found.table)} cannot be decided from the templates`,
            `because: ${found.reason}`,
          );
  }
}

/** Tables that a name can stand for: `sales`, `sales.items` or `awsdatacatalog.sales.items`, in any case. */
function findCandidates(path: readonly string[], { tables, database }: NameScope): PersonaTable[] {
  const parts = path.map((part) => part.toLowerCase());
  if (parts.length === 3 && parts[0] !== CATALOGUE) return [];
  const [wanted, within = database] = parts.reverse();
  return tables.filter(
    ({ table }) => table.name === wanted && (within === undefined || table.database === within.toLowerCase()),
  );
}

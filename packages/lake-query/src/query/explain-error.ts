import { fullName } from '../catalogue/types.ts';
import { readDuckdbError } from '../engine/duckdb-error.ts';
import type { PersonaTable, VisibleTable } from '../persona-tables.ts';
import { describeReach, describeView } from './describe.ts';
import { denied, type Refusal, unusable } from './types.ts';

export interface QueryContext {
  readonly persona: string;
  readonly tables: readonly PersonaTable[];
  /** Tables that the query names. */
  readonly reads: readonly VisibleTable[];
}

const DIALECT = 'the SQL is run by DuckDB; its functions and types are not in every case those of Athena';

/** Kinds of errors that another dialect can cause. */
const OF_THE_DIALECT: ReadonlySet<string> = new Set(['Parser', 'Binder', 'Catalog', 'Conversion', 'Not implemented']);

/** What an error of DuckDB means to the persona; undefined for an error that is none of DuckDB's. */
export function explainError(error: unknown, context: QueryContext): Refusal | undefined {
  const problem = readDuckdbError(error);
  if (problem === undefined) return undefined;
  for (const view of context.reads) {
    const hidden = view.hiddenColumns.find((name) => problem.names.some((missing) => missing.toLowerCase() === name));
    if (problem.kind === 'Binder' && hidden !== undefined) return hiddenColumn(view, hidden, context);
  }
  const [first = problem.kind, ...more] = problem.message.split('\n').filter((line) => line.trim() !== '');
  const reach = problem.kind === 'Catalog' ? describeReach(context.persona, context.tables) : [];
  return unusable(first, ...more, ...reach, ...(OF_THE_DIALECT.has(problem.kind) ? [DIALECT] : []));
}

function hiddenColumn(view: VisibleTable, column: string, { persona }: QueryContext): Refusal {
  return denied(
    `${persona} may not see the column ${column} of ${fullName(view.table)}`,
    `because: ${view.reason}`,
    `${persona} sees of ${describeView(view)}`,
  );
}

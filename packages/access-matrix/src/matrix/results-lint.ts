import { formatLocation } from '../lake-formation/s3-location.ts';
import type { LakeProblem } from '../lake-formation/types.ts';
import { readable } from '../template/unresolved.ts';
import type { AccessModel, MatrixCell } from './types.ts';

/**
 * Results of queries are plain objects in S3: whoever reads them sees what the one saw who asked. A place of results
 * that is shared by personas with different rights therefore goes around columns and row filters.
 */
export function lintResults(model: AccessModel, cells: readonly MatrixCell[]): LakeProblem[] {
  const workgroups = model.lakes.flatMap(({ formation, suffix }) =>
    formation.model.workgroups.map((workgroup) => ({ workgroup, suffix })),
  );
  if (workgroups.length === 0) return [];
  const seen = new Seen(cells);
  return workgroups.flatMap(({ workgroup, suffix }): LakeProblem[] => {
    if (!workgroup.results) return [];
    const place = `${readable(formatLocation(workgroup.results))}${suffix}`;
    const readers = seen.allowed('s3:GetObject', place);
    const askers = seen.allowed('athena:StartQueryExecution', `workgroup:${workgroup.name}${suffix}`);
    const found = firstOf(readers, askers, (reader, asker) => seen.whatIsMore(asker, reader));
    if (!found) return [];
    const { first: reader, second: asker, result: table } = found;
    const message = `${workgroup.source.logicalId}: ${reader} can read the results of ${asker} in ${place}, who sees more of ${table}; give each its own workgroup and folder`;
    return [{ severity: 'warning', rule: 'results-shared', message, source: workgroup.source }];
  });
}

/** The first pair for which there is a result. */
function firstOf<Result>(
  firsts: readonly string[],
  seconds: readonly string[],
  look: (first: string, second: string) => Result | undefined,
): { readonly first: string; readonly second: string; readonly result: Result } | undefined {
  for (const first of firsts) {
    for (const second of seconds) {
      const result = look(first, second);
      if (result !== undefined) return { first, second, result };
    }
  }
  return undefined;
}

/** What each persona sees, looked up by persona: the cells of a large lake are too many to go through for every pair. */
class Seen {
  readonly #cells: readonly MatrixCell[];
  /** SELECT by table, by persona. */
  readonly #tables = new Map<string, Map<string, MatrixCell>>();

  constructor(cells: readonly MatrixCell[]) {
    this.#cells = cells;
    for (const cell of cells) {
      if (cell.action !== 'SELECT') continue;
      const known = this.#tables.get(cell.persona);
      if (known) known.set(cell.resource, cell);
      else this.#tables.set(cell.persona, new Map([[cell.resource, cell]]));
    }
  }

  /** Personas that are allowed something. */
  allowed(action: string, resource: string): string[] {
    return this.#cells
      .filter((cell) => cell.decision === 'allow' && cell.action === action && cell.resource === resource)
      .map(({ persona }) => persona);
  }

  /** A table of which the first sees more than the second. */
  whatIsMore(first: string, second: string): string | undefined {
    const [own, theirs] = [this.#tables.get(first), this.#tables.get(second)];
    if (first === second || !own || !theirs) return undefined;
    for (const mine of own.values()) {
      const other = theirs.get(mine.resource);
      if (other && seesMore(mine, other)) return mine.resource;
    }
    return undefined;
  }
}

function seesMore(mine: MatrixCell, other: MatrixCell): boolean {
  if (mine.decision !== 'allow') return false;
  if (other.decision !== 'allow') return true;
  return (
    (other.columns !== undefined && other.columns.length < (mine.columns?.length ?? Number.POSITIVE_INFINITY)) ||
    (other.rowFilter !== undefined && other.rowFilter !== mine.rowFilter)
  );
}

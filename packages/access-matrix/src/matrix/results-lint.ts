import { formatLocation } from '../lake-formation/s3-location.ts';
import type { LakeProblem } from '../lake-formation/types.ts';
import { readable } from '../template/unresolved.ts';
import type { AccessModel, MatrixCell } from './types.ts';

/**
 * Results of queries are plain objects in S3: whoever reads them sees what the one saw who asked. A place of results
 * that is shared by personas with different rights therefore goes around columns and row filters.
 */
export function lintResults(model: AccessModel, cells: readonly MatrixCell[]): LakeProblem[] {
  return model.lakes.flatMap(({ formation, suffix }) =>
    formation.model.workgroups.flatMap((workgroup): LakeProblem[] => {
      if (!workgroup.results) return [];
      const place = `${readable(formatLocation(workgroup.results))}${suffix}`;
      const allowed = (action: string, resource: string) =>
        cells
          .filter((cell) => cell.decision === 'allow' && cell.action === action && cell.resource === resource)
          .map(({ persona }) => persona);
      const readers = allowed('s3:GetObject', place);
      const askers = allowed('athena:StartQueryExecution', `workgroup:${workgroup.name}${suffix}`);
      const pairs = readers.flatMap((reader) =>
        askers.map((asker) => ({ reader, asker, table: seesMore(cells, asker, reader) })),
      );
      const [found] = pairs.filter(({ table }) => table !== undefined);
      if (!found) return [];
      const message = `${workgroup.source.logicalId}: ${found.reader} can read the results of ${found.asker} in ${place}, who sees more of ${found.table}; give each its own workgroup and folder`;
      return [{ severity: 'warning', rule: 'results-shared', message, source: workgroup.source }];
    }),
  );
}

/** A table of which the first sees more than the second. */
function seesMore(cells: readonly MatrixCell[], first: string, second: string): string | undefined {
  if (first === second) return undefined;
  const select = (persona: string) =>
    new Map(
      cells.filter((cell) => cell.persona === persona && cell.action === 'SELECT').map((cell) => [cell.resource, cell]),
    );
  const theirs = select(second);
  const more = [...select(first).values()].find((mine) => {
    const other = theirs.get(mine.resource);
    if (mine.decision !== 'allow' || !other) return false;
    if (other.decision !== 'allow') return true;
    return (
      (other.columns !== undefined && other.columns.length < (mine.columns?.length ?? Number.POSITIVE_INFINITY)) ||
      (other.rowFilter !== undefined && other.rowFilter !== mine.rowFilter)
    );
  });
  return more?.resource;
}

import { computeMatrix } from './compute.ts';
import { joinPlaces, type Places, placesOf } from './questions.ts';
import type { AccessModel, MatrixCell } from './types.ts';

/** What a change does to one cell. */
export interface AccessChange {
  /**
   * `opens`: more is allowed, or can no longer be ruled out. `closes`: less is. `changes`: other columns or rows, of
   * which neither is a part of the other, or unknown instead of allowed and back. `weakens`: it stays denied, but by one
   * side only, where both denied it before.
   */
  readonly kind: 'opens' | 'closes' | 'changes' | 'weakens';
  readonly persona: string;
  readonly action: string;
  readonly resource: string;
  /** Absent when there was no such persona or resource, which counts as denied. */
  readonly before?: MatrixCell;
  readonly after?: MatrixCell;
}

/**
 * What a change of the templates opens and closes. Both are asked about the places of both: a folder does not close
 * because it is no longer registered.
 */
export function diffModels(before: AccessModel, after: AccessModel): AccessChange[] {
  const places = [before, after]
    .flatMap(({ lakes }) => lakes.map(({ formation }) => placesOf(formation.model)))
    .reduce<Places>(joinPlaces, { storage: [], objects: [] });
  return diffMatrices(computeMatrix(before, { places }), computeMatrix(after, { places }));
}

const keyOf = ({ persona, action, resource }: MatrixCell) => JSON.stringify([persona, action, resource]);

/** What two matrices differ in; a cell that one of them does not have is denied there. */
export function diffMatrices(before: readonly MatrixCell[], after: readonly MatrixCell[]): AccessChange[] {
  const old = new Map(before.map((cell) => [keyOf(cell), cell]));
  const now = new Map(after.map((cell) => [keyOf(cell), cell]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const cell = is ?? was;
    const kind = kindOf(was, is);
    if (!cell || !kind) return [];
    const { persona, action, resource } = cell;
    return [{ kind, persona, action, resource, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }];
  });
}

function kindOf(was: MatrixCell | undefined, is: MatrixCell | undefined): AccessChange['kind'] | undefined {
  const [from, to] = [was?.decision ?? 'deny', is?.decision ?? 'deny'];
  if (from !== to) {
    if (from === 'deny') return 'opens';
    return to === 'deny' ? 'closes' : 'changes';
  }
  if (from === 'deny') return was && is && isWeaker(was, is) ? 'weakens' : undefined;
  if (!was || !is || (seesAll(is, was) && seesAll(was, is))) return undefined;
  if (seesAll(is, was)) return 'opens';
  return seesAll(was, is) ? 'closes' : 'changes';
}

/** Whether the first surely sees whatever the second sees: two row filters are only compared as texts. */
function seesAll(first: MatrixCell, second: MatrixCell): boolean {
  const columns =
    first.columns === undefined || second.columns?.every((name) => first.columns?.includes(name)) === true;
  return columns && (first.rowFilter === undefined || first.rowFilter === second.rowFilter);
}

const sidesThatDeny = ({ iam, lakeFormation }: MatrixCell) =>
  [iam, lakeFormation].filter(({ decision }) => decision === 'deny').length;

const isWeaker = (was: MatrixCell, is: MatrixCell) => sidesThatDeny(is) < sidesThatDeny(was);

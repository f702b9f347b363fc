import { nearestOf } from './nearest.ts';
import type { MatrixCell } from './types.ts';

/** What a file expects of one cell. */
export interface ExpectedCell {
  readonly persona: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allow' | 'unknown';
  readonly columns?: readonly string[];
  readonly rows?: string;
  /** `file:line:column` of it. */
  readonly place: string;
}

/** Every resource of an action. */
export interface ExpectedAll {
  readonly persona: string;
  readonly action: string;
  readonly decision: 'allow' | 'unknown';
  readonly place: string;
}

/** The wanted matrix. What it does not name must be denied. */
export interface Expectations {
  readonly file: string;
  readonly personas: readonly { readonly name: string; readonly place: string }[];
  readonly cells: readonly ExpectedCell[];
  readonly all: readonly ExpectedAll[];
}

/** One thing that is not as wanted, ready to print. */
export interface Difference {
  /** `missing`: wanted and not there; `extra`: there and not wanted; `other`: columns, rows or a wrong name. */
  readonly kind: 'missing' | 'extra' | 'other';
  readonly text: string;
}

/** Compares the wanted matrix with the computed one, in both directions. */
export function compareExpectations(expectations: Expectations, matrix: readonly MatrixCell[]): Difference[] {
  const known = new NamesOf(matrix);
  const wrongNames = [
    ...expectations.personas.flatMap((persona) => known.persona(persona)),
    ...[...expectations.cells, ...expectations.all].flatMap((expected) => known.cell(expected)),
  ];
  const wanted = new Map(expectations.cells.map((cell) => [keyOf(cell), cell]));
  const all = new Map(expectations.all.map((one) => [keyOf({ ...one, resource: '' }), one]));
  return [
    ...wrongNames,
    ...matrix.flatMap((cell) => {
      const expected = wanted.get(keyOf(cell)) ?? all.get(keyOf({ ...cell, resource: '' }));
      return compareCell(cell, expected, expectations.file);
    }),
  ];
}

const keyOf = ({ persona, action, resource }: Pick<MatrixCell, 'persona' | 'action' | 'resource'>) =>
  JSON.stringify([persona, action, resource]);

function compareCell(cell: MatrixCell, expected: ExpectedCell | ExpectedAll | undefined, file: string): Difference[] {
  const name = `${cell.persona} ${cell.action} ${cell.resource}`;
  if (!expected) {
    if (cell.decision === 'deny') return [];
    return [{ kind: 'extra', text: `${file}: ${name} is ${cell.decision}, and is not in the file: ${why(cell)}` }];
  }
  const { place } = expected;
  if (cell.decision !== expected.decision) {
    const kind = cell.decision === 'deny' ? 'missing' : 'extra';
    return [{ kind, text: `${place}: ${name} should be ${expected.decision} and is ${cell.decision}: ${why(cell)}` }];
  }
  const wanted = 'resource' in expected ? expected : undefined;
  return [
    ...compareColumns(name, place, wanted?.columns, cell.columns),
    ...compareRows(name, place, wanted?.rows, cell.rowFilter),
  ];
}

function compareColumns(
  name: string,
  place: string,
  wanted: readonly string[] | undefined,
  seen: readonly string[] | undefined,
): Difference[] {
  const text = (columns: readonly string[] | undefined) => columns?.join(', ') ?? 'all';
  if (text(wanted?.toSorted()) === text(seen?.toSorted())) return [];
  return [{ kind: 'other', text: `${place}: ${name} should see columns ${text(wanted)} and sees ${text(seen)}` }];
}

function compareRows(name: string, place: string, wanted: string | undefined, seen: string | undefined): Difference[] {
  if (wanted === seen) return [];
  const text = (rows: string | undefined) => (rows === undefined ? 'all rows' : `rows where ${rows}`);
  return [{ kind: 'other', text: `${place}: ${name} should see ${text(wanted)} and sees ${text(seen)}` }];
}

/** The sides that made the decision. */
function why({ decision, iam, lakeFormation }: MatrixCell): string {
  const sides = [
    ...(iam.decision === decision ? [`IAM: ${iam.reason}`] : []),
    ...(lakeFormation.decision === decision ? [`Lake Formation: ${lakeFormation.reason}`] : []),
  ];
  return sides.join('; ');
}

/** Names that the matrix has, to tell a misspelt one from one that is denied. */
class NamesOf {
  readonly #personas: ReadonlySet<string>;
  readonly #actions: ReadonlySet<string>;
  readonly #resources = new Map<string, Set<string>>();

  constructor(matrix: readonly MatrixCell[]) {
    this.#personas = new Set(matrix.map(({ persona }) => persona));
    this.#actions = new Set(matrix.map(({ action }) => action));
    for (const { action, resource } of matrix) {
      const known = this.#resources.get(action);
      if (known) known.add(resource);
      else this.#resources.set(action, new Set([resource]));
    }
  }

  persona({ name, place }: Expectations['personas'][number]): Difference[] {
    if (this.#personas.has(name)) return [];
    const hint = nearestOf(name, [...this.#personas]);
    return [{ kind: 'other', text: `${place}: the matrix has no persona "${name}"; ${hint}` }];
  }

  cell(expected: ExpectedCell | ExpectedAll): Difference[] {
    const { persona, action, place } = expected;
    if (!this.#personas.has(persona)) return [];
    if (!this.#actions.has(action)) {
      return [
        {
          kind: 'other',
          text: `${place}: the matrix has no action "${action}"; ${nearestOf(action, [...this.#actions])}`,
        },
      ];
    }
    const resources = this.#resources.get(action) ?? new Set();
    if (!('resource' in expected) || resources.has(expected.resource)) return [];
    const hint = nearestOf(expected.resource, [...resources]);
    return [{ kind: 'other', text: `${place}: ${action} is not asked of "${expected.resource}"; ${hint}` }];
  }
}

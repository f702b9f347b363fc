import type { Paint } from '../../../cli/src/paint.ts';
import type { AccessChange } from '../matrix/diff.ts';
import type { MatrixCell } from '../matrix/types.ts';
import { limitsText } from './cell-text.ts';
import { wrap } from './layout.ts';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';

const TITLES = { opens: 'Opens', closes: 'Closes', changes: 'Changes', weakens: 'Weakens' } as const;
const KINDS = ['opens', 'changes', 'weakens', 'closes'] as const;
const COLOURS = { opens: 'red', changes: 'yellow', weakens: 'yellow', closes: 'green' } as const;

/** What a change does, for a reviewer: first what it opens. */
export function changeLines(changes: readonly AccessChange[], paint: Paint): string[] {
  if (changes.length === 0) return [NOTHING];
  return KINDS.flatMap((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0) return [];
    const lines = groups(own).flatMap(({ what, before, after }) => [
      ...wrap(what, '  '),
      // That a second side denied it, too, is what has gone; how it did so is of no use to anybody.
      ...(kind === 'weakens' ? [] : wrap(`was  ${before}`, '    ', '         ')),
      ...wrap(`is   ${after}`, '    ', '         '),
    ]);
    return [paint([COLOURS[kind], 'bold'], heading(kind, own.length)), ...lines, ''];
  }).slice(0, -1);
}

const NOTHING = 'Nobody may do more or less than before.';

const heading = (kind: AccessChange['kind'], count: number) =>
  `${TITLES[kind]} ${count}${kind === 'weakens' ? ' (still denied, but by one side only)' : ''}`;

interface ChangeGroup {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Changes of one persona's action that are alike but for the resource are told together. */
function groups(changes: readonly AccessChange[]): ChangeGroup[] {
  const found = new Map<string, { readonly first: AccessChange; readonly resources: string[] }>();
  for (const change of changes) {
    const { persona, action, resource, before, after } = change;
    const key = JSON.stringify([persona, action, sideKey(before), sideKey(after)]);
    const group = found.get(key);
    if (group) group.resources.push(resource);
    else found.set(key, { first: change, resources: [resource] });
  }
  return [...found.values()].map(({ first, resources }) => ({
    what: `${first.persona} ${first.action} ${resources.join(', ')}`,
    before: cellText(first.before),
    after: cellText(first.after),
  }));
}

const sideKey = (cell: MatrixCell | undefined) =>
  cell && [cell.decision, cell.iam.decision, cell.lakeFormation.decision, limitsText(cell)];

/** The same for a comment in a review. */
export function changesMarkdown(changes: readonly AccessChange[]): string {
  if (changes.length === 0) return `${NOTHING}\n`;
  const lines = KINDS.flatMap((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    if (own.length === 0) return [];
    return [
      `### ${heading(kind, own.length)}`,
      '',
      '| Persona | Action | Resource | Was | Is |',
      '|---|---|---|---|---|',
      ...own.map(({ persona, action, resource, before, after }) => {
        const names = [escapeMarkdown(persona), codeSpan(action), codeSpan(resource)];
        return `| ${[...names, escapeMarkdown(cellText(before)), escapeMarkdown(cellText(after))].join(' | ')} |`;
      }),
      '',
    ];
  });
  return `${lines.join('\n')}`;
}

/** A cell in one line: the decision, what of it, and the side that decided. */
export function cellText(cell: MatrixCell | undefined): string {
  if (!cell) return 'not there';
  const { decision, iam, lakeFormation } = cell;
  const limits = limitsText(cell);
  const sides = [
    ...(iam.decision === decision ? [`IAM: ${iam.reason}`] : []),
    ...(lakeFormation.decision === decision ? [`Lake Formation: ${lakeFormation.reason}`] : []),
  ];
  return `${decision}${limits === '' ? '' : ` (${limits})`}: ${sides.join('; ')}`;
}

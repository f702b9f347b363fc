import type { Paint } from '../../../cli/src/paint.ts';
import type { LakeProblem } from '../lake-formation/types.ts';
import type { MatrixCell } from '../matrix/types.ts';
import { LEGEND, limitsText, shortText } from './cell-text.ts';
import { shorten, WIDTH, wrap } from './layout.ts';
import type { AccessReport, Grid, PersonaReport } from './report.ts';

export interface TerminalOptions {
  /** The reason on both sides of every cell, not only of what is allowed or unknown. @default false */
  readonly reasons?: boolean;
}

/** The whole matrix in lines of at most 100 columns. */
export function terminalLines(report: AccessReport, paint: Paint, options: TerminalOptions = {}): string[] {
  return [
    paint('bold', 'Who may do what'),
    ...wrap(`${report.source}: ${report.summary}`, ''),
    '',
    ...LEGEND.map(([text, meaning]) => `  ${paintCell(text.padEnd(6), text, paint)} ${paint('dim', meaning)}`),
    ...report.personas.flatMap((persona) => personaLines(persona, report, paint, options)),
    ...problemLines(report.problems, paint),
  ];
}

function personaLines(
  persona: PersonaReport,
  { columnCounts }: AccessReport,
  paint: Paint,
  { reasons = false }: TerminalOptions,
): string[] {
  const told = persona.told.filter(({ decision }) => reasons || decision !== 'deny');
  return [
    '',
    paint(['bold', 'underline'], persona.name),
    ...wrap(persona.description, '  ').map((line) => paint('dim', line)),
    ...persona.grids.flatMap((grid) => gridLines(grid, columnCounts, paint)),
    ...(told.length === 0 ? ['', '  may do nothing of this'] : ['', '  why', ...reasonLines(told, paint)]),
  ];
}

/** Space between two columns. */
const GAP = 2;
/** A name gets what the columns leave, and at least so much. */
const MIN_NAME = 20;

function gridLines(grid: Grid, columnCounts: ReadonlyMap<string, number>, paint: Paint): string[] {
  const texts = grid.rows.map(({ name, cells }) => cells.map((cell) => shortText(cell, columnCounts.get(name))));
  const widths = grid.columns.map(({ title }, index) => {
    return Math.max(title.length, ...texts.map((row) => row[index]?.length ?? 0));
  });
  const taken = widths.reduce((sum, width) => sum + width + GAP, 2);
  const longest = Math.max(grid.title.length, ...grid.rows.map(({ name }) => [...name].length));
  const nameWidth = Math.min(longest, Math.max(MIN_NAME, WIDTH - taken));
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(nameWidth)}${cells.map((cell) => ' '.repeat(GAP) + cell).join('')}`.trimEnd();
  const titles = grid.columns.map(({ title }, index) => title.padEnd(widths[index] ?? 0));
  return [
    '',
    paint('dim', row(grid.title, titles)),
    ...grid.rows.map(({ name }, index) => {
      const cells = (texts[index] ?? []).map((text, at) => paintCell(text.padEnd(widths[at] ?? 0), text, paint));
      return row(shorten(name, nameWidth), cells);
    }),
  ];
}

function paintCell(padded: string, text: string, paint: Paint): string {
  if (text.startsWith('yes')) return paint('green', padded);
  return text === '?' ? paint('yellow', padded) : paint('dim', padded);
}

/** Cells with the same reasons are told together. */
function reasonLines(cells: readonly MatrixCell[], paint: Paint): string[] {
  const groups = new Map<string, MatrixCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.decision, cell.iam, cell.lakeFormation, cell.columns, cell.rowFilter]);
    const known = groups.get(key);
    if (known) known.push(cell);
    else groups.set(key, [cell]);
  }
  return [...groups.values()].flatMap((group) => groupLines(group, paint));
}

const COLOURS = { allow: 'green', deny: 'red', unknown: 'yellow' } as const;

function groupLines(group: readonly MatrixCell[], paint: Paint): string[] {
  const [first] = group;
  if (!first) return [];
  const actions = [...new Set(group.map(({ action }) => action))];
  const what = actions.map((action) => `${action} ${resourcesOf(group, action)}`).join('; ');
  const limits = limitsText(first);
  const side = (label: string, text: string) => wrap(`${label} ${text}`, '            ', '               ');
  const [head = '', ...rest] = wrap(what, '            ');
  return [
    `    ${paint(COLOURS[first.decision], first.decision.padEnd(8))}${head.trimStart()}`,
    ...rest,
    ...(limits === '' ? [] : side('only', limits)),
    ...side('IAM', first.iam.reason),
    ...side('LF ', first.lakeFormation.reason),
  ];
}

const resourcesOf = (group: readonly MatrixCell[], wanted: string) =>
  group
    .filter(({ action }) => action === wanted)
    .map(({ resource }) => resource)
    .join(', ');

export function problemLines(problems: readonly LakeProblem[], paint: Paint): string[] {
  if (problems.length === 0) return [];
  const errors = problems.filter(({ severity }) => severity === 'error');
  return [
    '',
    paint('bold', `${problems.length} ${problems.length === 1 ? 'thing' : 'things'} to look at`),
    ...[...errors, ...problems.filter(({ severity }) => severity === 'warning')].flatMap(
      ({ severity, rule, message }) => {
        const [head = '', ...rest] = wrap(`${message} (${rule})`, '  '.padEnd(11), ''.padEnd(11));
        return [`  ${paint(severity === 'error' ? 'red' : 'yellow', severity.padEnd(9))}${head.trimStart()}`, ...rest];
      },
    ),
  ];
}

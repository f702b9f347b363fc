import type { LakeProblem } from '../lake-formation/types.ts';
import type { MatrixCell } from '../matrix/types.ts';
import { LEGEND, limitsText, shortText } from './cell-text.ts';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';
import type { AccessReport, Grid, PersonaReport } from './report.ts';

/** The whole matrix as Markdown: the tables, and every cell's reasons folded away below them. */
export function formatMarkdown(report: AccessReport): string {
  const lines = [
    '# Who may do what',
    '',
    `${codeSpan(report.source)}: ${escapeMarkdown(report.summary)}.`,
    '',
    ...LEGEND.map(([text, meaning]) => `- ${codeSpan(text)} ${escapeMarkdown(meaning)}`),
    ...report.personas.flatMap((persona) => personaLines(persona, report.columnCounts)),
    ...problemLines(report.problems),
  ];
  return `${lines.join('\n')}\n`;
}

function personaLines(persona: PersonaReport, columnCounts: ReadonlyMap<string, number>): string[] {
  return [
    '',
    `## ${escapeMarkdown(persona.name)}`,
    '',
    escapeMarkdown(persona.description),
    ...persona.grids.flatMap((grid) => gridLines(grid, columnCounts)),
    '',
    `<details><summary>Reasons of all ${persona.cells.length} cells</summary>`,
    '',
    '| Action | Resource | Decision | Only | IAM | Lake Formation |',
    '|---|---|---|---|---|---|',
    ...persona.cells.map(reasonRow),
    '',
    '</details>',
  ];
}

function gridLines(grid: Grid, columnCounts: ReadonlyMap<string, number>): string[] {
  return [
    '',
    `| ${[grid.title, ...grid.columns.map(({ title }) => title)].join(' | ')} |`,
    `|${'---|'.repeat(grid.columns.length + 1)}`,
    ...grid.rows.map(({ name, cells }) => {
      const texts = cells.map((cell) => mark(shortText(cell, columnCounts.get(name))));
      return `| ${[codeSpan(name), ...texts].join(' | ')} |`;
    }),
  ];
}

const mark = (text: string) => (text.startsWith('yes') ? `**${text}**` : text);

function reasonRow(cell: MatrixCell): string {
  const { action, resource, decision, iam, lakeFormation } = cell;
  const side = ({ decision: own, reason }: MatrixCell['iam']) => `${own}: ${escapeMarkdown(reason)}`;
  const parts = [
    codeSpan(action),
    codeSpan(resource),
    decision,
    escapeMarkdown(limitsText(cell)),
    side(iam),
    side(lakeFormation),
  ];
  return `| ${parts.join(' | ')} |`;
}

function problemLines(problems: readonly LakeProblem[]): string[] {
  if (problems.length === 0) return [];
  return [
    '',
    '## To look at',
    '',
    ...problems.map(({ severity, rule, message }) => `- **${severity}** ${codeSpan(rule)}: ${escapeMarkdown(message)}`),
  ];
}

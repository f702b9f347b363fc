import { escapeHtml } from '../../../cli/src/html.ts';
import type { LakeProblem } from '../lake-formation/types.ts';
import type { MatrixCell } from '../matrix/types.ts';
import { LEGEND, limitsText, shortText } from './cell-text.ts';
import { STYLE } from './html-style.ts';
import type { AccessReport, Grid, PersonaReport } from './report.ts';

/**
 * The whole matrix as one page that needs nothing else: no script, no font, no request. What a colour says, a word says
 * too.
 */
export function formatHtml(report: AccessReport): string {
  const { personas } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Access matrix</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#matrix">Skip to the matrix</a>
<header>
<h1>Who may do what</h1>
<p><code>${escapeHtml(report.source)}</code>: ${escapeHtml(report.summary)}.</p>
<dl class="legend">${LEGEND.map(([text, meaning]) => `<div><dt class="${classOf(text)}">${escapeHtml(spoken(text))}</dt><dd>${escapeHtml(meaning)}</dd></div>`).join('')}</dl>
<nav aria-label="Personas"><ul>${personas.map(({ name }, index) => `<li><a href="#p${index}">${escapeHtml(name)}</a></li>`).join('')}${report.problems.length > 0 ? '<li><a href="#problems">To look at</a></li>' : ''}</ul></nav>
</header>
<main id="matrix">
${personas.map((persona, index) => personaSection(persona, index, report.columnCounts)).join('\n')}
${problemSection(report.problems)}
</main>
</body>
</html>
`;
}

function personaSection(persona: PersonaReport, index: number, columnCounts: ReadonlyMap<string, number>): string {
  const { name, description, grids, cells } = persona;
  return `<section aria-labelledby="p${index}">
<h2 id="p${index}">${escapeHtml(name)}</h2>
<p>${escapeHtml(description)}</p>
${grids.map((grid) => gridTable(grid, name, columnCounts)).join('\n')}
<details>
<summary>Reasons of all ${cells.length} cells</summary>
${reasonTable(cells, name)}
</details>
</section>`;
}

/** A wide table scrolls by itself, with the keyboard too. */
const scrolling = (label: string, table: string) =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}">${table}</div>`;

const header = (titles: readonly string[]) =>
  `<thead><tr>${titles.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('')}</tr></thead>`;

function gridTable(grid: Grid, persona: string, columnCounts: ReadonlyMap<string, number>): string {
  const label = `${persona}: ${grid.title}`;
  const rows = grid.rows.map(({ name, cells }) => {
    const values = cells.map((cell) => gridCell(cell, columnCounts.get(name)));
    return `<tr><th scope="row"><code>${escapeHtml(name)}</code></th>${values.join('')}</tr>`;
  });
  const titles = [grid.title, ...grid.columns.map(({ title }) => title)];
  return scrolling(
    label,
    `<table><caption>${escapeHtml(label)}</caption>${header(titles)}<tbody>${rows.join('')}</tbody></table>`,
  );
}

function gridCell(cell: MatrixCell | undefined, columnCount: number | undefined): string {
  if (!cell) return '<td></td>';
  const text = shortText(cell, columnCount);
  const limits = limitsText(cell);
  const title = limits === '' ? '' : `<small>${escapeHtml(limits)}</small>`;
  return `<td class="${classOf(text)}"><span>${escapeHtml(spoken(text))}</span>${title}</td>`;
}

/** A dash is silent in a screen reader. */
const spoken = (text: string) => text.replace(/^-/, 'no');

function classOf(text: string): string {
  if (text.startsWith('yes')) return 'allow';
  return text === '?' ? 'unknown' : 'deny';
}

function reasonTable(cells: readonly MatrixCell[], persona: string): string {
  const side = ({ decision, reason }: MatrixCell['iam']) =>
    `<td><span class="${decision}">${decision}</span> ${escapeHtml(reason)}</td>`;
  const rows = cells.map((cell) => {
    const { action, resource, decision, iam, lakeFormation } = cell;
    const names = `<th scope="row"><code>${escapeHtml(action)}</code></th><td><code>${escapeHtml(resource)}</code></td>`;
    const whole = `<td class="${decision}">${decision}</td><td>${escapeHtml(limitsText(cell))}</td>`;
    return `<tr>${names}${whole}${side(iam)}${side(lakeFormation)}</tr>`;
  });
  const label = `${persona}: reasons`;
  const titles = ['Action', 'Resource', 'Decision', 'Only', 'IAM', 'Lake Formation'];
  return scrolling(
    label,
    `<table><caption>${escapeHtml(label)}</caption>${header(titles)}<tbody>${rows.join('')}</tbody></table>`,
  );
}

function problemSection(problems: readonly LakeProblem[]): string {
  if (problems.length === 0) return '';
  const items = problems.map(({ severity, rule, message }) => {
    return `<li><strong>${severity}</strong> ${escapeHtml(message)} (<code>${escapeHtml(rule)}</code>)</li>`;
  });
  return `<section aria-labelledby="problems"><h2 id="problems">To look at</h2><ul>${items.join('')}</ul></section>`;
}

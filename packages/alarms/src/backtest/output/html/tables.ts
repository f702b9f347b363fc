import { escapeHtml } from '../../../../../cli/src/html.ts';

/** A cell: text, or text with a class for its look. */
export type Cell = string | { readonly text: string; readonly kind: 'number' | 'yes' | 'no' };

/** A table that scrolls by itself if it is wide, with the keyboard too. */
export function table(caption: string, titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumber = (index: number) => rows.some((cells) => kindOf(cells[index]) === 'number');
  const header = titles
    .map((title, index) => `<th scope="col"${isNumber(index) ? ' class="number"' : ''}>${escapeHtml(title)}</th>`)
    .join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell, index) => tableCell(cell, index === 0)).join('')}</tr>`);
  const label = escapeHtml(caption);
  return `<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table><caption>${label}</caption><thead><tr>${header}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const kindOf = (cell: Cell | undefined) => (typeof cell === 'object' ? cell.kind : undefined);

function tableCell(cell: Cell, first: boolean): string {
  const { text, kind } = typeof cell === 'string' ? { text: cell, kind: undefined } : cell;
  const look = kind === undefined ? '' : ` class="${kind}"`;
  return first ? `<th scope="row"${look}>${escapeHtml(text)}</th>` : `<td${look}>${escapeHtml(text)}</td>`;
}

import type { MatrixCell } from '../matrix/types.ts';

/**
 * A cell in a few characters: `yes`, what of it, `?` for unknown, or the side that denies. A reader of the table so sees
 * whether the other side alone would let the persona in.
 */
export function shortText(cell: MatrixCell | undefined, columnCount?: number): string {
  if (!cell) return '';
  const { decision, iam, lakeFormation, columns, rowFilter } = cell;
  if (decision === 'allow') return `yes${limitText(columns?.length, columnCount, rowFilter !== undefined)}`;
  if (decision === 'unknown') return '?';
  if (iam.decision === 'deny' && lakeFormation.decision === 'deny') return '-';
  return iam.decision === 'deny' ? '- iam' : '- lf';
}

function limitText(columns: number | undefined, all: number | undefined, rows: boolean): string {
  const parts = [
    ...(columns === undefined ? [] : [all === undefined ? `${columns} columns` : `${columns}/${all}`]),
    ...(rows ? ['rows'] : []),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}

export const LEGEND: readonly (readonly [text: string, meaning: string])[] = [
  ['yes', 'both sides allow it; 5/6: that many columns; rows: a row filter'],
  ['-', 'both sides deny it'],
  ['- iam', 'IAM denies it, Lake Formation would allow it or is not asked'],
  ['- lf', 'Lake Formation denies it, IAM would allow it'],
  ['?', 'not to be decided from the templates: explain says why'],
];

/** Columns and rows that are seen, in words; nothing for all. */
export function limitsText({ columns, rowFilter }: Pick<MatrixCell, 'columns' | 'rowFilter'>): string {
  const parts = [
    ...(columns ? [`columns ${columns.join(', ')}`] : []),
    ...(rowFilter === undefined ? [] : [`rows where ${rowFilter}`]),
  ];
  return parts.join('; ');
}

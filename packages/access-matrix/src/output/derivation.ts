import type { Paint } from '../../../cli/src/paint.ts';
import type { Finding } from '../lake-formation/finding.ts';
import type { Derivation } from '../matrix/compute.ts';
import { limitsText } from './cell-text.ts';
import { wrap } from './layout.ts';

const MARKS = { allow: '+', deny: '-', unknown: '?' } as const;
const COLOURS = { allow: 'green', deny: 'red', unknown: 'yellow' } as const;

/** A cell and everything that it follows from, as an indented tree. */
export function derivationLines({ cell, iam, lakeFormation }: Derivation, paint: Paint): string[] {
  const { persona, action, resource, decision } = cell;
  const limits = limitsText(cell);
  return [
    `${paint('bold', `${persona} ${action} ${resource}`)}: ${paint([COLOURS[decision], 'bold'], decision)}`,
    ...(limits === '' ? [] : wrap(`only ${limits}`, '  ')),
    '',
    side('IAM', iam, paint),
    ...findingLines(iam, 1, paint),
    '',
    side('Lake Formation', lakeFormation, paint),
    ...findingLines(lakeFormation, 1, paint),
  ];
}

const side = (label: string, { decision }: Finding, paint: Paint) =>
  `${paint('bold', label)}: ${paint(COLOURS[decision], decision)}`;

function findingLines(finding: Finding, depth: number, paint: Paint): string[] {
  const { decision, text, rule, parts, source, summary } = finding;
  const indent = '  '.repeat(depth);
  const place = source ? ` [${source.path ?? `${source.stack}/${source.logicalId}`}]` : '';
  // What IAM answered is in the summary; the statements below are what it looked at.
  const told = rule === undefined && summary !== undefined ? `${text}: ${summary.replace(/^\S+: /, '')}` : text;
  const joined = parts.length > 1 && rule !== undefined ? ` (${rule} of)` : '';
  const lines = wrap(`${told}${joined}${place}`, `${indent}  `);
  const [first = '', ...rest] = lines;
  return [
    `${indent}${paint(COLOURS[decision], MARKS[decision])} ${first.trimStart()}`,
    ...rest.map((line) => line),
    ...parts.flatMap((part) => findingLines(part, depth + 1, paint)),
  ];
}

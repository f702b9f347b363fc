import type { Paint } from '../../../cli/src/paint.ts';
import type { Comparison, ExportInUse, Finding } from '../compare/types.ts';
import { consequenceText, contentText, isUneventful, show, verdict } from './words.ts';

/** The comparison for people at a terminal. */
export function terminalLines(comparison: Comparison, paint: Paint): string[] {
  const { findings, exports, leftBehind, created } = comparison;
  return [
    ...[...byStack(findings)].flatMap(([stack, found]) => [
      paint('bold', stack),
      ...found.flatMap((finding) => findingLines(finding, paint)),
      '',
    ]),
    ...exports.flatMap((found) => exportLines(found, paint)),
    ...leftBehind.map((stack) => `Stack ${stack} is not among the new ones: a deployment leaves it as it is.`),
    ...created.map((stack) => `Stack ${stack} is new.`),
    paint(isUneventful(comparison) ? 'green' : 'red', verdict(comparison)),
  ];
}

function byStack(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.stack, [...(groups.get(finding.stack) ?? []), finding]);
  return groups;
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { logicalId, type, path, changes, blocked, content } = finding;
  return [
    `  ${paint(content === 'kept' ? 'yellow' : 'red', logicalId)} ${consequenceText(finding)}; ${contentText(finding)}`,
    paint('dim', `    ${type}${path === undefined ? '' : `, ${path}`}`),
    ...changes.map(({ name, from, to }) => `    ${name}: ${show(from)} -> ${show(to)}`),
    ...(blocked === undefined ? [] : [paint('red', `    the deployment would fail: ${blocked}`)]),
  ];
}

function exportLines({ stack, name, change, usedBy }: ExportInUse, paint: Paint): string[] {
  const users = usedBy.join(', ');
  return [
    paint('red', `The deployment of ${stack} would fail: its export ${name} is ${change} while ${users} uses it.`),
    change === 'removed'
      ? `  Deploy or destroy ${users} first, so that nothing imports it.`
      : `  Keep the value until ${users} imports something else.`,
    '',
  ];
}

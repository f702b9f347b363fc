import type { Paint, Style } from '../../../../cli/src/paint.ts';
import type { Finding, LintReport, Severity } from '../types.ts';
import { countsOf } from './summary.ts';

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' };

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Where the finding is: the property, the construct, and the line that makes it. */
function placeOf({ path, constructPath, logicalId, sourceLocation, file, line }: Finding): string {
  const construct = constructPath ?? logicalId;
  const source = sourceLocation ?? (line === undefined ? file : `${file}:${line}`);
  return `${path} of ${construct} (${source})`;
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { code, severity, alarm, message, fix, page } = finding;
  return [
    `  ${paint(STYLES[severity], severity.padEnd(7))} ${paint('bold', code)} ${alarm}`,
    `          ${message}`,
    `          ${paint('dim', `at   ${placeOf(finding)}`)}`,
    `          ${paint('dim', `fix  ${fix}`)}`,
    `          ${paint('dim', `page ${page}`)}`,
  ];
}

function summary(report: LintReport, paint: Paint): string {
  const { error, warning, info } = countsOf(report);
  const suppressed = report.suppressed.length > 0 ? `, ${report.suppressed.length} suppressed` : '';
  const alarms = plural(report.alarms, 'alarm');
  if (error + warning + info === 0) return paint('green', `${alarms}: nothing found${suppressed}.`);
  const style = error > 0 ? 'red' : warning > 0 ? 'yellow' : 'cyan';
  const counts = `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(info, 'note')}`;
  return paint(style, `${alarms}: ${counts}${suppressed}.`);
}

/** Findings under the file that they are in, and one line that sums up. */
export function terminalLines(report: LintReport, paint: Paint): string[] {
  const files = [...new Set(report.findings.map(({ file }) => file))];
  const lines = files.flatMap((file) => [
    paint('underline', file),
    ...report.findings.filter((finding) => finding.file === file).flatMap((finding) => findingLines(finding, paint)),
    '',
  ]);
  return [...lines, summary(report, paint)];
}

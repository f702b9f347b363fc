import { writeFile } from 'node:fs/promises';
import type { CommandIo } from '../../packages/cli/src/io.ts';
import type { Paint } from '../../packages/cli/src/paint.ts';
import type { CheckReport } from './checks.ts';
import type { DeployTestOptions } from './options.ts';

const MARKS = { pass: ['green', 'pass'], fail: ['red', 'FAIL'], skipped: ['dim', 'skip'] } as const;

/** The lines of one check. */
export function checkLines({ check, status, detail, lines = [], tookMs }: CheckReport, paint: Paint): string[] {
  const [style, mark] = MARKS[status];
  const took = tookMs >= 1000 ? paint('dim', ` (${(tookMs / 1000).toFixed(1)} s)`) : '';
  return [`${paint(style, mark)}  ${check}: ${detail}${took}`, ...lines.map((line) => `      ${line}`)];
}

const count = (reports: readonly CheckReport[], status: CheckReport['status']): number =>
  reports.filter((report) => report.status === status).length;

/** The last line: how it went. */
export function verdict(reports: readonly CheckReport[], paint: Paint): string {
  const failed = count(reports, 'fail');
  const seconds = reports.reduce((sum, { tookMs }) => sum + tookMs, 0) / 1000;
  const text = `${count(reports, 'pass')} passed, ${failed} failed, ${count(reports, 'skipped')} skipped`;
  return `${paint(failed === 0 ? 'green' : 'red', text)}; the checks took ${seconds.toFixed(1)} s`;
}

/** Writes the report that a program reads, if one was asked for. */
export async function writeReport(
  checks: readonly CheckReport[],
  to: DeployTestOptions['json'],
  { stdout }: Pick<CommandIo, 'stdout'>,
): Promise<void> {
  if (to === undefined) return;
  const passed = count(checks, 'pass');
  const report = { passed, failed: count(checks, 'fail'), skipped: count(checks, 'skipped'), checks };
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  if (to === true) stdout.write(text);
  else await writeFile(to, text);
}

import type { LintReport } from '../types.ts';
import { countsOf } from './summary.ts';

/** `{ version, alarms, counts, findings, suppressed }`; a finding has the fields of `Finding`. */
export function formatJson(report: LintReport): string {
  const { alarms, findings, suppressed } = report;
  return `${JSON.stringify({ version: 1, alarms, counts: countsOf(report), findings, suppressed }, undefined, 2)}\n`;
}

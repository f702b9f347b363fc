import type { LintReport, Severity } from '../types.ts';

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export type Counts = Readonly<Record<Severity, number>>;

export function countsOf({ findings }: LintReport): Counts {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

/** Whether the run fails: errors always, warnings beyond what was allowed. */
export function isFailed(report: LintReport, maxWarnings = Number.POSITIVE_INFINITY): boolean {
  const { error, warning } = countsOf(report);
  return error > 0 || warning > maxWarnings;
}

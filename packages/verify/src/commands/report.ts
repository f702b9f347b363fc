import type { Paint } from '../../../cli/src/paint.ts';
import type { CheckResult, VerifyReport } from '../types.ts';

const MARKS = { pass: ['green', 'pass'], fail: ['red', 'FAIL'], skipped: ['dim', 'skip'] } as const;

/** The lines of one check: what was found and, if it failed, why and what to do. */
export function checkLines(result: CheckResult, paint: Paint): string[] {
  const [style, mark] = MARKS[result.status];
  const took = result.tookMs >= 1000 ? paint('dim', ` (${(result.tookMs / 1000).toFixed(1)} s)`) : '';
  const lines = [`${paint(style, mark)}  ${result.check.padEnd(14)} ${result.detail}${took}`];
  if (result.cause !== undefined) lines.push(`      ${paint('bold', 'likely cause')}  ${result.cause}`);
  if (result.fix !== undefined) lines.push(`      ${paint('bold', 'fix')}           ${result.fix}`);
  return lines;
}

/** The last line: how it went, and what the test inferences can be found by. */
export function verdict({ checks, tookMs, requestIds, runId }: VerifyReport, paint: Paint): string[] {
  const count = (status: CheckResult['status']) => checks.filter((check) => check.status === status).length;
  const failed = count('fail');
  const counts = `${count('pass')} passed, ${failed} failed, ${count('skipped')} skipped in ${(tookMs / 1000).toFixed(1)} s`;
  const sent =
    requestIds.length === 0
      ? []
      : [paint('dim', `test inferences: run ${runId}, request ids ${requestIds.join(', ')}`)];
  return ['', paint(failed === 0 ? 'green' : 'red', counts), ...sent];
}

import { formatDuration } from '../../../cli/src/duration.ts';
import type { Paint } from '../../../cli/src/paint.ts';
import type { PreviewReport } from '../report/types.ts';

const ENDINGS: Readonly<Record<PreviewReport['scenario']['endedBy'], string>> = {
  scenario: 'has ended',
  duration: 'was stopped by --duration',
  interrupt: 'was interrupted',
};

/**
 * What a run came to, for people. A run that somebody watched and stopped has not failed: its expectations are left out.
 */
export function summaryLines(report: PreviewReport, paint: Paint, showExpectations = true): string[] {
  const { scenario, requests, accuracy, latencyMs, emails, records, expectations } = report;
  const virtual = Date.parse(report.endedAt) - Date.parse(report.startedAt);
  const label = (text: string) => paint('dim', `  ${text.padEnd(10)}`);
  const problems = Object.entries(requests.problems).map(([problem, count]) => `${count} x ${problem}`);
  const changed = report.alarms.filter(({ transitions }) => transitions.some(({ to }) => to === 'ALARM'));
  const { p50, p90, p99 } = latencyMs;
  return [
    `The scenario "${scenario.name}" ${ENDINGS[scenario.endedBy]} after ${formatDuration(virtual)} (${formatDuration(report.realSeconds * 1000)} real).`,
    `${label('requests')}${requests.sent} sent, ${requests.ok} ok, ${requests.failed} failed, ${requests.rejected} rejected${requests.dropped > 0 ? `, ${requests.dropped} not sent: too many under way` : ''}${problems.length > 0 ? ` (${problems.join(', ')})` : ''}`,
    `${label('accuracy')}${accuracy === null ? 'not measured' : accuracy.toFixed(4)}`,
    `${label('latency')}${p50 === null ? 'not measured' : `p50 ${p50} ms, p90 ${p90} ms, p99 ${p99} ms`}`,
    `${label('records')}${records.stored} stored, ${records.pending} waiting, ${records.lost} lost`,
    `${label('e-mails')}${emails.length}`,
    ...changed.map((alarm) => `${label('alarm')}${alarm.name}: ${alarm.transitions.map(({ to }) => to).join(', ')}`),
    ...(showExpectations ? expectationLines(expectations, paint) : []),
  ];
}

function expectationLines({ checked, hold, differences }: PreviewReport['expectations'], paint: Paint): string[] {
  if (!checked) return ['The scenario has no expect block, so nothing was checked.'];
  if (hold) return [paint('green', 'Everything is as the scenario expects.')];
  const title = `${differences.length} of the scenario's expectations ${differences.length === 1 ? 'does' : 'do'} not hold:`;
  return [
    paint('red', title),
    ...differences.flatMap(({ path, expected, actual }) => [
      `  ${path}`,
      `    expected  ${expected}`,
      `    actual    ${actual}`,
    ]),
  ];
}

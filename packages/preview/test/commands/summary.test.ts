import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../cli/src/paint.ts';
import { summaryLines } from '../../src/commands/summary.ts';
import type { PreviewReport } from '../../src/report/types.ts';

const plain = createPaint({}, {});
const REPORT: PreviewReport = {
  scenario: { name: 'test', seed: 1, speed: 10, endedBy: 'scenario' },
  startedAt: '2026-01-01T12:00:00.000Z',
  endedAt: '2026-01-01T12:25:00.000Z',
  realSeconds: 150,
  phases: [],
  requests: { sent: 100, ok: 95, failed: 3, rejected: 2, dropped: 0, byStatus: {}, problems: { '502 model-error': 3 } },
  accuracy: 0.975,
  latencyMs: { p50: 10.5, p90: 20, p99: 2500 },
  alarms: [
    {
      name: 'Slow-Alarm',
      state: 'OK',
      transitions: [
        { at: '', from: 'OK', to: 'ALARM', reason: '', certainty: 'documented' },
        { at: '', from: 'ALARM', to: 'OK', reason: '', certainty: 'documented' },
      ],
    },
    { name: 'Quiet-Alarm', state: 'OK', transitions: [] },
  ],
  emails: [],
  texts: [],
  records: { stored: 98, pending: 0, deadLettered: 0, lost: 0, lostIds: [], unidentified: 0 },
  unsupported: [],
  notes: [],
  expectations: { checked: true, hold: true, differences: [] },
};

describe('the summary of a run', () => {
  it('tells what happened, and only the alarms that rang', () => {
    expect(summaryLines(REPORT, plain)).toEqual([
      'The scenario "test" has ended after 25m (2m 30s real).',
      '  requests  100 sent, 95 ok, 3 failed, 2 rejected (3 x 502 model-error)',
      '  accuracy  0.9750',
      '  latency   p50 10.5 ms, p90 20 ms, p99 2500 ms',
      '  records   98 stored, 0 waiting, 0 lost',
      '  e-mails   0',
      '  alarm     Slow-Alarm: ALARM, OK',
      'Everything is as the scenario expects.',
    ]);
  });

  it('lists what is not as expected', () => {
    const differences = [{ path: 'expect.emails', expected: 'at least 4', actual: '0' }];

    const lines = summaryLines({ ...REPORT, expectations: { checked: true, hold: false, differences } }, plain);

    expect(lines.slice(-4)).toEqual([
      "1 of the scenario's expectations does not hold:",
      '  expect.emails',
      '    expected  at least 4',
      '    actual    0',
    ]);
  });

  it('says so when there was nothing to check', () => {
    const expectations = { checked: false, hold: true, differences: [] };

    expect(summaryLines({ ...REPORT, expectations }, plain).at(-1)).toBe(
      'The scenario has no expect block, so nothing was checked.',
    );
  });

  it('does not judge a run that was only watched', () => {
    const lines = summaryLines(REPORT, plain, false);

    expect(lines.join()).not.toContain('expects');
  });

  it('says what was not measured', () => {
    const latencyMs = { p50: null, p90: null, p99: null };

    const lines = summaryLines({ ...REPORT, accuracy: null, latencyMs }, plain);

    expect(lines).toContain('  accuracy  not measured');
    expect(lines).toContain('  latency   not measured');
  });
});

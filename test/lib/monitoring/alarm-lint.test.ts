import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintAlarms } from '../../../packages/alarms/src/lint/lint-alarms.ts';
import type { LintReport } from '../../../packages/alarms/src/lint/types.ts';
import { loadAlarms } from '../../../packages/alarms/src/source/load-alarms.ts';
import { functionOnly, synthesize } from './support.ts';

/** The linter must be silent whatever is watched and however it is set. */
const CONFIGURATIONS = [
  ['everything watched', {}],
  ['a function alone', { targets: functionOnly }],
  ['a prefix and published runbooks', { prefix: 'team', runbookBaseUrl: 'https://runbooks.example.com/ml/' }],
  ['only the health alarm sends', { notifications: 'health-only' }],
  ['every alarm on', { alarms: { noTraffic: { enabled: true } } }],
  ['nobody to tell', { alertEmails: [] }],
] as const;

function lint(template: object): LintReport {
  const folder = mkdtempSync(join(tmpdir(), 'alarm-lint-'));
  try {
    const file = join(folder, 'Monitoring.template.json');
    writeFileSync(file, JSON.stringify(template));
    const loaded = loadAlarms(file);
    if (loaded.status === 'error') throw new Error(loaded.lines.join('\n'));
    return lintAlarms(loaded.alarms);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(CONFIGURATIONS)('%s', (_name, props) => {
  it('has alarms in which the linter finds nothing', () => {
    const { template } = synthesize(props);

    const { findings, alarms } = lint(template.toJSON());

    expect(findings.map(({ code, alarm, message }) => `${code} ${alarm}: ${message}`)).toEqual([]);
    expect(alarms).toBeGreaterThan(0);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ALARM_CATALOGUE } from '../../../lib/monitoring/alarms/catalogue.ts';
import { mutate } from '../../../packages/alarms/src/testing/mutation/mutate.ts';
import { runTest } from '../../../packages/alarms/src/testing/run/run-test.ts';
import { openSession, readTestFiles } from '../../../packages/alarms/src/testing/session.ts';
import { synthesize } from './support.ts';

const OFF_BY_DEFAULT = ALARM_CATALOGUE.filter(({ enabledByDefault }) => !enabledByDefault);

const folder = mkdtempSync(join(tmpdir(), 'optional-alarms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The tests of what is off by default, against a template in which it is on. */
function session() {
  const { template } = synthesize({ alarms: { noTraffic: { enabled: true } }, notifications: 'health-only' });
  const path = join(folder, 'Monitoring.template.json');
  writeFileSync(path, JSON.stringify(template.toJSON()));
  const read = readTestFiles([join(import.meta.dirname, 'optional.alarms.yaml')]);
  if (read.status === 'error') throw new Error(read.lines.join('\n'));
  const opened = openSession(read.files, path);
  if (opened.status === 'error') throw new Error(opened.lines.join('\n'));
  return opened.groups;
}

describe('what is off by default', () => {
  const groups = session();
  const tests = groups.flatMap((group) => group.tests);

  it.each(tests)('$bound.test.name', (test) => {
    const { failures } = runTest(test);

    expect(failures.map(({ message, place }) => `${place}: ${message}`)).toEqual([]);
  });

  it('has for each alarm a test in which it fires and one in which it stays quiet', () => {
    const names = tests.map(({ bound }) => bound.test.name);

    for (const { name } of OFF_BY_DEFAULT) {
      expect(names.filter((test) => test.startsWith(`${name} fires`))).toHaveLength(1);
      expect(names.filter((test) => test.startsWith(`${name} stays quiet`))).toHaveLength(1);
    }
  });

  it('has tests that notice every change of such an alarm but those between two whole numbers', async () => {
    const names = OFF_BY_DEFAULT.map(({ name }) => name);
    const own = groups.map((group) => ({
      alarms: group.alarms.filter(({ name }) => names.includes(name)),
      tests: group.tests.filter(({ bound }) => bound.alarms.every(({ name }) => names.includes(name))),
    }));

    const { outcomes, killed } = await mutate(own);
    const unnoticed = outcomes.filter(({ status }) => status === 'survived').map(({ mutant }) => mutant.text);

    expect(killed).toBeGreaterThan(15);
    expect(unnoticed).toEqual(['Threshold 1 -> 0.5', 'Threshold 1 -> 0.9', 'Threshold 1 -> 0.99']);
  });
});

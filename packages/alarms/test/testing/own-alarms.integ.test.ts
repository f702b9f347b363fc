import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { loadAlarms } from '../../src/source/load-alarms.ts';
import { readTestFiles } from '../../src/testing/session.ts';
import { runCommand } from './support.ts';

const applicationDirectory = fileURLToPath(new URL('../../../..', import.meta.url));
const app = inject('assemblyDirectory');

/** Percent of the changes of our alarms that our tests must notice. */
const MIN_SCORE = 95;

function alarmNames(): string[] {
  const loaded = loadAlarms(app);
  if (loaded.status === 'error') throw new Error(loaded.lines.join('\n'));
  return loaded.alarms.map(({ name }) => name).sort();
}

describe('the tests of our own alarms', () => {
  const read = readTestFiles([`${applicationDirectory}/alarms`]);
  const tests = read.status === 'success' ? read.files.flatMap(({ content }) => content.tests) : [];

  it.each([
    [
      'fires',
      (name: string) => tests.some(({ expect: [first] }) => first?.alarm === name && first.firesWithin !== undefined),
    ],
    [
      'stays quiet',
      (name: string) => tests.some(({ expect: [first] }) => first?.alarm === name && first.never.includes('ALARM')),
    ],
  ])('are, for each alarm, one in which it %s', (verb, has) => {
    const named = tests.map(({ name }) => name).filter((name) => name.includes(`-Alarm ${verb} `));

    expect(named.map((name) => name.split(' ')[0]).sort()).toEqual(alarmNames());
    expect(alarmNames().filter((name) => !has(name))).toEqual([]);
  });

  it('hold, and notice nearly every change of an alarm', async () => {
    const { code, stdout, stderr } = await runCommand({ app, minScore: MIN_SCORE }, { applicationDirectory });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/changes are noticed/);
  });
});

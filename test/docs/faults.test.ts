import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../packages/console/src/faults.ts';
import { parseScenario } from '../../packages/preview/src/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const TESTS = join(ROOT, 'test/integ/faults');
const page = readFileSync(join(ROOT, 'docs/faults.md'), 'utf8');

const table = page.slice(page.indexOf('<!-- faults -->'), page.indexOf('<!-- /faults -->'));
/** The last cell of each line: `storage: name of the test`. */
const named = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Fault '))
  .map((line) => /\| ([a-z]+): ([^|]*) \|$/.exec(line)?.slice(1) ?? [line, '']);

/** Titles of the tests in a file; what varies in them is an ellipsis. */
const titlesIn = (file: string): string[] =>
  [...readFileSync(join(TESTS, file), 'utf8').matchAll(/\bit(?:\.each\([\s\S]*?\]\))?\(\s*'((?:[^'\\]|\\.)*)'/g)].map(
    ([, title = '']) => title.replaceAll('%s', '…'),
  );

describe('the page of faults', () => {
  it.each(named)('names a test that exists: %s: %s', (file = '', title) => {
    expect(titlesIn(`${file}.test.ts`)).toContain(title);
  });

  it('names every test of a fault', () => {
    const files = readdirSync(TESTS).filter((file) => file.endsWith('.test.ts'));
    const all = files.flatMap((file) => titlesIn(file).map((title) => `${file.replace('.test.ts', '')}: ${title}`));

    expect(new Set(named.map(([file, title]) => `${file}: ${title}`))).toEqual(new Set(all));
  });

  it('names every alarm by the name of its runbook', () => {
    const runbooks = readdirSync(join(ROOT, 'docs/runbooks')).map((file) => file.replace('.md', ''));
    const alarms = [...page.matchAll(/`([A-Z][\w-]+-Alarm)`/g)].map(([, alarm = '']) => alarm);

    expect(alarms.filter((alarm) => !runbooks.includes(alarm))).toEqual([]);
  });

  it.each(FAULT_NAMES.map((name) => name.replace(/Ms$/, '')))('tells what %s breaks', (setting) => {
    expect(page).toContain(`\n| \`${setting}\` |`);
  });

  it('has a scenario that can be read', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

    expect(parseScenario(example, 'docs/faults.md')).toMatchObject({ status: 'success' });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { table, withSection } from '../../bench/page.ts';
import { publish, resultMarkdown } from '../../bench/publish.ts';
import { atMost, type BenchResult } from '../../bench/result.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchmarks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const machine = {
  processor: 'A processor',
  cores: 2,
  memoryGb: 8,
  node: 'v20.0.0',
  system: 'Linux 6',
  loadBefore: 0.5,
};

const result: BenchResult = {
  title: 'Synthesis',
  rows: [
    { what: 'all stacks', seconds: 5 },
    { what: 'one stack', seconds: 2, note: 'cold' },
  ],
  goals: [atMost('all stacks', 5, 6, 's'), atMost('one stack', 2, 1, 's')],
};

describe('the page of benchmarks', () => {
  it('gets a new section at its end', () => {
    expect(withSection('# Title\n', 'a', 'text')).toBe('# Title\n\n<!-- a -->\ntext\n<!-- /a -->\n');
  });

  it('gets a section replaced, and keeps the others', () => {
    const page = withSection(withSection('# Title\n', 'a', 'old'), 'b', 'kept');

    const written = withSection(page, 'a', 'new');

    expect(written).toBe(page.replace('old', 'new'));
  });

  it('has tables whose columns are in line', () => {
    expect(
      table([
        ['what', 's'],
        ['x', '10'],
      ]),
    ).toEqual(['| what | s  |', '|------|----|', '| x    | 10 |']);
  });

  it('shows all columns, the machine, the date, and goals that were missed', () => {
    const text = resultMarkdown(result, machine, '2026-11-22');

    expect(text).toContain('## Synthesis');
    expect(text).toContain('2026-11-22, A processor, 2 cores, 8 GB, Node.js v20.0.0, Linux 6');
    expect(text).toMatch(/\| what +\| seconds \| note \|/);
    expect(text).toMatch(/\| one stack +\| 2 +\| cold \|/);
    expect(text).toMatch(/\| all stacks \| 5 s +\| 6 s +\| yes/);
    expect(text).toMatch(/\| one stack +\| 2 s +\| 1 s +\| \*\*no\*\*/);
  });

  it('is begun when there is none, and then goes on', () => {
    const file = join(folder, 'page.md');

    publish(file, [{ name: 'synth', result, machine }]);
    publish(file, [{ name: 'other', result: { ...result, title: 'Other' }, machine }]);

    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^# Benchmarks\n/);
    expect(page.match(/^## .*$/gm)).toEqual(['## Synthesis', '## Other']);
  });
});

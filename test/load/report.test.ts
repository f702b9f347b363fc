import { describe, expect, it } from 'vitest';
import { resultLines, resultMarkdown, table, updatePage } from '../../scripts/load/report.ts';
import type { Sample } from '../../scripts/load/results.ts';
import { modeResult, step } from './results-of-tests.ts';

const plain = (_style: unknown, text: string) => text;

describe('a table', () => {
  it('is Markdown that reads well as it is', () => {
    expect(
      table([
        ['a', 'long head'],
        ['value', '1'],
      ]),
    ).toEqual(['| a     | long head |', '|-------|-----------|', '| value | 1         |']);
  });
});

describe('a result at the terminal', () => {
  it('has a line for each rate and for each promise', () => {
    // Prepare
    const broken = { ...step(200), problems: ['p99 overhead 31.0 ms'] };
    const checks = [
      { what: 'records', holds: true, detail: '5 of 5' },
      { what: 'lines', holds: false, detail: '4 of 5' },
    ];

    // Act
    const lines = resultLines(modeResult({ steps: [step(100), broken], checks }), plain);

    // Assess
    expect(lines.filter((line) => /^\| \d/.test(line)).map((line) => line.split('|')[1]?.trim())).toEqual([
      '100',
      '200',
    ]);
    expect(lines.join('\n')).toContain('no: p99 overhead 31.0 ms');
    expect(lines.slice(-2)).toEqual(['holds  records: 5 of 5', 'FAILS  lines: 4 of 5']);
  });

  it('shows how memory and handles went, for a soak, without the warm-up', () => {
    // Prepare
    const samples: Sample[] = [5, 15, 25].map((seconds) => ({ at: seconds * 1000, rss: seconds * 1e6, handles: 40 }));

    // Act
    const text = resultLines(modeResult({ mode: 'soak', samples }), plain).join('\n');

    // Assess
    expect(text).toContain('| 15s   | 15.00');
    expect(text).not.toContain('| 5s ');
  });
});

describe('the page', () => {
  const first = updatePage(undefined, [modeResult()]);

  it('says when and on which machine, and what was measured', () => {
    expect(first).toContain('2026-03-01, A Processor, 2 cores, 16 GB, Node.js v20.20.2, Linux 6.1');
    expect(first).toContain('10s of warm-up, 20s measured');
    expect(first).toContain('| the curve | yes   | holds 100 |');
  });

  it('keeps the sections of other runs', () => {
    const both = updatePage(first, [modeResult({ mode: 'steady', startedAt: '2026-03-02T00:00:00.000Z' })]);
    expect(both.match(/^## .*/gm)).toEqual(['## From idle to the breaking point', '## A steady load']);
  });

  it('replaces the section of the same mode', () => {
    const again = updatePage(first, [modeResult({ startedAt: '2026-03-03T00:00:00.000Z' })]);
    expect(again.match(/^## .*/gm)).toHaveLength(1);
    expect(again).toContain('2026-03-03');
    expect(again).not.toContain('2026-03-01');
  });

  it('says of a quick run that it proves nothing', () => {
    expect(resultMarkdown(modeResult({ quick: true }))).toContain('it proves nothing');
  });
});

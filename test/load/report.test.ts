import { describe, expect, it } from 'vitest';
import { resultLines, resultMarkdown, sectionsOf } from '../../scripts/load/report.ts';
import type { Sample } from '../../scripts/load/results.ts';
import { modeResult, step } from './results-of-tests.ts';

const plain = (_style: unknown, text: string) => text;

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
    expect(lines.find((line) => line.includes('stolen %'))).toBeDefined();
    expect(lines.filter((line) => /\| 2\.5 +\|/.test(line))).toHaveLength(2);
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

describe('the published sections', () => {
  it('say when and on which machine, and what was measured', () => {
    const [section] = sectionsOf([modeResult()]);

    expect(section?.name).toBe('load-curve');
    expect(section?.text).toContain('2026-03-01, A Processor, 2 cores, 16 GB, Node.js v20.20.2, Linux 6.1');
    expect(section?.text).toContain('10s of warm-up, 20s measured');
    expect(section?.text).toContain('| the curve | yes   | holds 100 |');
  });

  it('have one for each mode', () => {
    const sections = sectionsOf([modeResult(), modeResult({ mode: 'steady' })]);

    expect(sections.map(({ text }) => text.split('\n')[0])).toEqual([
      '## From idle to the breaking point',
      '## A steady load',
    ]);
  });

  it('say that the processors were kept awake, where they were', () => {
    expect(resultMarkdown(modeResult())).not.toContain('--awake');
    expect(resultMarkdown(modeResult({ awake: true }))).toContain('kept from sleeping (`--awake`)');
  });

  it('say how a soak is judged', () => {
    const { plan } = modeResult();
    const soak = modeResult({ mode: 'soak', plan: { ...plan, restMs: 90_000 } });
    expect(resultMarkdown(soak)).toContain('At rest: after 1m 30s without a request');
    expect(resultMarkdown(modeResult())).not.toContain('At rest');
  });

  it('say of a quick run that it proves nothing', () => {
    expect(resultMarkdown(modeResult({ quick: true }))).toContain('it proves nothing');
  });
});

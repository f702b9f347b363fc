import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCommand } from './commands/command.ts';
import { documentedRuns, missingLine } from './documented.ts';

describe('the example in docs/backtest.md', () => {
  it('prints what the page says', async () => {
    const [run] = documentedRuns();

    const { code, stdout } = await runCommand(run?.options ?? {});

    expect(code).toBe(0);
    expect(run?.lines.length).toBeGreaterThan(20);
    expect(missingLine(stdout, run?.lines ?? [])).toBeUndefined();
  }, 120_000);

  it('has a history of less than a megabyte', () => {
    const files = ['departure-delay.parquet', 'cancelled-departures.csv'];

    const size = files.reduce((sum, name) => sum + statSync(`examples/backtest/history/${name}`).size, 0);

    expect(size).toBeLessThan(1_000_000);
  });
});

describe('the comparison of a page with an output', () => {
  it('finds a line that is missing, changed or out of order', () => {
    const output = 'a\nb\nc\n';

    expect(missingLine(output, ['a', 'c'])).toBeUndefined();
    expect(missingLine(output, ['a', 'x'])).toBe('x');
    expect(missingLine(output, ['c', 'a'])).toBe('a');
  });
});

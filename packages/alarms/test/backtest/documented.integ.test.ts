import { describe, expect, it } from 'vitest';
import { runCommand } from './commands/command.ts';
import { documentedRuns, missingLine } from './documented.ts';

describe('the sweep in docs/backtest.md', () => {
  it('prints what the page says', async () => {
    const [, run] = documentedRuns();

    const { code, stdout } = await runCommand(run?.options ?? {});

    expect(code).toBe(0);
    expect(run?.options.sweep).toBe(true);
    expect(run?.lines.length).toBeGreaterThan(10);
    expect(missingLine(stdout, run?.lines ?? [])).toBeUndefined();
  }, 300_000);
});

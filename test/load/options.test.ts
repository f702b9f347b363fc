import { describe, expect, it } from 'vitest';
import { createLoadTestCommand, type LoadTestOptions } from '../../scripts/load/options.ts';
import { planOf } from '../../scripts/load/plan.ts';

async function parse(...args: readonly string[]): Promise<LoadTestOptions> {
  let parsed: LoadTestOptions | undefined;
  const command = createLoadTestCommand(async (options) => {
    parsed = options;
  });
  command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await command.parseAsync(args, { from: 'user' });
  if (parsed === undefined) throw new Error('the command did not run');
  return parsed;
}

describe('the command line', () => {
  it('runs every mode unless some are named', async () => {
    expect((await parse()).modes).toEqual(['steady', 'soak', 'curve']);
    expect((await parse('--curve', '--steady')).modes).toEqual(['steady', 'curve']);
  });

  it('writes the tables to the published page, or to a file', async () => {
    expect((await parse('--markdown')).markdown).toBe(true);
    expect((await parse('--markdown', 'other.md')).markdown).toBe('other.md');
  });

  it('takes several rates', async () => {
    expect((await parse('--steady', '--rate', '50,500')).rate).toEqual([50, 500]);
  });

  it.each([
    ['--rate', '0'],
    ['--rate', '50,'],
    ['--rate', 'many'],
    ['--duration', '5'],
    ['--arrivals', 'bursts'],
    ['--mode'],
  ])('refuses %s %s', async (...args) => {
    await expect(parse(...args)).rejects.toThrow();
  });
});

describe('the plan', () => {
  it('is that of the promise', () => {
    const none = { quick: false };
    expect(planOf('steady', none)).toMatchObject({ rates: [500], durationMs: 300_000 });
    expect(planOf('soak', none)).toMatchObject({ rates: [50], durationMs: 1_800_000, sampleMs: 10_000 });
    expect(planOf('curve', none).rates.slice(0, 4)).toEqual([10, 25, 50, 75]);
  });

  it('takes another rate and time from the command line', () => {
    const { rates, durationMs } = planOf('curve', { quick: false, rate: [30], duration: 1000 });
    expect([rates, durationMs]).toEqual([[30], 1000]);
  });

  it('takes seconds when it is quick', () => {
    for (const mode of ['steady', 'soak', 'curve'] as const) {
      const { rates, durationMs, warmUpMs } = planOf(mode, { quick: true });
      expect(rates.length * (durationMs + warmUpMs)).toBeLessThanOrEqual(20_000);
    }
  });
});

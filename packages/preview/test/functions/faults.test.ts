import { describe, expect, it } from 'vitest';
import { type Faults, NO_FAULTS } from '../../src/types.ts';
import { deployCode } from './harness.ts';

const withFaults = (code: string, faults: Partial<Faults>) => {
  const all = { ...NO_FAULTS, ...faults };
  return { ...deployCode(code, {}, { faults: all, random: () => 0.5 }), faults: all };
};

describe('a function that is to be killed', () => {
  const KILLED = {
    status: 'function-error',
    error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/signal: killed$/) },
  };

  it('is ended while it waits', async () => {
    const { invoke } = withFaults('exports.handler = () => new Promise(() => {});', { functionKillRate: 1 });

    expect(await invoke()).toMatchObject(KILLED);
  });

  it('is ended before its answer gets out, if it is quick', async () => {
    const { invoke } = withFaults('exports.handler = async () => "done";', { functionKillRate: 1 });

    expect(await invoke()).toMatchObject(KILLED);
  });

  it('has a new environment when the fault is over', async () => {
    const { invoke, faults } = withFaults('exports.handler = async () => "done";', { functionKillRate: 1 });
    await invoke();
    faults.functionKillRate = 0;

    expect(await invoke()).toMatchObject({ status: 'success', coldStart: true });
  });
});

describe('a function whose clock is off', () => {
  const TIMES = `exports.handler = async (event, context) => ({
    now: Date.now(), made: new Date().getTime(), given: new Date(5).getTime(), utc: Date.UTC(1970, 0, 2),
    isDate: new Date() instanceof Date, text: Date(), left: context.getRemainingTimeInMillis(),
  });`;
  const SKEW = 600_000;

  it('reads the wrong time everywhere but in what the platform tells it', async () => {
    const { value } = withFaults(TIMES, { functionClockSkewMs: SKEW });
    const before = Date.now();

    const read = (await value()) as Record<'now' | 'made' | 'left', number> & { readonly text: string };

    const off = [read.now, read.made, Date.parse(read.text)].map((time) => time - before);
    expect(Math.min(...off)).toBeGreaterThan(SKEW - 2000);
    expect(Math.max(...off)).toBeLessThan(SKEW + 30_000);
    expect(read).toMatchObject({ given: 5, utc: 86_400_000, isDate: true });
    expect(read.left).toBeLessThan(SKEW);
  });

  it('reads the right one again when the fault is over', async () => {
    const { value, faults } = withFaults(TIMES, { functionClockSkewMs: -SKEW });
    await value();
    faults.functionClockSkewMs = 0;

    const read = (await value()) as { readonly now: number };

    expect(Math.abs(read.now - Date.now())).toBeLessThan(30_000);
  });
});

describe('lines with metrics that are cut', () => {
  const LINES = `exports.handler = async () => { process.stdout.write('{"_aws":{"Timestamp":1}}\\n{"other":"line"}\\n'); };`;

  it('lack their end, and other lines lack nothing', async () => {
    const { invoke, ownLines } = withFaults(LINES, { metricLineCutRate: 1 });

    await invoke();

    expect(ownLines()).toEqual(['{"_aws":{"Ti', '{"other":"line"}']);
  });
});

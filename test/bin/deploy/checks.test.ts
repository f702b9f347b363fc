import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Check, type CheckReport, fail, type Part, pass, runChecks } from '../../../scripts/deploy/checks.ts';
import { runProgram } from '../../../scripts/deploy/program.ts';
import { checkLines, verdict, writeReport } from '../../../scripts/deploy/report.ts';

const good: Check = { name: 'good', run: async () => pass('fine') };
const bad: Check = { name: 'bad', run: async () => fail('broken', ['why']) };
const thrower: Check = { name: 'thrower', run: () => Promise.reject(new Error('no such stack')) };

async function statuses(parts: readonly Part[], signal = new AbortController().signal): Promise<string[]> {
  const reports = await runChecks({ parts, onResult: () => {}, signal });
  return reports.map(({ check, status }) => `${check} ${status}`);
}

describe('checks', () => {
  it('behind one that fails are skipped, those of the next part are not', async () => {
    const found = await statuses([{ checks: [bad, good] }, { checks: [good] }]);

    expect(found).toEqual(['bad fail', 'good skipped', 'good pass']);
  });

  it('behind an essential part that fails are all skipped', async () => {
    const found = await statuses([{ essential: true, checks: [good, bad] }, { checks: [good] }, { checks: [good] }]);

    expect(found).toEqual(['good pass', 'bad fail', 'good skipped', 'good skipped']);
  });

  it('fail with what they throw', async () => {
    const reports = await runChecks({
      parts: [{ checks: [thrower] }],
      onResult: () => {},
      signal: new AbortController().signal,
    });

    expect(reports).toMatchObject([{ status: 'fail', detail: 'no such stack' }]);
  });

  it('are not begun when the user has stopped the run', async () => {
    expect(await statuses([{ checks: [good] }], AbortSignal.abort())).toEqual(['good skipped']);
  });
});

describe('the report', () => {
  const reports: readonly CheckReport[] = [
    { check: 'good', status: 'pass', detail: 'fine', tookMs: 1500 },
    { check: 'bad', status: 'fail', detail: 'broken', lines: ['why'], tookMs: 10 },
  ];
  const plain = (_: unknown, text: string) => text;

  it('says what failed and why, and how long it took', () => {
    expect(reports.flatMap((report) => checkLines(report, plain))).toEqual([
      'pass  good: fine (1.5 s)',
      'FAIL  bad: broken',
      '      why',
    ]);
    expect(verdict(reports, plain)).toMatch(/^1 passed, 1 failed, 0 skipped/);
  });

  it('as JSON has every check', async () => {
    let written = '';
    await writeReport(reports, true, { stdout: { write: (text) => (written += text) } });

    expect(JSON.parse(written)).toEqual({ passed: 1, failed: 1, skipped: 0, checks: reports });
  });
});

describe('a program', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inferwatch-program-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (script: string, limits: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
    runProgram({
      command: process.execPath,
      args: ['-e', script],
      cwd: folder,
      env: {},
      logFile: join(folder, 'log'),
      signal: limits.signal ?? new AbortController().signal,
      timeoutMs: limits.timeoutMs ?? 20_000,
    });

  it('that ends well has its output in the log', async () => {
    expect(await run('console.log("hello")')).toEqual({ status: 'success' });
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('hello\n');
  });

  it('that ends badly says with which code', async () => {
    expect(await run('process.exit(3)')).toEqual({ status: 'error', message: 'node ended with 3' });
  });

  it('that hangs is stopped with what it has started', async () => {
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(child.pid);
      setInterval(() => {}, 1000);`;

    const ended = await run(script, { timeoutMs: 1500 });

    expect(ended).toEqual({ status: 'error', message: 'node took longer than 1.5 s' });
    const pid = Number(readFileSync(join(folder, 'log'), 'utf8'));
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('is not started when the user has stopped the run', async () => {
    expect(await run('', { signal: AbortSignal.abort() })).toMatchObject({ status: 'error' });
  });
});

/** A child that nobody waits for stays as a zombie until its adopter looks; it no longer runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outdirs: string[] = [];

/** Runs the application as the CDK's command line does, on this context and with nothing bundled. */
const run = (context: Record<string, unknown>) => {
  const outdir = mkdtempSync(join(tmpdir(), 'inferwatch-app-'));
  outdirs.push(outdir);
  const { context: flags } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.js'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...flags, 'aws:cdk:bundling-stacks': [], ...context }),
    },
  });
  return { status, stderr, outdir };
};

afterAll(() => {
  for (const outdir of outdirs) rmSync(outdir, { recursive: true, force: true });
});

describe('the application', { timeout: 60_000 }, () => {
  test('writes all templates, without an account, and says nothing', () => {
    const { status, stderr, outdir } = run({ alertEmail: 'me@example.com' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const stack of ['InferwatchInference', 'InferwatchMonitoring', 'InferwatchDataLake']) {
      expect(existsSync(join(outdir, `${stack}.template.json`))).toBe(true);
    }
  });

  test('warns when nobody will be told, and goes on', () => {
    const { status, stderr } = run({});

    expect(status).toBe(0);
    expect(stderr).toContain('nobody will be told');
  });

  test('says what is wrong with the settings, one line each, and ends with 1', () => {
    const { status, stderr } = run({ alertEmial: 'me@example.com', 'alarms.highLatency.threshold': 'fast' });

    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'alertEmial: there is no such setting; did you mean "alertEmail"?',
      'alarms.highLatency.threshold: "fast" is wrong; write a number',
    ]);
  });

  test('says what is wrong with an alarm as a whole without a stack trace, and ends with 1', () => {
    const { status, stderr } = run({ alertEmail: 'me@example.com', 'alarms.highLatency.datapointsToAlarm': '50' });

    expect(status).toBe(1);
    expect(stderr).toContain('alarms.highLatency.datapointsToAlarm');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('is at most 40 lines', () => {
    expect(readFileSync(join(root, 'bin/app.ts'), 'utf8').trim().split('\n').length).toBeLessThanOrEqual(40);
  });
});

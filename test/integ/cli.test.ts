import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import type { PreviewReport } from '../../packages/preview/src/index.ts';
import { runInferwatch, startInferwatch } from '../bin/inferwatch-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'inferwatch-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scenario = (name: string, expectation: string) => {
  const file = join(folder, `${name}.yaml`);
  const phase = '{ name: only, duration: 90s, requestsPerMinute: 40 }';
  writeFileSync(file, `name: ${name}\nspeed: 20\nphases:\n  - ${phase}\nexpect:\n  ${expectation}\n`);
  return file;
};
const preview = (...args: string[]) => ['preview', '--app', inject('assemblyDirectory'), ...args];

describe('a headless run', () => {
  it('that meets its expectations exits with 0 and prints nothing but its report where that was asked for', async () => {
    const file = scenario('good', 'records: { lost: 0, pending: 0 }');

    const { code, stdout, stderr } = await runInferwatch(preview('--headless', '--scenario', file, '--json', '-'));

    const report: PreviewReport = JSON.parse(stdout);
    expect({ code, differences: report.expectations.differences }).toEqual({ code: 0, differences: [] });
    expect(report).toMatchObject({
      scenario: { name: 'good', seed: 1, speed: 20, endedBy: 'scenario' },
      requests: { failed: 0, rejected: 0 },
      records: { lost: 0, pending: 0 },
    });
    expect(report.requests.ok).toBe(report.requests.sent);
    expect(report.records.stored).toBe(report.requests.sent);
    expect(report.accuracy).toBeGreaterThan(0.9);
    expect(report.latencyMs.p50).toBeGreaterThan(0);
    expect(report.alarms.map(({ name }) => name)).toContain('High-Latency-Alarm');
    expect(report.emails[0]).toEqual({
      at: expect.any(String),
      to: 'on-call@example.com',
      subject: expect.stringMatching(/^OK: /),
      body: expect.stringContaining('Alarm Details:'),
    });
    expect(stderr).toContain('Everything is as the scenario expects.');
  });

  it('that does not exits with 1 and tells the difference', async () => {
    const file = scenario('bad', 'emails: { atLeast: 1000 }');
    const json = join(folder, 'bad.json');

    const { code, stdout } = await runInferwatch(preview('--headless', '--scenario', file, '--json', json));

    expect(code).toBe(1);
    expect(stdout).toMatch(/expect\.emails\n\s+expected {2}at least 1000\n\s+actual {4}\d+/);
    expect(JSON.parse(readFileSync(json, 'utf8')).expectations.hold).toBe(false);
  });

  it('with an alarm that the template does not have never starts', async () => {
    const file = scenario('typo', 'alarms: { High-Latncy-Alarm: { never: [ALARM] } }');

    const { code, stderr } = await runInferwatch(preview('--headless', '--scenario', file));

    expect(code).toBe(2);
    expect(stderr).toContain('typo.yaml:6:13: the template has no alarm "High-Latncy-Alarm"; write one of ');
  });
});

describe('the preview that somebody watches', () => {
  it('stops by itself after its duration', async () => {
    const { code, stdout } = await runInferwatch(preview('--port', '0', '--duration', '3s'));

    expect(code).toBe(0);
    expect(stdout).toMatch(/console +http:\/\/127\.0\.0\.1:\d+/);
    expect(stdout).toContain('was stopped by --duration');
    expect(stdout).not.toContain('\u001b');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly at %s', async (signal) => {
    const started = startInferwatch(preview('--port', '0'));
    await started.says(/nothing leaves this machine[\s\S]*scenario/);

    started.process.kill(signal);
    const { code, stdout, stderr } = await started.ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('was interrupted');
  });

  it('serves its page and its status', async () => {
    const started = startInferwatch(preview('--port', '0'));
    const output = await started.says(/console +http:\/\/[\d.:]+\n/);
    const url = /console +(\S+)/.exec(output)?.[1] ?? '';

    const page = await fetch(url);
    const status = await fetch(`${url}/status.json`);

    expect(await page.text()).toContain('<title>Inferwatch</title>');
    expect(await status.json()).toMatchObject({ state: 'running', scenario: { name: 'steady' } });
    started.process.kill('SIGTERM');
    await started.ended;
  });

  it('ends when nobody reads its output any more', async () => {
    const started = startInferwatch(preview('--port', '0'));
    await started.says('nothing leaves this machine');

    started.process.stdout?.destroy();
    const { code, stderr } = await started.ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('an error that nobody expected', () => {
  it('is one line and exit code 2, and leaves nothing behind', async () => {
    const temporary = mkdtempSync(join(folder, 'temporary-'));
    const fault = 'setTimeout(() => { throw new Error("no space left on device"); }, 8000)';
    const module = `import { isMainThread } from 'node:worker_threads'; if (isMainThread) ${fault}`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}`, TMPDIR: temporary };

    const { code, stderr } = await runInferwatch(preview('--port', '0'), env);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: no space left on device \(unexpected; .*\)\n$/);
    expect(readdirSync(temporary).filter((name) => name.startsWith('inferwatch-'))).toEqual([]);
  });
});

describe('a port in use', () => {
  it.each([
    ['--port', /^error: port \d+ is in use: choose another with --port, or 0 for any free one\n$/],
    ['--api-port', /^error: .*port.*\d+.* in use.*\n$/],
  ])('of %s is one line and exit code 2', async (option, message) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';

    const { code, stderr } = await runInferwatch(preview('--port', '0', option, port));

    server.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

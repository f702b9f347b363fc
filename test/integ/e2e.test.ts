import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { REPORT_DIRECTORY } from '../../scripts/e2e/run.ts';
import { findTools } from '../../scripts/e2e/tools.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Real milliseconds; Maven may have to fetch Karate first. */
const TIMEOUT_MS = 300_000;

const tools = findTools(process.env);
/** CI has the tools, so that a skip there would hide that nothing was tested. */
const required = process.env.INFERWATCH_E2E_REQUIRED === 'true';
if (tools.status === 'error' && !required) process.stderr.write(`skipped: ${tools.message}\n`);

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The command behind `npm run e2e`, on an application that is synthesised already. */
function runE2e(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  const command = ['--import', 'tsx', join(ROOT, 'scripts/e2e.ts'), '--app', inject('assemblyDirectory'), ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

describe.skipIf(tools.status === 'error' && !required)('the end-to-end tests', () => {
  it(
    'are red, with a report that says why, when the model is broken',
    async () => {
      const { code, output } = await runE2e(['--only', 'api/inference.feature', '--model-error-rate', '1']);

      expect(output).toContain('failed: the inference API');
      expect(code).toBe(1);
      const report = readFileSync(join(ROOT, REPORT_DIRECTORY, 'features.api.inference.html'), 'utf8');
      expect(report).toContain('model-error');
      // Signatures and tokens are kept out of what a team shares.
      expect(report).not.toMatch(/AWS4-HMAC-SHA256 Credential=|Bearer [\w-]{20}/);
    },
    TIMEOUT_MS,
  );
});

it('say in one line what this machine lacks', async () => {
  const { code, output } = await runE2e([], { PATH: '/nowhere' });

  expect(code).toBe(2);
  expect(output).toMatch(/^error: the end-to-end tests need Java 17 or later .*Maven.*Chrome.*\n$/);
});

it('refuse a speed that the alarms could not follow', async () => {
  const { code, output } = await runE2e(['--speed', '1000']);

  expect(code).toBe(2);
  expect(output).toContain('from 1 to 20');
});

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'inferwatch-sample-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', MAIN, ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });

describe('the command that writes the sample', { timeout: 60_000 }, () => {
  test('says how much it wrote, and what it hashes to', async () => {
    const { code, stdout } = await run(directory, '--rows', '1000', '--seed', '7');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^1000 sales of 200 items for \d+\.\d\d: 6 files in .+\nsha256 [0-9a-f]{64}\n$/);
    expect(existsSync(join(directory, 'shops', 'shops.csv'))).toBe(true);
  });

  test.each([
    ['no directory', [], 'Writes the lake'],
    ['a number that is none', ['x', '--rows', 'many'], 'salesRows is NaN'],
    ['an option that there is not', ['x', '--size', '1'], "Unknown option '--size'"],
  ])('refuses %s in one line and with 2', async (_, args, message) => {
    const { code, stderr } = await run(...args);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});

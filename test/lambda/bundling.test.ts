import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../bench/bundle-function.ts';
import { ENVIRONMENT } from './helpers/world.ts';

const run = promisify(execFile);

const FUNCTIONS = ['inference', 'redrive', 'lake-settings'] as const;
const MAX_BYTES = 350_000;

/** A folder without `node_modules` above it, as on Lambda. */
let folder: string;
const fileOf = (name: string) => join(folder, `${name}.js`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inferwatch-bundle-'));
  for (const name of FUNCTIONS) {
    await bundleFunction(`lambda/${name}/handler.ts`, fileOf(name));
  }
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each(FUNCTIONS)('the bundle of the %s function', (name) => {
  it('is no larger than a cold start should load', async () => {
    const { size } = await stat(fileOf(name));

    expect(size).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('loads by itself and exports a handler', async () => {
    const script = `console.log(typeof require(${JSON.stringify(fileOf(name))}).handler)`;

    const { stdout } = await run(process.execPath, ['--no-warnings', '-e', script], {
      cwd: folder,
      env: { ...ENVIRONMENT, CATALOG_ID: '123456789012', AWS_REGION: 'eu-central-1' },
    });

    expect(stdout.trim()).toBe('function');
  }, 30_000);

  it('says what is wrong when its environment is not usable', async () => {
    const script = `require(${JSON.stringify(fileOf(name))})`;

    const loading = run(process.execPath, ['--no-warnings', '-e', script], { cwd: folder, env: {} });

    await expect(loading).rejects.toThrow(/environment of the \w+ function is not usable/);
  }, 30_000);
});

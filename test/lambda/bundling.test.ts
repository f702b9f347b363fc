import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../bench/bundle-function.ts';
import { ENVIRONMENT } from './helpers/world.ts';

const run = promisify(execFile);

/** A folder without `node_modules` above it, as on Lambda. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inferwatch-bundle-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe.each([
  ['lambda/inference/handler.ts', 350_000],
  ['lambda/redrive/handler.ts', 350_000],
])('the bundle of %s', (entry, limit) => {
  it(`has at most ${limit} bytes`, async () => {
    const { bytes } = await bundleFunction(entry, join(folder, 'size.js'));

    expect(bytes).toBeLessThanOrEqual(limit);
  });

  it('loads by itself and exports a handler', async () => {
    const file = join(folder, 'alone.js');
    await bundleFunction(entry, file);

    const script = `console.log(typeof require(${JSON.stringify(file)}).handler)`;
    const { stdout } = await run(process.execPath, ['--no-warnings', '-e', script], {
      cwd: folder,
      env: { ...ENVIRONMENT, AWS_REGION: 'eu-central-1' },
    });

    expect(stdout.trim()).toBe('function');
  });

  it('has no line that a log could take for source', async () => {
    const file = join(folder, 'text.js');
    await bundleFunction(entry, file);

    expect(await readFile(file, 'utf8')).not.toContain('sourceMappingURL');
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAssembly } from '../src/assembly-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'assembly-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

function application(source: string) {
  const directory = mkdtempSync(join(folder, 'app-'));
  writeFileSync(join(directory, 'cdk.json'), '{"app":"node app.mjs"}');
  writeFileSync(join(directory, 'app.mjs'), source);
  return directory;
}

function io(applicationDirectory: string) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  return {
    written,
    io: { stdout: stream, stderr: stream, env: {}, signal: new AbortController().signal, applicationDirectory },
  };
}

describe('templates of a command', () => {
  it('are those of the given path, untouched', async () => {
    const { io: world, written } = io(folder);

    const source = await openAssembly({ app: '/some/cdk.out', context: {} }, world);

    expect(source).toMatchObject({ status: 'success', path: '/some/cdk.out' });
    expect(written).toEqual([]);
  });

  it('are synthesised without one, with a word about it, and removed afterwards', async () => {
    const app = application(
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.CDK_OUTDIR + '/made', 'yes');`,
    );
    const { io: world, written } = io(app);

    const source = await openAssembly({ context: {} }, world);

    expect(written.join('')).toContain('Synthesising the application');
    if (source.status === 'error') throw new Error(source.lines.join());
    expect(readFileSync(join(source.path, 'made'), 'utf8')).toBe('yes');
    await source.dispose();
    expect(existsSync(source.path)).toBe(false);
  });

  it('that cannot be synthesised are an error in words', async () => {
    const { io: world } = io(application(`console.error('the setting is wrong'); process.exit(1);`));

    const source = await openAssembly({ context: {} }, world);

    expect(source).toMatchObject({ status: 'error', lines: [expect.stringContaining('the setting is wrong')] });
  });
});

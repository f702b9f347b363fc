/**
 * `npm run docs`: writes `docs/api` from the docstrings of what can be imported. The same sources give the same pages:
 * no date, no line number, no path of the machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ENTRY_POINTS, ROOT } from '../package/contents.ts';
import { pageFrom } from './page.ts';

/** TypeDoc cannot use the TypeScript of this repository, so it is installed here, with an older one. */
const TOOL = import.meta.dirname;
const PAGES = join(ROOT, 'docs/api');

const made = mkdtempSync(join(tmpdir(), 'inferwatch-docs-'));
try {
  run('npm', ['ci', '--ignore-scripts']);
  const entries = Object.values(ENTRY_POINTS).flatMap((source) => ['--entryPoints', join(ROOT, source)]);
  run(process.execPath, ['node_modules/typedoc/bin/typedoc', ...entries, '--out', made]);
  rmSync(PAGES, { recursive: true, force: true });
  for (const file of readdirSync(made, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!statSync(join(made, file)).isFile()) continue;
    mkdirSync(dirname(join(PAGES, file)), { recursive: true });
    writeFileSync(join(PAGES, file), pageFrom(readFileSync(join(made, file), 'utf8'), join('docs/api', file)));
  }
} finally {
  rmSync(made, { recursive: true });
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: TOOL, stdio: 'inherit' });
  if (status === 0) return;
  process.stderr.write(`${command} ended with ${status ?? 'a signal'}; docs/api is as it was\n`);
  rmSync(made, { recursive: true, force: true });
  process.exit(1);
}

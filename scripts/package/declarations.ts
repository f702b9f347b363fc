import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { DIST, ENTRY_POINTS, ROOT } from './contents.ts';

/** Where a declaration names another one: `from './types.ts'`, `import('./types.ts')`, `import './types.ts'`. */
const REFERENCES = /(\bfrom |\bimport\(|^import )(["'])(\.\.?\/[^"']+)\.ts\2/gm;

/**
 * Writes the types of the entry points and of what they name. Imports name the compiled file, as those of the JavaScript
 * do; declarations that only hidden code uses are left out.
 * @throws if the sources do not compile
 */
export async function writeDeclarations(): Promise<void> {
  const all = mkdtempSync(join(tmpdir(), 'inferwatch-types-'));
  try {
    await emitDeclarations(all);
    for (const { file, text } of reachable(all)) {
      const target = join(DIST, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  } finally {
    rmSync(all, { recursive: true });
  }
}

async function emitDeclarations(folder: string): Promise<void> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const project = join(ROOT, 'scripts/package/tsconfig.json');
  try {
    await promisify(execFile)(process.execPath, [compiler, '--project', project, '--outDir', folder]);
  } catch (error) {
    // What the compiler found is on its standard output.
    const findings = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`the declarations cannot be written:\n${findings}`, { cause: error });
  }
}

function reachable(folder: string): { readonly file: string; readonly text: string }[] {
  const waiting = Object.values(ENTRY_POINTS).map((source) => join(folder, declarationOf(source)));
  const found = new Map<string, string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const text = readFileSync(path, 'utf8');
    found.set(path, text.replace(REFERENCES, '$1$2$3.js$2'));
    for (const [, , , target = ''] of text.matchAll(REFERENCES)) {
      waiting.push(join(dirname(path), declarationOf(`${target}.ts`)));
    }
  }
  return [...found].map(([path, text]) => ({ file: relative(folder, path), text }));
}

/** `lib/index.d.ts` of `lib/index.ts`. */
function declarationOf(source: string): string {
  return source.replace(/\.ts$/, '.d.ts');
}

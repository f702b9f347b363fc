/**
 * `npm run build`: makes `dist/`, which `npm pack` puts into the package. It is the application once more, with the same
 * folders: sources compiled one by one, and the files that they read beside them, where they look for them.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { handlers, writeBundle } from '../../lib/shared/handler-bundles.ts';
import { bundleConsole } from '../../packages/console/src/bundle.ts';
import { compile, sourceGraph } from './compile.ts';
import { CONSOLE, DATA, DIST, HANDLER_FOLDER, LEFT_OUT, ROOT } from './contents.ts';
import { writeDeclarations } from './declarations.ts';
import { bundledPackages, notices } from './notices.ts';

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
// The folder's files are CommonJS, although the checkout's are ES modules.
writeFileSync(join(DIST, 'package.json'), '{ "type": "commonjs" }\n');

const { sources, json } = await sourceGraph();
await Promise.all([compile(sources), writeDeclarations(), writeConsole()]);
writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), notices(await bundledPackages()));

for (const path of [...DATA, ...json]) {
  cpSync(join(ROOT, path), join(DIST, path), { recursive: true, filter: (from) => !LEFT_OUT.has(basename(from)) });
}
for (const handler of handlers()) writeBundle(handler, join(DIST, dirname(handler), HANDLER_FOLDER));

async function writeConsole(): Promise<void> {
  const { js, css } = await bundleConsole();
  const folder = join(DIST, CONSOLE.folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.js'), js);
  writeFileSync(join(folder, 'main.css'), css);
}

/**
 * Runs `app.ts`, the CDK application. Plain JavaScript, because Node runs no TypeScript of its own.
 *
 * The application is bundled into one CommonJS file first. As ES modules it would make Node read every export of
 * `aws-cdk-lib`, which loads all of its 300 services; `require` leaves them until one is asked for. docs/adr/0045.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The only file whose own place matters. */
const locator = join(root, 'lib', 'shared', 'paths.ts');
/** Below node_modules, so that packages are found from it. */
const cache = join(root, 'node_modules', '.cache', 'inferwatch');

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['bin/app.ts'],
  outfile: join(cache, 'app.cjs'),
  write: false,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(locator).href) },
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'error',
});

// Two syntheses at once write the same, and neither reads half of it.
const file = join(cache, 'app.cjs');
const unfinished = `${file}.${process.pid}`;
mkdirSync(cache, { recursive: true });
writeFileSync(unfinished, outputFiles[0].contents);
renameSync(unfinished, file);

process.setSourceMapsEnabled(true);
createRequire(import.meta.url)(file);

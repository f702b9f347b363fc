import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the package is built: the application once more, compiled, with the same folders. */
export const DIST = join(ROOT, 'dist');

/** What can be imported: the module's name in `exports` of package.json, and its source. Nothing else is promised. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  '.': 'lib/index.ts',
  './alarm-simulator': 'packages/alarm-simulator/src/index.ts',
  './access-matrix': 'packages/access-matrix/src/index.ts',
  './alarms': 'packages/alarms/src/index.ts',
  './vitest': 'packages/alarms/src/vitest.ts',
};

/** What is run: the command line, and the application that it synthesises where there is no other. */
export const PROGRAMS: readonly string[] = ['bin/inferwatch.ts', 'bin/app.ts'];

/** The page of the preview: its script with its style, for a browser. */
export const CONSOLE = { source: 'packages/console/src/app/main.ts', folder: 'packages/console/src/app' } as const;

/** Folder beside a handler's source with its bundle, where `lib/shared/handler-bundles.ts` looks for it. */
export const HANDLER_FOLDER = 'bundle';

/**
 * Files that the program reads while it runs, copied as they are; a folder with all that is in it. Files that are
 * imported need no line here.
 */
export const DATA: readonly string[] = [
  'access.yaml',
  'alarms',
  'cdk.json',
  'docs/runbooks',
  'e2e',
  'lambda/bundling.json',
  'lib/e2e/phases',
  'lib/policy/lake.guard',
  'lib/policy/validation-worker.mjs',
  'lib/policy/warm-up.template.json',
  'packages/access-matrix/src/iam/managed-policies',
  'packages/preview/src/functions/bootstrap.mjs',
  'sample/data',
  'sample/model/model.tar.gz',
  'scenarios',
];

/** Left out of copied folders: what builds and tools leave. */
export const LEFT_OUT: ReadonlySet<string> = new Set(['target', 'node_modules', '.gitignore', '.DS_Store']);

/** Packages that cannot be required, because they offer ES modules only: compiled into the file that imports them. */
export const INLINED: ReadonlySet<string> = new Set(['cborg']);

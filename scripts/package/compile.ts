import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { DIST, ENTRY_POINTS, INLINED, PROGRAMS, ROOT } from './contents.ts';

/** What the programs and entry points are made of. */
export interface SourceGraph {
  /** Sources, from the checkout's root, in order. */
  readonly sources: readonly string[];
  /** JSON files that sources import. */
  readonly json: readonly string[];
  /** Names of the packages that sources import, Node's own modules left out. */
  readonly packages: readonly string[];
}

/** Follows the imports from everything that is run or imported: what none of them reaches is not part of the package. */
export async function sourceGraph(): Promise<SourceGraph> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [...Object.values(ENTRY_POINTS), ...PROGRAMS],
    outdir: DIST,
    format: 'esm',
    packages: 'external',
    metafile: true,
    write: false,
  });
  const files = Object.keys(metafile.inputs).sort();
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  const packages = imported
    .filter(({ path, external }) => external === true && !path.startsWith('node:'))
    .map(({ path }) => packageName(path));
  return {
    sources: files.filter((file) => file.endsWith('.ts')),
    json: files.filter((file) => file.endsWith('.json')),
    packages: [...new Set(packages)].sort(),
  };
}

/** `@scope/name` of `@scope/name/part`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Compiles each source to a CommonJS file of its own. CommonJS, because an ES module that imports `aws-cdk-lib` makes Node
 * read each of its exports, which loads all of its 300 services: half the time of a synthesis.
 */
export async function compile(sources: readonly string[]): Promise<void> {
  const knowsItsPlace = (source: string) => readFileSync(join(ROOT, source), 'utf8').includes('import.meta.url');
  const options: BuildOptions = {
    ...COMMON,
    outdir: DIST,
    outbase: ROOT,
    format: 'cjs',
    // A native `import()` would read a whole module for its names, as above.
    supported: { 'dynamic-import': false },
    plugins: [NEIGHBOURS],
  };
  await Promise.all([
    build({ ...options, entryPoints: sources.filter((source) => !knowsItsPlace(source)) }),
    build({
      ...options,
      entryPoints: sources.filter(knowsItsPlace),
      define: { 'import.meta.url': 'importMetaUrl' },
      banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    }),
  ]);
}

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  logLevel: 'error',
  // A warning of esbuild is about something that would go wrong while it runs.
  logOverride: { 'empty-import-meta': 'error', 'require-resolve-not-external': 'error' },
} as const satisfies BuildOptions;

/** Leaves every import where it is, but for those of {@link INLINED}, and names a source by what it is compiled to. */
const NEIGHBOURS: Plugin = {
  name: 'neighbours',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
      if (kind === 'entry-point' || INLINED.has(packageName(path)) || importer.includes('node_modules'))
        return undefined;
      return { path: path.replace(/^(\.\.?\/.*)\.ts$/, '$1.js'), external: true };
    });
  },
};

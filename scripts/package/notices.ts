import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { handlers } from '../../lib/shared/handler-bundles.ts';
import { CONSOLE, INLINED, ROOT } from './contents.ts';

/** A package whose code is inside one of ours. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json names it, such as `Apache-2.0`. */
  readonly licence: string;
  /** Of its licence file; undefined if it has none. */
  readonly text: string | undefined;
}

/** The packages that are bundled: into the functions, the preview's page, and where a package cannot be required. */
export async function bundledPackages(): Promise<BundledPackage[]> {
  const { externalModules } = JSON.parse(readFileSync(join(ROOT, 'lambda/bundling.json'), 'utf8'));
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    metafile: true,
    write: false,
    outdir: 'out',
    logLevel: 'error',
  } as const;
  const [functions, page] = await Promise.all([
    build({
      ...common,
      entryPoints: handlers(),
      platform: 'node',
      mainFields: ['module', 'main'],
      external: externalModules,
    }),
    build({ ...common, entryPoints: [CONSOLE.source], platform: 'browser', format: 'esm' }),
  ]);
  const inputs = [functions, page].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []);
  const inlined = [...INLINED].map((name) => `node_modules/${name}`);
  return [...new Set([...folders, ...inlined])].sort().map(readPackage);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(ROOT, folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  const text = file === undefined ? undefined : readFileSync(join(ROOT, folder, file), 'utf8').trim();
  return { name, version, licence: String(license), text };
}

/** What the licences of bundled packages ask for: their texts, each once, below the packages that it holds for. */
export function notices(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, string[]>();
  for (const { name, version, licence, text = licence } of packages) {
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return ['Code of these packages is inside files of this one.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

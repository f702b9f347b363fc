import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Format } from 'esbuild';
import bundling from '../lambda/bundling.json' with { type: 'json' };

const FORMATS: readonly Format[] = ['cjs', 'esm'];

/** Bundles a function as it is deployed: with the options of `lambda/bundling.json`. Paths are relative to the root. */
export async function bundleFunction(entry: string, outfile: string): Promise<{ readonly bytes: number }> {
  await build({
    entryPoints: [fileURLToPath(new URL(`../${entry}`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: FORMATS.find((format) => format === bundling.format),
    target: bundling.target,
    minify: bundling.minify,
    mainFields: bundling.mainFields,
    external: bundling.externalModules,
    logLevel: 'error',
  });
  return { bytes: (await stat(outfile)).size };
}

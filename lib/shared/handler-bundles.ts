import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, buildSync } from 'esbuild';
import * as z from 'zod';
import { projectPath } from './paths.ts';

/** How function bundles are made: plain data, so that deployment, benchmarks and tests bundle alike. */
const bundlingSchema = z.strictObject({
  format: z.enum(['cjs', 'esm']),
  target: z.string().min(1),
  minify: z.boolean(),
  mainFields: z.array(z.string()),
  externalModules: z.array(z.string()),
});

let options: z.output<typeof bundlingSchema> | undefined;

/** Bundles that were made in advance, by handler file. */
const prepared = new Map<string, Uint8Array>();

/**
 * Bundles every handler of `lambda/` in esbuild's own process, while this one goes on (loading the CDK takes as long).
 * A handler that cannot be bundled is left out: {@link writeBundle} tries it again, where the error is wanted.
 */
export async function prepareBundles(): Promise<void> {
  await Promise.allSettled(
    handlers().map(async (entry) => {
      const { outputFiles } = await build({ ...esbuildOptions(entry), logLevel: 'silent', write: false });
      const [file] = outputFiles;
      if (file !== undefined) prepared.set(entry, file.contents);
    }),
  );
}

/** The handlers of `lambda/`, from the project's root; none in the installed package, which has their bundles. */
export function handlers(): string[] {
  return readdirSync(projectPath('lambda'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(entry.parentPath, entry.name)).includes('handler.ts'))
    .map(({ name }) => `lambda/${name}/handler.ts`);
}

/** Writes the handler and what it imports as one file, `index.handler` to Lambda, into the directory. */
export function writeBundle(entry: string, directory: string): void {
  const source = projectPath(entry);
  const built = join(dirname(source), 'bundle');
  // The installed package has no sources, but what was made of them when it was packed: the same bytes.
  if (!existsSync(source) && existsSync(built)) {
    cpSync(built, directory, { recursive: true });
    return;
  }
  const file = join(directory, bundlingOptions().format === 'esm' ? 'index.mjs' : 'index.js');
  const contents = prepared.get(entry);
  if (contents === undefined) {
    buildSync({ ...esbuildOptions(entry), logLevel: 'warning', outfile: file });
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

function esbuildOptions(entry: string): BuildOptions {
  const { format, target, minify, mainFields, externalModules } = bundlingOptions();
  return {
    entryPoints: [projectPath(entry)],
    bundle: true,
    platform: 'node',
    format,
    target,
    minify,
    mainFields,
    external: externalModules,
  };
}

function bundlingOptions(): z.output<typeof bundlingSchema> {
  options ??= bundlingSchema.parse(JSON.parse(readFileSync(projectPath('lambda/bundling.json'), 'utf8')));
  return options;
}

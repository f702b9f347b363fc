import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';
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

/**
 * A handler and what it imports as one file, `index.handler` to Lambda. Bundled in this process with esbuild, which
 * `NodejsFunction` would start through a shell and npx for each function: half a second for each, of six in all.
 *
 * @param entry - Handler file, from the project's root.
 */
export function bundledCode(entry: string): AssetCode {
  // The handler's own folder: CDK takes assets of one source folder for the same asset, whatever is bundled from it.
  return Code.fromAsset(dirname(projectPath(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by the type, and never used: the local bundling below does not decline.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (outputDirectory) => {
          buildSync({ ...esbuildOptions(), entryPoints: [projectPath(entry)], outfile: outfile(outputDirectory) });
          return true;
        },
      },
    },
  });
}

function esbuildOptions(): BuildOptions {
  const { format, target, minify, mainFields, externalModules } = bundlingOptions();
  return {
    bundle: true,
    platform: 'node',
    logLevel: 'warning',
    format,
    target,
    minify,
    mainFields,
    external: externalModules,
  };
}

function outfile(directory: string): string {
  return join(directory, bundlingOptions().format === 'esm' ? 'index.mjs' : 'index.js');
}

function bundlingOptions(): z.output<typeof bundlingSchema> {
  options ??= bundlingSchema.parse(JSON.parse(readFileSync(projectPath('lambda/bundling.json'), 'utf8')));
  return options;
}

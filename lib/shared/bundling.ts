import { readFileSync } from 'node:fs';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
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

let cached: BundlingOptions | undefined;

/** The bundling options of `lambda/bundling.json`, as `NodejsFunction` takes them. */
export function bundlingOptions(): BundlingOptions {
  cached ??= readBundlingOptions();
  return cached;
}

function readBundlingOptions(): BundlingOptions {
  const { format, ...options } = bundlingSchema.parse(
    JSON.parse(readFileSync(projectPath('lambda/bundling.json'), 'utf8')),
  );
  return { ...options, format: format === 'esm' ? OutputFormat.ESM : OutputFormat.CJS };
}

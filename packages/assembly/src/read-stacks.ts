import type * as z from 'zod';
import { containedPath, readJson } from './files.ts';
import { AssemblyProblem } from './problem.ts';
import {
  assetManifestPropertiesSchema,
  assetManifestSchema,
  manifestSchema,
  nestedAssemblyPropertiesSchema,
  stackPropertiesSchema,
  templateSchema,
} from './schema.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type StackModel } from './stack-model.ts';

type Artifact = z.output<typeof manifestSchema>['artifacts'][string];

/** Everything read from an assembly, nothing resolved. */
export interface AssemblyFiles {
  readonly stacks: readonly StackModel[];
  /** Absolute path of each file asset by the S3 key that it is published under. */
  readonly assets: ReadonlyMap<string, string>;
}

/** `aws://account/region`; either part may be `unknown-account` or `unknown-region`. */
function environmentOf(artifactId: string, environment: string | undefined): { account: string; region: string } {
  const match = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? 'aws://unknown-account/unknown-region');
  const [, account, region] = match ?? [];
  if (!account || !region) {
    throw new AssemblyProblem(`manifest.json, ${artifactId}: environment ${environment} is not aws://account/region`);
  }
  return {
    account: account === 'unknown-account' ? DEFAULT_ACCOUNT : account,
    region: region === 'unknown-region' ? DEFAULT_REGION : region,
  };
}

function properties<Schema extends z.ZodType>(artifactId: string, artifact: Artifact, schema: Schema) {
  const parsed = schema.safeParse(artifact.properties ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AssemblyProblem(
    `manifest.json, ${artifactId}.properties.${issue?.path.join('.')}: ${issue?.message ?? 'unexpected content'}`,
  );
}

function readStack(directory: string, artifactId: string, artifact: Artifact): StackModel {
  const { templateFile, stackName, parameters } = properties(artifactId, artifact, stackPropertiesSchema);
  return {
    artifactId,
    name: stackName ?? artifactId,
    ...environmentOf(artifactId, artifact.environment),
    parameters,
    template: readJson(directory, templateFile, templateSchema, `artifact ${artifactId}`),
  };
}

function readAssets(directory: string, artifactId: string, artifact: Artifact): [key: string, path: string][] {
  const { file } = properties(artifactId, artifact, assetManifestPropertiesSchema);
  const manifest = readJson(directory, file, assetManifestSchema, `artifact ${artifactId}`);
  return Object.values(manifest.files).flatMap(({ source, destinations }) => {
    const { path } = source;
    if (path === undefined) return [];
    const contained = containedPath(directory, path, file);
    return Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, contained]);
  });
}

/** Reads `manifest.json` and all it names; the assemblies of stages included. The directory is absolute, links followed. */
export function readAssemblyFiles(directory: string): AssemblyFiles {
  const manifest = readJson(directory, 'manifest.json', manifestSchema, 'the assembly');
  const stacks: StackModel[] = [];
  const assets: [string, string][] = [];
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(readStack(directory, id, artifact));
    else if (artifact.type === 'cdk:asset-manifest') assets.push(...readAssets(directory, id, artifact));
    else if (artifact.type === 'cdk:cloud-assembly') {
      const { directoryName } = properties(id, artifact, nestedAssemblyPropertiesSchema);
      const nested = readAssemblyFiles(containedPath(directory, directoryName, `artifact ${id}`));
      stacks.push(...nested.stacks);
      assets.push(...nested.assets);
    }
  }
  return { stacks, assets: new Map(assets) };
}

import { readFileSync, statSync } from 'node:fs';
import type * as z from 'zod';
import {
  AssemblyProblem,
  containedPath,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  manifestSchema,
  nestedAssemblyPropertiesSchema,
  readJson,
  type StackModel,
  stackPropertiesSchema,
} from './assembly.ts';
import type { Parent } from './lenient-resolver.ts';
import { parseTemplate, type ReadTemplate } from './template-text.ts';

/** Far above the 1 MB that CloudFormation takes as a template. */
export const MAX_TEMPLATE_BYTES = 16 * 1024 * 1024;

/** Deepest nesting of stacks that is followed. */
const MAX_NESTING = 10;

export interface ReadStacks {
  readonly stacks: readonly StackModel[];
  readonly parents: ReadonlyMap<StackModel, Parent>;
  readonly notices: readonly string[];
}

type Artifact = z.output<typeof manifestSchema>['artifacts'][string];

function readTemplateFile(directory: string, file: string, namedBy: string): ReadTemplate {
  const path = containedPath(directory, file, namedBy);
  const { size } = statSync(path);
  if (size > MAX_TEMPLATE_BYTES) {
    throw new AssemblyProblem(`${file} has ${size} bytes: at most ${MAX_TEMPLATE_BYTES} are read`);
  }
  return parseTemplate(readFileSync(path, 'utf8'), file);
}

/** Reads the stacks that `manifest.json` names, the assemblies of stages and nested stacks included. */
export function readAssemblyStacks(directory: string): ReadStacks {
  const manifest = readJson(directory, 'manifest.json', manifestSchema, 'the assembly');
  const stacks: StackModel[] = [];
  const parents = new Map<StackModel, Parent>();
  const notices: string[] = [];
  const add = (read: ReadStacks) => {
    stacks.push(...read.stacks);
    for (const [child, parent] of read.parents) parents.set(child, parent);
    notices.push(...read.notices);
  };
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack') {
      const read = readStack(directory, id, artifact);
      add(read);
      add(readNestedStacks(directory, read.stacks));
    } else if (artifact.type === 'cdk:cloud-assembly') {
      const { directoryName } = parsed(id, artifact, nestedAssemblyPropertiesSchema);
      add(readAssemblyStacks(containedPath(directory, directoryName, `artifact ${id}`)));
    }
  }
  if (stacks.length === 0) throw new AssemblyProblem('manifest.json names no stack');
  return { stacks, parents, notices };
}

function readStack(directory: string, artifactId: string, artifact: Artifact): ReadStacks {
  const { templateFile, stackName, parameters } = parsed(artifactId, artifact, stackPropertiesSchema);
  const name = stackName ?? artifactId;
  const { template, notices } = readTemplateFile(directory, templateFile, `artifact ${artifactId}`);
  const stack = { name, artifactId, ...environmentOf(artifactId, artifact.environment), template, parameters };
  return { stacks: [stack], parents: new Map(), notices: notices.map((notice) => `stack ${name}: ${notice}`) };
}

/**
 * Nested stacks whose template is a file of the assembly (the CDK names it as the resource's asset), as stacks of their
 * own. One whose template is elsewhere is a notice.
 */
export function readNestedStacks(directory: string, parentStacks: readonly StackModel[], depth = 1): ReadStacks {
  const stacks: StackModel[] = [];
  const parents = new Map<StackModel, Parent>();
  const notices: string[] = [];
  for (const stack of parentStacks) {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      if (resource.Type !== 'AWS::CloudFormation::Stack') continue;
      const file = resource.Metadata['aws:asset:path'];
      const where = `nested stack ${logicalId} of stack ${stack.name}`;
      if (typeof file !== 'string' || depth > MAX_NESTING) {
        notices.push(`${where} is not read: its template is not a file of the assembly`);
        continue;
      }
      const read = readTemplateFile(directory, file, where);
      const nested: StackModel = {
        name: `${stack.name}-${logicalId}`,
        artifactId: `${stack.artifactId}/${logicalId}`,
        account: stack.account,
        region: stack.region,
        template: read.template,
        parameters: {},
      };
      const deeper = readNestedStacks(directory, [nested], depth + 1);
      stacks.push(nested, ...deeper.stacks);
      parents.set(nested, { stack, logicalId });
      for (const [child, parent] of deeper.parents) parents.set(child, parent);
      notices.push(...read.notices.map((notice) => `stack ${nested.name}: ${notice}`), ...deeper.notices);
    }
  }
  return { stacks, parents, notices };
}

function parsed<Schema extends z.ZodType>(artifactId: string, artifact: Artifact, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(artifact.properties ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AssemblyProblem(
    `manifest.json, ${artifactId}.properties.${issue?.path.join('.')}: ${issue?.message ?? 'unexpected content'}`,
  );
}

/** `aws://account/region`; a part that is not known at synthesis counts as AWS's example account, or us-east-1. */
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

import { realpathSync, statSync } from 'node:fs';
import { findCircle } from './circles.ts';
import { containedPath } from './files.ts';
import { AssemblyProblem } from './problem.ts';
import { type AssemblyFiles, readAssemblyFiles } from './read-stacks.ts';
import { Resolver } from './resolver.ts';
import type { TemplateResource } from './schema.ts';
import { describePlace, placeOf, placeOfResource, type StackModel } from './stack-model.ts';
import type { AssemblyReadResult, ResolvedAssembly, ResolvedOutput, ResolvedResource, ResolvedStack } from './types.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The folder or file of a resource's code: by the CDK's metadata, or else by the S3 key the asset is published under. */
function assetPathOf(
  directory: string,
  files: AssemblyFiles,
  place: string,
  resource: TemplateResource,
  properties: Readonly<Record<string, unknown>>,
): string | undefined {
  const fromMetadata = textOf(resource.Metadata['aws:asset:path']);
  if (fromMetadata !== undefined) return containedPath(directory, fromMetadata, place);
  if (resource.Type !== 'AWS::Lambda::Function') return undefined;
  const key = textOf(Object(properties.Code).S3Key);
  return key === undefined ? undefined : files.assets.get(key);
}

function resolveResources(directory: string, files: AssemblyFiles, resolver: Resolver, stack: StackModel) {
  const resolved: ResolvedResource[] = [];
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    const place = placeOfResource(stack, logicalId, resource);
    if (resource.Type === 'AWS::CloudFormation::Stack') {
      throw new AssemblyProblem(
        `${describePlace(place)}: the preview does not read nested stacks; use a stack instead`,
      );
    }
    if (!resolver.exists(resource, place)) continue;
    const properties = resolver.properties(stack, logicalId, resource);
    const { physicalId, arn } = resolver.identity(stack, logicalId, resource);
    resolved.push({
      stack: stack.name,
      logicalId,
      type: resource.Type,
      path: textOf(resource.Metadata['aws:cdk:path']),
      physicalId,
      arn,
      properties,
      assetPath: assetPathOf(directory, files, describePlace(place), resource, properties),
    });
  }
  return resolved;
}

function resolveStack(resolver: Resolver, stack: StackModel): ResolvedStack {
  const outputs = Object.entries(stack.template.Outputs)
    .filter(([key, output]) => resolver.exists(output, placeOf(stack, `output ${key}`)))
    .map(([key]): [string, ResolvedOutput] => [
      key,
      { value: resolver.outputValue(stack, key), exportName: resolver.exportName(stack, key) },
    ]);
  const { name, artifactId, account, region } = stack;
  return { name, artifactId, account, region, outputs: Object.fromEntries(outputs) };
}

/** `DependsOn` of every resource, checked; one whose target a condition leaves out needs nothing. */
function explicitDependencies(stack: StackModel) {
  return Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) =>
    [resource.DependsOn ?? []].flat().map((target) => {
      if (!Object.hasOwn(stack.template.Resources, target)) {
        const place = describePlace(placeOf(stack, `resource ${logicalId} (${resource.Type})`));
        throw new AssemblyProblem(`${place}, DependsOn: there is no resource ${target}`);
      }
      return { from: `${stack.artifactId}/${logicalId}`, to: `${stack.artifactId}/${target}` };
    }),
  );
}

function resolveAssembly(directory: string): ResolvedAssembly {
  const files = readAssemblyFiles(directory);
  const [first] = files.stacks;
  if (!first) throw new AssemblyProblem('manifest.json names no stack');
  const resolver = new Resolver(files.stacks);
  const resources = files.stacks.flatMap((stack) => resolveResources(directory, files, resolver, stack));
  const stacks = files.stacks.map((stack) => resolveStack(resolver, stack));
  const circle = findCircle([...resolver.dependencies, ...files.stacks.flatMap(explicitDependencies)]);
  if (circle) {
    throw new AssemblyProblem(`CloudFormation would refuse a circular dependency: ${circle.join(' -> ')}`);
  }
  return {
    directory,
    account: first.account,
    region: first.region,
    stacks,
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    output: (stack, key) => {
      const { outputs } = stacks.find(({ name }) => name === stack) ?? {};
      return outputs && Object.hasOwn(outputs, key) ? outputs[key]?.value : undefined;
    },
  };
}

/**
 * Reads a `cdk.out` and resolves every intrinsic function in it as CloudFormation would at deployment. The assembly is
 * untrusted input: nothing outside its folder is opened, and everything in it is checked before use.
 * A stack without an environment counts as account 123456789012 in us-east-1.
 */
export function readAssembly(directory: string): AssemblyReadResult {
  let real: string;
  try {
    real = realpathSync(directory);
    if (!statSync(real).isDirectory()) throw new Error('not a folder');
  } catch {
    return { status: 'error', message: `there is no folder ${directory}: synthesise the application first` };
  }
  try {
    return { status: 'success', assembly: resolveAssembly(real) };
  } catch (error) {
    if (error instanceof AssemblyProblem) return { status: 'error', message: `${directory}: ${error.message}` };
    throw error;
  }
}

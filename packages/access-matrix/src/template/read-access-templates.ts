import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AssemblyProblem, DEFAULT_ACCOUNT, DEFAULT_REGION, type StackModel } from './assembly.ts';
import { LenientResolver } from './lenient-resolver.ts';
import { MAX_TEMPLATE_BYTES, type ReadStacks, readAssemblyStacks, readNestedStacks } from './read-stacks.ts';
import { parseTemplate } from './template-text.ts';
import type { AccessResource, AccessTemplate, ReadTemplatesResult } from './types.ts';

export interface ReadTemplatesOptions {
  /** Values of template parameters, over their defaults; for every stack that has a parameter of the name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Account of a single template, which does not say where it will be deployed.
   * @default 123456789012
   */
  readonly account?: string;
  /**
   * Region of a single template.
   * @default us-east-1
   */
  readonly region?: string;
}

/**
 * Reads a `cdk.out` (with stages and nested stacks) or a single CloudFormation template in JSON or YAML, and resolves
 * its values as far as they can be. A value that is known only after deployment becomes a marker (`isUnresolved`),
 * never a guess. The input is untrusted: nothing outside its folder is opened.
 */
export function readAccessTemplates(path: string, options: ReadTemplatesOptions = {}): ReadTemplatesResult {
  let real: string;
  let isDirectory: boolean;
  try {
    real = realpathSync(path);
    isDirectory = statSync(real).isDirectory();
  } catch {
    return { status: 'error', message: `there is no file or folder ${path}: synthesise the application first` };
  }
  try {
    const read = isDirectory ? readAssemblyStacks(real) : readSingleTemplate(real, options);
    return { status: 'success', template: resolveTemplates(real, withParameters(read, options.parameters ?? {})) };
  } catch (error) {
    if (error instanceof AssemblyProblem) return { status: 'error', message: `${path}: ${error.message}` };
    // The call stack ran out: references that go on and on, as no deployable template has them.
    if (error instanceof RangeError) return { status: 'error', message: `${path}: its values refer too deeply` };
    throw error;
  }
}

function readSingleTemplate(file: string, options: ReadTemplatesOptions): ReadStacks {
  const { size } = statSync(file);
  if (size > MAX_TEMPLATE_BYTES) {
    throw new AssemblyProblem(`has ${size} bytes: at most ${MAX_TEMPLATE_BYTES} are read`);
  }
  const name = basename(file).replace(/(\.template)?\.(json|ya?ml)$/, '');
  const { template, notices } = parseTemplate(readFileSync(file, 'utf8'), basename(file));
  const stack: StackModel = {
    name,
    artifactId: name,
    account: options.account ?? DEFAULT_ACCOUNT,
    region: options.region ?? DEFAULT_REGION,
    template,
    parameters: {},
  };
  const nested = readNestedStacks(dirname(file), [stack]);
  return {
    stacks: [stack, ...nested.stacks],
    parents: nested.parents,
    notices: [...notices.map((notice) => `stack ${name}: ${notice}`), ...nested.notices],
  };
}

function withParameters(read: ReadStacks, parameters: Readonly<Record<string, string>>): ReadStacks {
  if (Object.keys(parameters).length === 0) return read;
  const replaced = new Map(
    read.stacks.map((stack) => [stack, { ...stack, parameters: { ...stack.parameters, ...parameters } }]),
  );
  const renewed = (stack: StackModel): StackModel => replaced.get(stack) ?? stack;
  return {
    ...read,
    stacks: read.stacks.map(renewed),
    parents: new Map(
      [...read.parents].map(([child, parent]) => [renewed(child), { ...parent, stack: renewed(parent.stack) }]),
    ),
  };
}

function resolveTemplates(source: string, read: ReadStacks): AccessTemplate {
  const resolver = new LenientResolver(read);
  const resources = read.stacks.flatMap((stack) => resolveStack(resolver, stack));
  const byType = new Map<string, AccessResource[]>();
  for (const resource of resources) {
    const same = byType.get(resource.type);
    if (same) same.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const byId = new Map(resources.map((resource) => [`${resource.stack}/${resource.logicalId}`, resource]));
  return {
    source,
    stacks: read.stacks.map(({ name, account, region }) => ({ name, account, region })),
    resources,
    notices: read.notices,
    ofType: (type) => byType.get(type) ?? [],
    find: (stack, logicalId) => byId.get(`${stack}/${logicalId}`),
  };
}

function resolveStack(resolver: LenientResolver, stack: StackModel): AccessResource[] {
  return Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) => {
    const exists = resolver.exists(stack, resource);
    if (exists === false) return [];
    const path = resource.Metadata['aws:cdk:path'];
    const { physicalId, arn } = resolver.identity(stack, logicalId, resource);
    return [
      {
        stack: stack.name,
        account: stack.account,
        region: stack.region,
        logicalId,
        type: resource.Type,
        ...(typeof path === 'string' ? { path } : {}),
        physicalId,
        arn,
        properties: resolver.properties(stack, logicalId, resource),
        dependsOn: [resource.DependsOn ?? []].flat(),
        ...(exists === true ? {} : { uncertain: exists.uncertain }),
      },
    ];
  });
}

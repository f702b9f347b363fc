import { type Failure, failure } from '../../../cli/src/io.ts';
import type { StackTemplates } from '../compare/types.ts';
import type { TemplatesRead } from './read-templates.ts';

type Read = Extract<TemplatesRead, { status: 'success' }>;

export type Paired =
  | { readonly status: 'success'; readonly before: StackTemplates; readonly after: StackTemplates }
  | Failure;

const names = (stacks: StackTemplates): string => Object.keys(stacks).join(', ');

/**
 * Puts together what belongs together. Assemblies say the names of their stacks; a single template does not, and is taken
 * for the stack that `--stack` names, or that its file is named after, or the only one that there is.
 */
export function pair(before: Read, after: Read, stack?: string): Paired {
  if (before.kind === 'assembly' && after.kind === 'assembly') return narrowed(before.stacks, after.stacks, stack);
  if (before.kind === 'template' && after.kind === 'template') {
    const name = stack ?? names(after.stacks);
    return { status: 'success', before: renamed(before, name), after: renamed(after, name) };
  }
  const [assembly, single] = before.kind === 'assembly' ? [before, after] : [after, before];
  const name = stack ?? stackOf(single, assembly);
  if (name === undefined) {
    return failure(
      `${names(single.stacks)} is a single template: say with --stack of which stack (${names(assembly.stacks)})`,
    );
  }
  const found = pick(assembly.stacks, name);
  if (found === undefined) return failure(`there is no stack ${name}: write one of ${names(assembly.stacks)}`);
  const one = renamed(single, name);
  return before === assembly
    ? { status: 'success', before: found, after: one }
    : { status: 'success', before: one, after: found };
}

function narrowed(before: StackTemplates, after: StackTemplates, stack: string | undefined): Paired {
  if (stack === undefined) return { status: 'success', before, after };
  const [old, renewed] = [pick(before, stack), pick(after, stack)];
  if (old === undefined && renewed === undefined) {
    return failure(`there is no stack ${stack}: write one of ${names({ ...before, ...after })}`);
  }
  return { status: 'success', before: old ?? {}, after: renewed ?? {} };
}

function stackOf(single: Read, assembly: Read): string | undefined {
  const [file] = Object.keys(single.stacks);
  const stacks = Object.keys(assembly.stacks);
  if (file !== undefined && stacks.includes(file)) return file;
  return stacks.length === 1 ? stacks[0] : undefined;
}

function renamed({ stacks }: Read, name: string): StackTemplates {
  return Object.fromEntries(Object.values(stacks).map((template) => [name, template]));
}

function pick(stacks: StackTemplates, name: string): StackTemplates | undefined {
  const found = Object.hasOwn(stacks, name) ? stacks[name] : undefined;
  return found === undefined ? undefined : { [name]: found };
}

import { isDeepStrictEqual } from 'node:util';
import type { ExportInUse, StackTemplate, StackTemplates } from './types.ts';

/** Deepest nesting of values that is searched: deployable templates stay far below. */
const MAX_DEPTH = 100;

/** Names of the exports that a template imports. */
function importsOf(value: unknown, found = new Set<string>(), depth = 0): Set<string> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return found;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'Fn::ImportValue' && typeof part === 'string') found.add(part);
    else importsOf(part, found, depth + 1);
  }
  return found;
}

function exportsOf(template: StackTemplate): Map<string, unknown> {
  const outputs = Object.values(template.Outputs ?? {});
  return new Map(
    outputs.flatMap(({ Value, Export }) => (typeof Export?.Name === 'string' ? [[Export.Name, Value]] : [])),
  );
}

/**
 * Exports that go, or whose expression changes, while a deployed stack imports them: "Export … cannot be deleted as it is in
 * use by …". The stack that exports is deployed first, so that it does not help that the other one's new template imports
 * the value no more. An export whose resource is replaced behind the same expression is found with the resource.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export function exportsInUse(before: StackTemplates, after: StackTemplates): ExportInUse[] {
  const imports = Object.entries(before).map(([stack, template]) => ({ stack, names: importsOf(template.Resources) }));
  return Object.entries(before).flatMap(([stack, template]) => {
    const renewed = Object.hasOwn(after, stack) ? after[stack] : undefined;
    if (renewed === undefined) return [];
    const now = exportsOf(renewed);
    return [...exportsOf(template)].flatMap(([name, value]): ExportInUse[] => {
      const usedBy = imports.flatMap((user) => (user.stack !== stack && user.names.has(name) ? [user.stack] : []));
      if (usedBy.length === 0) return [];
      if (!now.has(name)) return [{ stack, name, change: 'removed', usedBy }];
      return isDeepStrictEqual(now.get(name), value) ? [] : [{ stack, name, change: 'changed', usedBy }];
    });
  });
}

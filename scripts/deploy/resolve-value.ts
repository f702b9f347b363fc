import { isObject } from './template.ts';

/** What a deployed template's references stand for. */
export interface DeployedNames {
  /** What `Ref` gives, by logical id or pseudo parameter. */
  readonly refs: ReadonlyMap<string, string>;
  /** Values of the account's exports, by name. */
  readonly exports: ReadonlyMap<string, string>;
}

/** Stands for a reference that could not be followed; it equals nothing that is deployed. */
const unknown = (reference: unknown): string => `<unknown: ${JSON.stringify(reference)}>`;

/** Replaces `Ref`, `Fn::ImportValue` and `Fn::Join` by what they stand for in the deployment. */
export function resolveValue(value: unknown, names: DeployedNames): unknown {
  if (Array.isArray(value)) return value.map((part) => resolveValue(part, names));
  if (!isObject(value)) return value;
  const [[key, operand] = [], more] = Object.entries(value);
  if (more === undefined && key === 'Ref') return names.refs.get(String(operand)) ?? unknown(value);
  if (more === undefined && key === 'Fn::ImportValue') {
    return names.exports.get(String(resolveValue(operand, names))) ?? unknown(value);
  }
  if (more === undefined && key === 'Fn::Join' && Array.isArray(operand)) {
    const [separator, parts] = operand;
    const resolved = resolveValue(parts, names);
    return Array.isArray(resolved) ? resolved.map(String).join(String(separator)) : unknown(value);
  }
  if (more === undefined && key?.startsWith('Fn::')) return unknown(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolveValue(part, names)]));
}

import { type AccessResource, isUnresolved } from '../../../access-matrix/src/template/index.ts';
import type { ResourceRef, Usage } from './types.ts';

/** Reading the properties of resources: templates are written by anybody, so nothing of their shape is certain. */

/** The value at a path, or undefined where a step of it is missing or not an object. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** A text; undefined also where it is known only after deployment. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && !isUnresolved(found) ? found : undefined;
}

/** A text that may hold markers of what is known only after deployment; good for comparing two of them. */
export function rawTextAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** A number, which templates may also write as text. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path);
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export const flagAt = (value: unknown, ...path: readonly string[]): boolean => {
  const found = valueAt(value, ...path);
  return found === true || found === 'true';
};

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** All texts in a value, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

export const refOf = ({ stack, logicalId, type, path }: AccessResource): ResourceRef => ({
  stack,
  logicalId,
  type,
  ...(path === undefined ? {} : { path }),
});

/** A usage of a resource. */
export const usageOf = (resource: AccessResource, usage: Omit<Usage, 'resource'>): Usage => ({
  resource: refOf(resource),
  ...usage,
});

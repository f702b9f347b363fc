import type { JsonObject } from './protocol.ts';
import { isObject } from './protocol.ts';

/** Readers of untyped template properties. CloudFormation takes numbers and booleans as text too. */

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

export function flag(value: unknown): boolean {
  return value === true || value === 'true';
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

export function objects(value: unknown): readonly JsonObject[] {
  return list(value).filter(isObject);
}

export function object(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** An object that may also be written as JSON text, as some properties may. */
export function objectOrJson(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string') return object(value);
  try {
    return object(JSON.parse(value));
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { configSchema } from '../../config/schema.ts';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Dotted paths of all settings that take a value. The alarms share one shape and are documented once. */
function leaves(schema: JsonSchema, path = ''): string[] {
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const nested = [schema, ...variants].flatMap((part) => Object.entries(part.properties ?? {}));
  if (nested.length === 0) return [path];
  return nested.flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

describe('settings table', () => {
  const page = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const section = page.split('\n## Settings\n')[1]?.split('\n## ')[0] ?? '';
  const documented = new Set([...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]));
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const settings = new Set(
    leaves(schema).map((path) => path.replace(/^alarms\.(?!notifications)[^.]+\./, 'alarms.<id>.')),
  );

  test('documents every setting', () => {
    expect([...settings].filter((path) => !documented.has(path))).toEqual([]);
  });

  test('documents no setting that does not exist', () => {
    expect([...documented].filter((path) => path !== undefined && !settings.has(path))).toEqual([]);
  });
});

import * as z from 'zod';

/** The schema without what only says that a value may be left out. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    inner = inner.def.innerType;
  }
  return inner;
}

/** Settings that an object may hold; of a choice of objects, those of all of them. Nothing for other schemas. */
export function keysOf(schema: z.core.$ZodType): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodUnion) return [...new Set(inner.def.options.flatMap(keysOf))];
  return [];
}

/** The schema of one setting in an object or a choice of objects. */
function child(schema: z.core.$ZodType, key: string): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.hasOwn(inner.shape, key) ? inner.shape[key] : undefined;
  if (!(inner instanceof z.ZodUnion)) return undefined;
  return inner.def.options.map((option) => child(option, key)).find((found) => found !== undefined);
}

/** The schema at a path; nothing where the path leads to no setting. Lists have no parts: they are set as a whole. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let found: z.core.$ZodType | undefined = schema;
  for (const key of path) {
    if (found === undefined) return undefined;
    found = child(found, String(key));
  }
  return found;
}

import type * as z from 'zod';

type Schema = z.core.$ZodType;

/** Schemas that hold others without being a step of the path: optional ones, branches of a union, before a transform. */
function inside(schema: Schema): readonly Schema[] {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return inside(def.innerType);
    case 'pipe':
      return inside(def.in);
    case 'lazy':
      return inside(def.getter());
    case 'union':
      return def.options.flatMap(inside);
    default:
      return [schema];
  }
}

function step(schema: Schema, part: PropertyKey): readonly Schema[] {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  switch (def.type) {
    case 'object': {
      const next = Object.hasOwn(def.shape, part) ? def.shape[String(part)] : undefined;
      return next === undefined ? [] : inside(next);
    }
    case 'array':
      return inside(def.element);
    case 'record':
      return inside(def.valueType);
    default:
      return [];
  }
}

/** Names of the settings that a schema knows at a path; none where it knows no names. */
export function keysAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  let schemas = inside(schema);
  for (const part of path) schemas = schemas.flatMap((one) => step(one, part));
  const keys = schemas.flatMap((one) => {
    const { def } = one._zod as z.core.$ZodTypes['_zod'];
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
  return [...new Set(keys)];
}

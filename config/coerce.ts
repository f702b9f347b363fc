import * as z from 'zod';
import { unwrap } from './schema-walk.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/**
 * A value from the command line, where all values are text, as the schema's type. Strict: what is not clearly of that
 * type stays text, and the schema then refuses it with the text in the message.
 */
export function coerceText(text: string, schema: z.core.$ZodType): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodNumber) return toNumber(text);
  if (inner instanceof z.ZodBoolean) return toBoolean(text);
  if (inner instanceof z.ZodLiteral)
    return [...inner.values].some((value) => typeof value === 'number') ? toNumber(text) : text;
  if (inner instanceof z.ZodArray) return toList(text, inner.def.element);
  if (inner instanceof z.ZodObject || inner instanceof z.ZodUnion) return parseJson(text) ?? text;
  return text;
}

function toNumber(text: string): unknown {
  return NUMBER.test(text.trim()) ? Number(text) : text;
}

function toBoolean(text: string): unknown {
  return BOOLEANS.get(text.trim()) ?? text;
}

/** A JSON list, or the short form: values with commas between them. */
function toList(text: string, element: z.core.$ZodType): unknown {
  if (text.trimStart().startsWith('[')) return parseJson(text) ?? text;
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [coerceText(part.trim(), element)]));
}

/** The value that the text is in JSON; nothing when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

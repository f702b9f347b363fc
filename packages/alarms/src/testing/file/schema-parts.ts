import * as z from 'zod';
import { DURATION_HINT, parseDuration } from '../../../../cli/src/duration.ts';

/** Building blocks of the test file's schema. */

export const STATE_HINT = 'write OK, ALARM or INSUFFICIENT_DATA';

/** A block of settings, in which a setting that does not exist is an error. */
export function block<const T extends z.ZodRawShape>(shape: T, hint: string) {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? hint : undefined) });
}

export const text = (hint: string) => z.string(hint).min(1, hint);

export const state = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA'], STATE_HINT);

/** Milliseconds, from 0. */
export const offset = z.string(DURATION_HINT).transform((value, context) => {
  const milliseconds = parseDuration(value);
  if (milliseconds !== undefined) return milliseconds;
  context.issues.push({ code: 'custom', input: value, message: DURATION_HINT });
  return z.NEVER;
});

/** Milliseconds, above 0. */
export const span = offset.refine((milliseconds) => milliseconds > 0, { error: 'write a duration above 0' });

/** What a branch of a union says of a value whose type is right; the hint, if the type is. */
export function unionError(hint: string): (issue: z.core.$ZodRawIssue) => string {
  return (issue) => {
    const inner = issue.code === 'invalid_union' && Array.isArray(issue.errors) ? issue.errors.flat() : [];
    const said = inner.find(({ code, path }) => code === 'custom' && path.length === 0);
    return said?.message ?? hint;
  };
}

/** One or several. */
export function oneOrMore<T extends z.ZodType>(item: T, hint: string) {
  return z.union([item.transform((one) => [one]), z.array(item)], { error: unionError(hint) });
}

const MINUTE = 60_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?Z$/;
const INSTANT_HINT = 'write a whole minute in UTC, for example 2025-01-13T12:00:00Z';

/** Milliseconds since the epoch; a whole minute, because alarms are evaluated at whole minutes. */
export const instant = z.string(INSTANT_HINT).transform((value, context) => {
  const milliseconds = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(milliseconds) && milliseconds % MINUTE === 0) return milliseconds;
  context.issues.push({ code: 'custom', input: value, message: INSTANT_HINT });
  return z.NEVER;
});

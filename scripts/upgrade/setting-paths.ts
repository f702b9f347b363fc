import type * as z from 'zod';
import { keysOf, schemaAt } from '../../config/schema-walk.ts';
import { ALARM_IDS } from '../../lib/monitoring/alarm-ids.ts';

/** One alarm's part of a path, in the form of the README's table of settings. */
const ANY_ALARM = 'alarms.<id>.';

/**
 * Every setting that takes a value, by its path, read from the schema itself. The alarms share one shape and count once, as
 * `alarms.<id>.threshold`.
 */
export function settingPaths(schema: z.core.$ZodType): string[] {
  const alarm = new RegExp(`^alarms\\.(?:${ALARM_IDS.join('|')})\\.`);
  return [...new Set(leaves(schema, []).map((path) => path.replace(alarm, ANY_ALARM)))];
}

function leaves(schema: z.core.$ZodType, path: readonly string[]): string[] {
  const found = schemaAt(schema, path);
  const keys = found === undefined ? [] : keysOf(found);
  if (keys.length === 0) return [path.join('.')];
  return keys.flatMap((key) => leaves(schema, [...path, key]));
}

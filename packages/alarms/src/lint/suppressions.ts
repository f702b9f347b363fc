import * as z from 'zod';
import { recordOf } from './raw.ts';
import type { Observation, Severity, Subject } from './types.ts';

/** A code that the alarm's `Metadata` asks to be silent about. */
export interface Suppression {
  readonly code: string;
  readonly reason: string;
  /** Place in the resource, for messages. */
  readonly path: string;
}

/** A finding of the linter about its own suppressions. */
export interface SuppressionRule {
  readonly code: `IW${number}`;
  readonly name: string;
  readonly severity: Severity;
  readonly title: string;
  readonly source: string;
}

const ABOUT = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html';

export const USELESS_SUPPRESSION: SuppressionRule = {
  code: 'IW9001',
  name: 'useless-suppression',
  severity: 'warning',
  title: 'A suppression that suppresses nothing',
  source: ABOUT,
};

export const BROKEN_SUPPRESSION: SuppressionRule = {
  code: 'IW9002',
  name: 'broken-suppression',
  severity: 'error',
  title: 'A suppression without a code or a reason',
  source: ABOUT,
};

const entrySchema = z.strictObject({
  code: z.string({ error: 'write the code of a rule, for example IW5001' }).regex(/^IW\d{4}$/, 'is no code of a rule'),
  reason: z
    .string({ error: 'write why the finding is right here' })
    .trim()
    .min(1, 'write why the finding is right here'),
});

const metadataSchema = z.strictObject({ ignore: z.array(entrySchema) });

export interface ReadSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly faults: readonly Observation[];
}

/** Reads `Metadata: { inferwatch: { ignore: [{ code, reason }] } }` of the alarm's resource. */
export function readSuppressions({ alarm, facts }: Subject): ReadSuppressions {
  const { inferwatch } = facts.metadataOf(alarm.logicalId);
  if (inferwatch === undefined) return { suppressions: [], faults: [] };
  const parsed = metadataSchema.safeParse(inferwatch);
  if (parsed.success) {
    return { suppressions: parsed.data.ignore.map((entry, index) => ({ ...entry, path: placeOf(index) })), faults: [] };
  }
  const faults = parsed.error.issues.map(
    ({ path, message }): Observation => ({
      path: ['Metadata', 'inferwatch', ...path].map(String).join('.'),
      message: `${shown(inferwatch, path)}: ${message}`,
      fix: 'write inferwatch: { ignore: [{ code: IW5001, reason: ... }] }',
    }),
  );
  return { suppressions: [], faults };
}

const placeOf = (index: number): string => `Metadata.inferwatch.ignore.${index}`;

function shown(root: unknown, path: readonly PropertyKey[]): string {
  let value = root;
  for (const key of path) value = Array.isArray(value) ? value[Number(key)] : recordOf(value)[String(key)];
  if (value === undefined) return 'is missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Readers of template properties, which are untrusted: whatever does not have the wanted shape is absent. */

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

export const texts = (value: unknown): readonly string[] => list(value).flatMap((item) => text(item) ?? []);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

/** Booleans are often written as texts in CloudFormation. */
export const flag = (value: unknown): boolean => value === true || value === 'true';

/** The Data Catalog folds names to lower case. */
export const catalogueName = (value: unknown): string | undefined => text(value)?.toLowerCase();

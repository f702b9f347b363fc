/** Lenient reading of resolved properties: a rule judges what it can read and is silent about the rest. */

export type RawProperties = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawProperties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const recordOf = (value: unknown): RawProperties => (isRecord(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Text that is known; what only a deployment knows reads `<reason>` and counts as unknown. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && !/^<.*>$/s.test(value) ? value : undefined;
}

/** A number, also as text, as CloudFormation takes it. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** True and false, also as text; CloudWatch's default where nothing is written, or nothing that can be known. */
export function booleanOf(value: unknown, fallback: boolean): boolean {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : fallback;
}

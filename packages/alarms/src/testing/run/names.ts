import { distance } from 'fastest-levenshtein';

/** The known word that is most like a misspelt one, or nothing if none is like it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known.toSorted((left, right) => distance(word, left) - distance(word, right));
  return best !== undefined && distance(word, best) <= Math.max(2, word.length / 3) ? best : undefined;
}

/** `did you mean X?`, or what there is. */
export function suggestion(word: string, known: readonly string[], none: string): string {
  const best = nearest(word, known);
  if (best !== undefined) return `did you mean ${best}?`;
  return known.length === 0 ? none : `write one of ${known.join(', ')}`;
}

/**
 * The alarm that a test means: by its name, its logical id, or the end of its name (`High-Latency-Alarm` is also
 * `team-High-Latency-Alarm`, so that one file of tests fits deployments with and without a prefix).
 */
export function findAlarm<T extends { readonly name: string; readonly logicalId: string }>(
  alarms: readonly T[],
  wanted: string,
): T | undefined {
  const exact = alarms.find(({ name }) => name === wanted) ?? alarms.find(({ logicalId }) => logicalId === wanted);
  if (exact !== undefined) return exact;
  const prefixed = alarms.filter(({ name }) => name.endsWith(`-${wanted}`));
  return prefixed.length === 1 ? prefixed[0] : undefined;
}

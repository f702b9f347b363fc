import { distance } from 'fastest-levenshtein';

/** Names that are listed when none is near. */
const LISTED = 8;

/** What to write instead of a name that there is not. */
export function nearestOf(name: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((left, right) => distance(name, left) - distance(name, right));
  if (nearest === undefined) return 'there are none';
  if (distance(name, nearest) <= Math.max(2, name.length / 3)) return `did you mean ${nearest}?`;
  const more = known.length > LISTED ? ` or ${known.length - LISTED} others` : '';
  return `write one of ${known.slice(0, LISTED).join(', ')}${more}`;
}

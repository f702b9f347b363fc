/** Uniform numbers in [0, 1). */
export type Random = () => number;

const TWO_TO_32 = 4_294_967_296;

/**
 * 32 bits that depend on every character of the text (FNV-1a).
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Uniform numbers that repeat with the seed (Mulberry32). Each series and each interval starts a generator of its own:
 * a value put in front of a series then changes no other one.
 * @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_TO_32;
  };
}

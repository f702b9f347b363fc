/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * Numbers that repeat with the seed, on every machine: integer arithmetic alone (Mulberry32). Sample data, no secrets.
 *
 * @param seed - Integer from 0 on.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mix(state) / 4_294_967_296;
  };
}

/** A number in [0, 1) that belongs to some integers, whatever was drawn before: for what is asked for out of order. */
export function fixedRandom(...numbers: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const number of numbers) state = mix((state ^ number) + 0x6d2b79f5);
  return state / 4_294_967_296;
}

function mix(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

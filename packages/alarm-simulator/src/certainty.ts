import type { Certainty } from './types.ts';

const ORDER: readonly Certainty[] = ['documented', 'inferred', 'undocumented'];

/** An answer is as sure as the least sure thing it rests on. */
export function leastSure(first: Certainty, second: Certainty): Certainty {
  return ORDER.indexOf(first) >= ORDER.indexOf(second) ? first : second;
}

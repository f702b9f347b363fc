import type { Random } from '../types.ts';

export type ArrivalPattern = 'poisson' | 'even';

/**
 * Gaps between arrivals in milliseconds, for a rate in requests a minute. With `poisson` the gaps are exponential
 * (inverse transform sampling), so that arrivals are independent of each other, as those of many callers are; with
 * `even` every gap is the same. A rate of 0 gives an infinite gap.
 */
export function createGaps(requestsPerMinute: number, pattern: ArrivalPattern, random: Random): () => number {
  const mean = 60_000 / requestsPerMinute;
  if (!Number.isFinite(mean)) return () => Number.POSITIVE_INFINITY;
  // 1 - random() is in (0, 1], so the logarithm is finite.
  return pattern === 'even' ? () => mean : () => -Math.log(1 - random()) * mean;
}

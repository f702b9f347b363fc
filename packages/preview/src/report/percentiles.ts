/** Real milliseconds; null if nothing was measured. */
export interface LatencyPercentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/**
 * Percentile by nearest rank: the smallest value that at least `p` percent of all values do not exceed. It is always a
 * value that was measured, never one between two. Null for no values.
 * @param sorted ascending
 * @param p above 0, at most 100
 */
export function percentile(sorted: readonly number[], p: number): number | null {
  return sorted[Math.max(Math.ceil((p / 100) * sorted.length), 1) - 1] ?? null;
}

/** The percentiles that every report shows, rounded to hundredths of a millisecond. */
export function latencyPercentiles(values: Iterable<number>): LatencyPercentiles {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (p: number) => {
    const value = percentile(sorted, p);
    return value === null ? null : Math.round(value * 100) / 100;
  };
  return { p50: at(50), p90: at(90), p99: at(99) };
}

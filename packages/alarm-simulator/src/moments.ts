/** Count, mean and sum of squared differences from the mean: what a mean and a standard deviation need. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

export const EMPTY: Moments = { count: 0, mean: 0, squares: 0 };

/** One value more. Welford's update: no difference of large sums, so equal values have no deviation at all. */
export function include({ count, mean, squares }: Moments, value: number): Moments {
  const delta = value - mean;
  const next = mean + delta / (count + 1);
  return { count: count + 1, mean: next, squares: squares + delta * (value - next) };
}

/** Two sets of values together (Chan's formula). */
export function merge(one: Moments, other: Moments): Moments {
  if (one.count === 0) return other;
  if (other.count === 0) return one;
  const count = one.count + other.count;
  const delta = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (delta * other.count) / count,
    squares: one.squares + other.squares + (delta * delta * one.count * other.count) / count,
  };
}

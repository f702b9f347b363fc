/** A value at a time. */
export interface Point {
  /** Real milliseconds. */
  readonly at: number;
  readonly value: number;
}

/**
 * Change of a value in a minute: the median of the slopes between each two points (Theil–Sen). A stall of the machine, which
 * is over after some of the points, has no part in it: least squares would be told by those alone. 0 for less than two points.
 *
 * @see P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, Journal of the American Statistical
 * Association 63 (1968), 1379–1389, https://doi.org/10.1080/01621459.1968.10480934
 */
export function slopePerMinute(points: readonly Point[]): number {
  const slopes = points.flatMap((first, index) =>
    points.slice(index + 1).map((second) => (second.value - first.value) / (second.at - first.at)),
  );
  return median(slopes) * 60_000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = low] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return (low + high) / 2;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const BARS = '▁▂▃▄▅▆▇█';

/** Values as a row of bars between the lowest and the highest, for a terminal or a table. */
export function sparkline(values: readonly number[], width = 40): string {
  if (values.length === 0) return '';
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const bars = Math.min(width, values.length);
  return Array.from({ length: bars }, (_, index) => {
    const from = Math.floor((index * values.length) / bars);
    const to = Math.max(from + 1, Math.floor(((index + 1) * values.length) / bars));
    const share = range === 0 ? 0 : (mean(values.slice(from, to)) - low) / range;
    return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))];
  }).join('');
}

/** A value at a time. */
export interface Point {
  /** Real milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** Change of a value in a minute: the slope of the line with the least squares. 0 for less than two points. */
export function slopePerMinute(points: readonly Point[]): number {
  const meanAt = mean(points.map(({ at }) => at));
  const meanValue = mean(points.map(({ value }) => value));
  let products = 0;
  let squares = 0;
  for (const { at, value } of points) {
    products += (at - meanAt) * (value - meanValue);
    squares += (at - meanAt) ** 2;
  }
  return squares === 0 ? 0 : (products / squares) * 60_000;
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

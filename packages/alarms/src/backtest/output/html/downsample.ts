import type { DatapointSeries } from '../../measure/datapoints.ts';
import type { Stretch } from '../../measure/types.ts';

/** Lowest and highest datapoint of each pixel column; NaN where there is none. */
export interface Columns {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Reduces datapoints to the columns of a picture without hiding any: a column reaches from its lowest to its highest
 * datapoint, so that a peak of one minute is seen in a picture of a year.
 */
export function toColumns({ start, period, values }: DatapointSeries, { from, to }: Stretch, count: number): Columns {
  const low = new Float64Array(count).fill(Number.NaN);
  const high = new Float64Array(count).fill(Number.NaN);
  const scale = count / (to - from);
  const firstIndex = Math.max(0, Math.floor((from - start) / period));
  const lastIndex = Math.min(values.length - 1, Math.ceil((to - start) / period) - 1);
  for (let index = firstIndex; index <= lastIndex; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const at = start + index * period;
    const first = Math.max(0, Math.floor((at - from) * scale));
    const last = Math.min(count - 1, Math.ceil((at + period - from) * scale) - 1);
    for (let column = first; column <= last; column++) {
      if (!(value >= (low[column] ?? Number.NaN))) low[column] = value;
      if (!(value <= (high[column] ?? Number.NaN))) high[column] = value;
    }
  }
  return { low, high };
}

/** Lowest and highest of all columns; undefined if there is no datapoint. */
export function extremes({ low, high }: Columns): readonly [number, number] | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of low) if (value < lowest) lowest = value;
  for (const value of high) if (value > highest) highest = value;
  return lowest <= highest ? [lowest, highest] : undefined;
}

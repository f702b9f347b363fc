import type { SequenceFunction, ValueFunction } from './math-functions.ts';
import type { FillKeyword } from './math-types.ts';
import { blank, MISSING, type Series } from './math-values.ts';

/**
 * What makes one series of another.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */

const PER_VALUE: Readonly<Record<ValueFunction, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

/** Value by value. A logarithm that does not exist drops the datapoint, as a division by zero does (*inferred*). */
export function perValue(name: ValueFunction, series: Series): Series {
  const change = PER_VALUE[name];
  const result = blank(series.length);
  for (let index = 0; index < series.length; index++) {
    const value = change(series[index] ?? MISSING);
    if (Number.isFinite(value)) result[index] = value + 0;
  }
  return result;
}

/**
 * `DIFF`, `DIFF_TIME`, `RATE`: a value with "the preceding value from that time series", across gaps; the first has no
 * preceding one and gives none. `RUNNING_SUM` has no datapoint in a gap and goes on behind it (*inferred*).
 * @param period seconds
 */
export function sequence(name: SequenceFunction, series: Series, period: number): Series {
  const result = blank(series.length);
  let sum = 0;
  let before = -1;
  for (let index = 0; index < series.length; index++) {
    const value = series[index] ?? MISSING;
    if (Number.isNaN(value)) continue;
    sum += value;
    if (name === 'RUNNING_SUM') result[index] = sum;
    else if (before >= 0) result[index] = step(name, value - (series[before] ?? MISSING), (index - before) * period);
    before = index;
  }
  return result;
}

function step(name: 'DIFF' | 'DIFF_TIME' | 'RATE', difference: number, seconds: number): number {
  if (name === 'DIFF') return difference;
  return name === 'RATE' ? difference / seconds : seconds;
}

/** The last actual value before the gap; before the first one there is none, and the gap stays (*inferred*). */
function repeat(series: Series): Series {
  const result = blank(series.length);
  let last = MISSING;
  for (let index = 0; index < series.length; index++) {
    const value = series[index] ?? MISSING;
    if (!Number.isNaN(value)) last = value;
    result[index] = last;
  }
  return result;
}

/**
 * On the line between the values at the beginning and the end of the gap: a gap at either end of the range has only one
 * of the two and stays (*inferred*).
 */
function interpolate(series: Series): Series {
  const result = blank(series.length);
  let before = -1;
  for (let index = 0; index < series.length; index++) {
    const value = series[index] ?? MISSING;
    if (Number.isNaN(value)) continue;
    result[index] = value;
    const from = series[before] ?? MISSING;
    for (let gap = before + 1; before >= 0 && gap < index; gap++) {
      result[gap] = from + ((value - from) * (gap - before)) / (index - before);
    }
    before = index;
  }
  return result;
}

/** `FILL` with a word. */
export function fillByWord(word: FillKeyword, series: Series): Series {
  return word === 'REPEAT' ? repeat(series) : interpolate(series);
}

/** `FILL` with a number or with the values of another series. */
export function fillWith(series: Series, filler: Series | number): Series {
  const result = blank(series.length);
  for (let index = 0; index < series.length; index++) {
    const value = series[index] ?? MISSING;
    const other = typeof filler === 'number' ? filler : (filler[index] ?? MISSING);
    result[index] = Number.isNaN(value) ? other : value;
  }
  return result;
}

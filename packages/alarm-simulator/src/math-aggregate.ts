import type { AggregateFunction } from './math-functions.ts';
import { blank, doubtAll, type MathContext, type MathValue, MISSING, type Series, seriesOf } from './math-values.ts';

/**
 * `AVG SUM MIN MAX STDDEV DATAPOINT_COUNT`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */

/**
 * Aggregate of what is present; nothing if nothing is.
 * @param all how many values there would be if none were missing: what `AVG` divides by
 */
export function reduce(name: AggregateFunction, values: Series, all: number): number {
  let count = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? MISSING;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (count === 0) return MISSING;
  switch (name) {
    case 'AVG':
      return sum / all;
    case 'SUM':
      return sum;
    case 'MIN':
      return least;
    case 'MAX':
      return most;
    case 'DATAPOINT_COUNT':
      return count;
    case 'STDDEV':
      return deviation(values, sum / count, count);
  }
}

/** Of the population: AWS does not say which. */
function deviation(values: Series, mean: number, count: number): number {
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? MISSING;
    if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  }
  return Math.sqrt(squares / count);
}

/** Number of values that are present. */
export function countPresent(series: Series): number {
  let count = 0;
  for (let index = 0; index < series.length; index++) if (!Number.isNaN(series[index] ?? MISSING)) count++;
  return count;
}

/**
 * One number of all the datapoints that are fetched, so it hangs on the evaluation range, and AWS advises against it in
 * alarms: at best *inferred*. `AVG` and `STDDEV` of a series with gaps are *undocumented*: "the average of all the data
 * points" here divides by those there are, though AWS adds "missing values are treated as 0". Of a series without any
 * datapoint, `DATAPOINT_COUNT` is 0 and the others give nothing.
 */
function ofSeries(name: AggregateFunction, series: Series, context: MathContext): MathValue {
  const present = countPresent(series);
  const unclear = name === 'STDDEV' || (name === 'AVG' && present < series.length);
  doubtAll(context, unclear ? 'undocumented' : 'inferred');
  const empty = name === 'DATAPOINT_COUNT' && present === 0;
  return { type: 'scalar', value: empty ? 0 : reduce(name, series, present) };
}

/**
 * A series over the series of an array. `AVG` treats missing values as 0 (documented), which changes nothing for `SUM`;
 * `MIN`, `MAX` and `STDDEV` look at what there is: AWS says nothing. Where no series has a datapoint, there is none.
 */
function ofArray(name: AggregateFunction, elements: readonly Series[], context: MathContext): MathValue {
  if (name === 'STDDEV') return { type: 'series', series: deviations(elements, context) };
  const { length, doubt } = context;
  const result = blank(length);
  for (const element of elements) {
    if (name === 'MIN' || name === 'MAX') takeExtreme(result, element, name === 'MAX' ? 1 : -1);
    else takeSum(result, element);
  }
  if (name === 'AVG') {
    for (let index = 0; index < length; index++) result[index] = (result[index] ?? MISSING) / elements.length;
  } else if (name === 'DATAPOINT_COUNT') {
    const present = countPresentIn(elements, length);
    for (let index = 0; index < length; index++)
      result[index] = (present[index] ?? 0) === 0 ? MISSING : (present[index] ?? 0);
  } else if (name !== 'SUM' && doubt !== undefined) {
    doubtGaps(countPresentIn(elements, length), elements.length, doubt);
  }
  return { type: 'series', series: result };
}

// Loops of their own: the compiler begins again each time that a loop in the middle of its work does something new.

function takeSum(result: number[], element: Series): void {
  for (let index = 0; index < result.length; index++) {
    const value = element[index] ?? MISSING;
    if (Number.isNaN(value)) continue;
    const before = result[index] ?? MISSING;
    result[index] = Number.isNaN(before) ? value : before + value;
  }
}

/** @param sign 1 for the greatest, -1 for the least */
function takeExtreme(result: number[], element: Series, sign: 1 | -1): void {
  for (let index = 0; index < result.length; index++) {
    const value = element[index] ?? MISSING;
    if (Number.isNaN(value)) continue;
    const before = result[index] ?? MISSING;
    if (!(sign * value <= sign * before)) result[index] = value;
  }
}

/** How many of the series have a datapoint, period by period. */
function countPresentIn(elements: readonly Series[], length: number): Uint32Array {
  const present = new Uint32Array(length);
  for (const element of elements) countIn(present, element);
  return present;
}

function countIn(present: Uint32Array, element: Series): void {
  for (let index = 0; index < present.length; index++) {
    if (!Number.isNaN(element[index] ?? MISSING)) present[index] = (present[index] ?? 0) + 1;
  }
}

/** Where some series have a datapoint and others have none. */
function doubtGaps(present: Uint32Array, all: number, doubt: NonNullable<MathContext['doubt']>): void {
  for (let index = 0; index < present.length; index++) {
    const count = present[index] ?? 0;
    if (count > 0 && count < all) doubt(index, 'inferred');
  }
}

function deviations(elements: readonly Series[], context: MathContext): Series {
  const result = blank(context.length);
  const values = blank(elements.length);
  for (let index = 0; index < context.length; index++) {
    for (let element = 0; element < elements.length; element++) values[element] = elements[element]?.[index] ?? MISSING;
    const value = reduce('STDDEV', values, values.length);
    if (Number.isNaN(value)) continue;
    result[index] = value;
    context.doubt?.(index, 'undocumented');
  }
  return result;
}

/** Applies an aggregate to a series (giving a number) or an array (giving a series). */
export function aggregate(name: AggregateFunction, value: MathValue, context: MathContext): MathValue {
  if (value.type === 'array') return ofArray(name, value.elements, context);
  return ofSeries(name, seriesOf(value)[0] ?? [], context);
}

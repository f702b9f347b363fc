import { countPresent, reduce } from './math-aggregate.ts';
import type { SortFunction, SortOrder } from './math-types.ts';
import { doubtAll, type MathContext, type Series } from './math-values.ts';

/**
 * What makes one array of time series of another.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */

export interface Sorting {
  readonly by: SortFunction;
  readonly order: SortOrder;
  /** How many of the sorted series are kept. */
  readonly limit: number;
}

/**
 * Sorted by an aggregate of all the datapoints that are fetched, so at best *inferred*. Series that are equal keep their
 * order; those without datapoints come last, which makes the result *undocumented*.
 */
export function sortArray(elements: readonly Series[], sorting: Sorting, context: MathContext): readonly Series[] {
  const ranked = elements.map((series) => ({ series, key: reduce(sorting.by, series, countPresent(series)) }));
  const full = ranked.filter(({ key }) => !Number.isNaN(key));
  const empty = ranked.filter(({ key }) => Number.isNaN(key));
  const sign = sorting.order === 'ASC' ? 1 : -1;
  full.sort((one, other) => sign * (one.key - other.key));
  doubtAll(context, empty.length > 0 ? 'undocumented' : 'inferred');
  const limit = Number.isNaN(sorting.limit) ? elements.length : Math.max(0, Math.floor(sorting.limit));
  return [...full, ...empty].slice(0, limit).map(({ series }) => series);
}

/** "The two scalars define the start (inclusive) and end (exclusive) of the array"; the first series is 0. */
export function sliceArray(elements: readonly Series[], from: number, to: number): readonly Series[] {
  const bound = (value: number, otherwise: number): number =>
    Number.isNaN(value) ? otherwise : Math.max(0, Math.floor(value));
  return elements.slice(bound(from, elements.length), bound(to, elements.length));
}

/** Which series are empty hangs on the evaluation range, and AWS advises against it in alarms: *inferred*. */
export function removeEmpty(elements: readonly Series[], context: MathContext): readonly Series[] {
  doubtAll(context, 'inferred');
  return elements.filter((series) => countPresent(series) > 0);
}

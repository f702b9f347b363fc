import type { Band } from './band-types.ts';
import type { Certainty } from './types.ts';

/** What expressions are evaluated to, and in. */

/** One value for each period, oldest first; NaN is a missing one. */
export type Series = readonly number[];

/** What an expression comes to: a number, one series, or several. */
export type MathValue =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'series'; readonly series: Series }
  | { readonly type: 'array'; readonly elements: readonly Series[] };

/** The periods over which an expression is evaluated, and what it may ask for. */
export interface MathContext {
  /** Number of periods. */
  readonly length: number;
  /** Start of the oldest period, in milliseconds since the epoch. */
  readonly start: number;
  /** Length of a period in seconds. */
  readonly period: number;
  /** Ids of all metrics, in order: what `METRICS()` gives. */
  readonly metrics: readonly string[];
  /** What an id stands for: a metric, or another expression. */
  readonly lookUp: (id: string) => MathValue;
  /**
   * Upper and lower limits of `ANOMALY_DETECTION_BAND(id, standardDeviations)`, each as long as the context.
   * @default - there is no band: its limits are missing in each period
   */
  readonly band?: (id: string, standardDeviations: number) => Band;
  /**
   * Called with each period whose value rests on something that AWS does not publish, and how sure it is.
   * @default - nobody asks, and some work is saved
   */
  readonly doubt?: (index: number, certainty: Certainty) => void;
}

export const MISSING = Number.NaN;

/** As long as the longest series so far: a copy of it is made several times as fast as a new array is filled. */
const TEMPLATE: number[] = [MISSING];

/**
 * A series to be filled by the caller. All series are made here: arrays of one kind, in which the engine keeps numbers as
 * they are, where a single one of another kind, as `map` makes it, would have each of them put on the heap from then on.
 */
export function blank(length: number): number[] {
  while (TEMPLATE.length < length) TEMPLATE.push(MISSING);
  return TEMPLATE.slice(0, length);
}

/** All periods rest on something that AWS does not publish. */
export function doubtAll({ length, doubt }: MathContext, certainty: Certainty): void {
  if (doubt === undefined) return;
  for (let index = 0; index < length; index++) doubt(index, certainty);
}

/** The same change to a series, or to each series of an array. */
export function mapSeries(value: MathValue, change: (series: Series) => Series): MathValue {
  if (value.type === 'array') return { type: 'array', elements: value.elements.map(change) };
  if (value.type === 'series') return { type: 'series', series: change(value.series) };
  const one = blank(1);
  one[0] = value.value;
  return { type: 'scalar', value: change(one)[0] ?? MISSING };
}

/** The series of a value: none for a number. */
export function seriesOf(value: MathValue): readonly Series[] {
  if (value.type === 'array') return value.elements;
  return value.type === 'series' ? [value.series] : [];
}

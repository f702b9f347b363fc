import { breaches, sidesOf } from './comparison.ts';
import type { ComparisonOperator } from './types.ts';

/** What a block of windows is decided on: one datapoint for each period end, those of a window `stride` apart. */
export interface Block {
  /** NaN where a datapoint is missing. */
  readonly values: Float64Array;
  /** Samples behind each datapoint; only where a rule counts them. */
  readonly samples: Float64Array | undefined;
  /** Limits of a band for each datapoint; without it the threshold of the rule counts. */
  readonly band: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  readonly stride: number;
}

/** The classes; the running counts are made of their bits. */
export const GOOD = 0;
export const BREACHING = 1;
export const MISSING = 2;

/**
 * Which datapoints of a block are good, breaching or missing, with running counts along the stride of its windows. All
 * rules with the same limit share it.
 */
export class BlockClasses {
  stride = 1;
  samples: Float64Array | undefined;
  /** The class of each datapoint. */
  classes = new Uint8Array();
  /** Breaching datapoints along the stride up to the one at `index - stride`: those of a window are a difference. */
  breaching = new Int32Array();
  /** Missing ones in the same way. */
  missing = new Int32Array();
  /** Places of the datapoints that are not good, ascending, and how many there are. */
  notable = new Int32Array();
  notables = 0;

  /** Takes the datapoints of the next block, compared with one limit. */
  load({ values, samples, band, stride }: Block, operator: ComparisonOperator, threshold: number): void {
    const { length } = values;
    this.#reserve(length, stride);
    this.stride = stride;
    this.samples = samples;
    if (band === undefined) this.#compare(values, operator, threshold);
    else this.#compareBand(values, operator, band.lower, band.upper);
    this.#count(length, stride);
  }

  #reserve(length: number, stride: number): void {
    if (this.classes.length < length) {
      this.classes = new Uint8Array(length);
      this.notable = new Int32Array(length);
    }
    if (this.breaching.length < length + stride) {
      this.breaching = new Int32Array(length + stride);
      this.missing = new Int32Array(length + stride);
    } else {
      this.breaching.fill(0, 0, stride);
      this.missing.fill(0, 0, stride);
    }
  }

  #compare(values: Float64Array, operator: ComparisonOperator, threshold: number): void {
    const { classes, notable } = this;
    const sides = sidesOf(operator);
    const below = sides.below ? threshold : Number.NEGATIVE_INFINITY;
    const above = sides.above ? threshold : Number.POSITIVE_INFINITY;
    const equal = sides.equal ? threshold : Number.NaN;
    let notables = 0;
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      // Every comparison with NaN is false.
      let is = GOOD;
      if (value < below || value > above || value === equal) is = BREACHING;
      else if (Number.isNaN(value)) is = MISSING;
      classes[index] = is;
      if (is !== GOOD) notable[notables++] = index;
    }
    this.notables = notables;
  }

  #compareBand(values: Float64Array, operator: ComparisonOperator, lower: Float64Array, upper: Float64Array): void {
    const { classes, notable } = this;
    let notables = 0;
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      const breaching = breaches(operator, value, lower[index] ?? Number.NaN, upper[index] ?? Number.NaN);
      const is = Number.isNaN(value) ? MISSING : breaching ? BREACHING : GOOD;
      classes[index] = is;
      if (is !== GOOD) notable[notables++] = index;
    }
    this.notables = notables;
  }

  #count(length: number, stride: number): void {
    const { classes, breaching, missing } = this;
    if (this.notables === 0) {
      // Nothing is added to what stands before the first window, which is 0.
      breaching.fill(0, stride, length + stride);
      missing.fill(0, stride, length + stride);
      return;
    }
    for (let index = 0; index < length; index++) {
      const is = classes[index] ?? GOOD;
      breaching[index + stride] = (breaching[index] ?? 0) + (is & BREACHING);
      missing[index + stride] = (missing[index] ?? 0) + (is >> 1);
    }
  }
}

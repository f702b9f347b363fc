import { breaches } from './comparison.ts';
import type { AlarmState, ComparisonOperator, MissingDataTreatment, ThresholdRule } from './types.ts';
import { type Counted, decideCounted, type Outcome } from './window.ts';

/** What a block of windows is decided on: one datapoint for each period end, those of a window `stride` apart. */
export interface Block {
  /** NaN where a datapoint is missing. */
  readonly values: Float64Array;
  /** Samples behind each datapoint; only where the rule counts them. */
  readonly samples: Float64Array | undefined;
  /** Limits of a band for each datapoint; without it the threshold of the rule counts. */
  readonly band: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  readonly stride: number;
}

const GOOD = 0;
const BREACHING = 1;
const MISSING = 2;

/**
 * Decides many windows at once. Each datapoint is compared once, running counts along the windows' stride tell how many
 * of the newest N are there and breach, and the decision is that of a single window.
 */
export class BlockDecision {
  // Fields of their own, since rules come in many shapes and each new one would make the compiler begin again.
  readonly #operator: ComparisonOperator;
  readonly #threshold: number;
  readonly #periods: number;
  readonly #required: number;
  readonly #treatment: MissingDataTreatment;
  readonly #minimumSamples: number;
  readonly #range: number;
  /** States of windows without a gap, by the number of breaching datapoints among the newest N. */
  readonly #whole: readonly Outcome['state'][];
  #stride = 1;
  #samples: Float64Array | undefined;
  #classes = new Uint8Array();
  /** Datapoints, and breaching ones, up to each end along its stride. */
  #real = new Int32Array();
  #breaching = new Int32Array();
  /** What the window looked at last comes to. */
  readonly #found: { -readonly [Key in keyof Counted]: Counted[Key] } = { real: 0, breaching: 0, oldestAge: 0 };

  /** @param range datapoints of a window; the ends before them must be in each block too */
  constructor(rule: ThresholdRule, range: number) {
    const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, treatMissingData = 'missing' } = rule;
    this.#operator = rule.comparisonOperator;
    this.#threshold = rule.threshold ?? Number.NaN;
    this.#periods = evaluationPeriods;
    this.#required = datapointsToAlarm;
    this.#treatment = treatMissingData;
    this.#minimumSamples = rule.minimumSamples ?? 0;
    this.#range = range;
    this.#whole = Array.from({ length: evaluationPeriods + 1 }, (_, breaching) => {
      const found = { real: evaluationPeriods, breaching, oldestAge: evaluationPeriods };
      return decideCounted(found, evaluationPeriods, datapointsToAlarm, treatMissingData).state;
    });
  }

  /** Takes the datapoints of the next block. */
  load({ values, samples, band, stride }: Block): void {
    const { length } = values;
    if (this.#classes.length !== length) {
      this.#classes = new Uint8Array(length);
      this.#real = new Int32Array(length);
      this.#breaching = new Int32Array(length);
    }
    this.#stride = stride;
    this.#samples = samples;
    const classes = this.#classes;
    const real = this.#real;
    const breaching = this.#breaching;
    const operator = this.#operator;
    const threshold = this.#threshold;
    for (let index = 0; index < length; index++) {
      const value = values[index] ?? Number.NaN;
      const lower = band === undefined ? threshold : (band.lower[index] ?? Number.NaN);
      const upper = band === undefined ? threshold : (band.upper[index] ?? Number.NaN);
      const is = Number.isNaN(value) ? MISSING : breaches(operator, value, lower, upper) ? BREACHING : GOOD;
      classes[index] = is;
      const before = index - stride;
      real[index] = (before < 0 ? 0 : (real[before] ?? 0)) + (is === MISSING ? 0 : 1);
      breaching[index] = (before < 0 ? 0 : (breaching[before] ?? 0)) + (is === BREACHING ? 1 : 0);
    }
  }

  /**
   * The first end, of those from `from` to before `to` and `step` apart, whose window gives another state; -1 if none.
   */
  nextChange(from: number, to: number, step: number, state: AlarmState): number {
    const evaluationPeriods = this.#periods;
    const minimumSamples = this.#minimumSamples;
    const real = this.#real;
    const breaching = this.#breaching;
    const whole = this.#whole;
    const newest = evaluationPeriods * this.#stride;
    for (let index = from; index < to; index += step) {
      if (minimumSamples > 0 && this.#tooFewSamples(index, minimumSamples)) continue;
      const before = index - newest;
      const there = (real[index] ?? 0) - (before < 0 ? 0 : (real[before] ?? 0));
      const next =
        there === evaluationPeriods
          ? whole[(breaching[index] ?? 0) - (before < 0 ? 0 : (breaching[before] ?? 0))]
          : this.#decideWithGap(index);
      if (next !== state && next !== 'retain') return index;
    }
    return -1;
  }

  /** The newest N are not all there: the others of the range count, and the treatment of missing data. */
  #decideWithGap(index: number): Outcome['state'] {
    const evaluationPeriods = this.#periods;
    const found = this.#found;
    found.real = this.#since(this.#real, index);
    found.breaching = this.#since(this.#breaching, index);
    if (found.real > evaluationPeriods) this.#surveyNewest(index);
    else if (found.real > 0 && found.breaching === found.real) found.oldestAge = this.#oldestAge(index);
    return decideCounted(found, evaluationPeriods, this.#required, this.#treatment).state;
  }

  /** How many there are in the range. */
  #since(running: Int32Array, index: number): number {
    const before = index - this.#range * this.#stride;
    return (running[index] ?? 0) - (before < 0 ? 0 : (running[before] ?? 0));
  }

  /** More are real than decide, but not the newest N: goes back until N are found. */
  #surveyNewest(index: number): void {
    const found = this.#found;
    found.real = 0;
    found.breaching = 0;
    for (let at = index; found.real < this.#periods; at -= this.#stride) {
      const is = this.#classes[at];
      if (is === MISSING) continue;
      found.real++;
      if (is === BREACHING) found.breaching++;
    }
  }

  #oldestAge(index: number): number {
    for (let age = this.#range; age > 0; age--) {
      if (this.#classes[index - (age - 1) * this.#stride] !== MISSING) return age;
    }
    return 0;
  }

  /** The deciding datapoints hold fewer samples than the rule wants; no datapoint at all is another matter. */
  #tooFewSamples(index: number, wanted: number): boolean {
    let real = 0;
    let samples = 0;
    for (let age = 1; age <= this.#range && real < this.#periods; age++) {
      const at = index - (age - 1) * this.#stride;
      if (this.#classes[at] === MISSING) continue;
      real++;
      samples += this.#samples?.[at] ?? 0;
    }
    return real > 0 && samples < wanted;
  }
}

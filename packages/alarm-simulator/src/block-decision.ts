import { type BlockClasses, BREACHING, MISSING } from './block-classes.ts';
import type { AlarmState, MissingDataTreatment, ThresholdRule } from './types.ts';
import { type Counted, decideCounted, type Outcome } from './window.ts';

/**
 * Decides many windows at once. Running counts tell how many of a window's newest N datapoints are there and breach, and
 * the decision is that of a single window. Most windows of most alarms hold nothing but good datapoints: those of an
 * alarm in OK are passed over.
 */
export class BlockDecision {
  // Fields of their own, since rules come in many shapes and each new one would make the compiler begin again.
  readonly #periods: number;
  readonly #required: number;
  readonly #treatment: MissingDataTreatment;
  readonly #minimumSamples: number;
  readonly #range: number;
  /** States of windows without a gap, by the number of breaching datapoints among the newest N. */
  readonly #whole: readonly Outcome['state'][];
  readonly #classes: BlockClasses;
  /** Which of the notable datapoints are in windows to come: the first of them. */
  #notable = 0;
  /** What the window looked at last comes to. */
  readonly #found: { -readonly [Key in keyof Counted]: Counted[Key] } = { real: 0, breaching: 0, oldestAge: 0 };
  /** The state that {@link nextChange} found last. */
  state: AlarmState = 'INSUFFICIENT_DATA';

  /**
   * @param range datapoints of a window; the ends before them must be in each block too
   * @param classes loaded by the caller with each block and the limit of the rule
   */
  constructor(rule: ThresholdRule, range: number, classes: BlockClasses) {
    const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, treatMissingData = 'missing' } = rule;
    this.#periods = evaluationPeriods;
    this.#required = datapointsToAlarm;
    this.#treatment = treatMissingData;
    this.#minimumSamples = rule.minimumSamples ?? 0;
    this.#range = range;
    this.#classes = classes;
    this.#whole = Array.from({ length: evaluationPeriods + 1 }, (_, breaching) => {
      const found = { real: evaluationPeriods, breaching, oldestAge: evaluationPeriods };
      return decideCounted(found, evaluationPeriods, datapointsToAlarm, treatMissingData).state;
    });
  }

  /** The classes hold another block. */
  begin(): void {
    this.#notable = 0;
  }

  /**
   * The first end, of those from `from` to before `to` and `step` apart, whose window gives another state, which is then
   * in {@link state}; -1 if none. Ends do not go back within a block.
   */
  nextChange(from: number, to: number, step: number, state: AlarmState): number {
    const evaluationPeriods = this.#periods;
    const minimumSamples = this.#minimumSamples;
    const { missing, breaching, stride } = this.#classes;
    const whole = this.#whole;
    const newest = evaluationPeriods * stride;
    for (let index = from; index < to; index += step) {
      if (state === 'OK') {
        index = this.#skipGood(index, step);
        if (index >= to) break;
      }
      if (minimumSamples > 0 && this.#tooFewSamples(index, minimumSamples)) continue;
      const before = index - newest + stride;
      const next =
        missing[index + stride] === missing[before]
          ? whole[(breaching[index + stride] ?? 0) - (breaching[before] ?? 0)]
          : this.#decideWithGap(index);
      if (next === state || next === 'retain' || next === undefined) continue;
      this.state = next;
      return index;
    }
    return -1;
  }

  /** The first end from `index` on among whose newest N datapoints may be one that is not good. */
  #skipGood(index: number, step: number): number {
    const { notable, notables, stride } = this.#classes;
    const oldest = index - (this.#periods - 1) * stride;
    let place = this.#notable;
    while (place < notables && (notable[place] ?? 0) < oldest) place++;
    this.#notable = place;
    if (place === notables) return Number.POSITIVE_INFINITY;
    const next = notable[place] ?? 0;
    return next <= index ? index : index + Math.ceil((next - index) / step) * step;
  }

  /** The newest N are not all there: the others of the range count, and the treatment of missing data. */
  #decideWithGap(index: number): Outcome['state'] {
    const evaluationPeriods = this.#periods;
    const { missing, breaching } = this.#classes;
    const found = this.#found;
    found.real = this.#range - this.#inRange(missing, index);
    found.breaching = this.#inRange(breaching, index);
    if (found.real > evaluationPeriods) this.#surveyNewest(index);
    else if (found.real > 0 && found.breaching === found.real) found.oldestAge = this.#oldestAge(index);
    return decideCounted(found, evaluationPeriods, this.#required, this.#treatment).state;
  }

  #inRange(running: Int32Array, index: number): number {
    const { stride } = this.#classes;
    return (running[index + stride] ?? 0) - (running[index - (this.#range - 1) * stride] ?? 0);
  }

  /** More are real than decide, but not the newest N: goes back until N are found. */
  #surveyNewest(index: number): void {
    const { classes, stride } = this.#classes;
    const found = this.#found;
    found.real = 0;
    found.breaching = 0;
    for (let at = index; found.real < this.#periods; at -= stride) {
      const is = classes[at];
      if (is === MISSING) continue;
      found.real++;
      if (is === BREACHING) found.breaching++;
    }
  }

  #oldestAge(index: number): number {
    const { classes, stride } = this.#classes;
    for (let age = this.#range; age > 0; age--) {
      if (classes[index - (age - 1) * stride] !== MISSING) return age;
    }
    return 0;
  }

  /** The deciding datapoints hold fewer samples than the rule wants; no datapoint at all is another matter. */
  #tooFewSamples(index: number, wanted: number): boolean {
    const { classes, samples, stride } = this.#classes;
    let real = 0;
    let found = 0;
    for (let age = 1; age <= this.#range && real < this.#periods; age++) {
      const at = index - (age - 1) * stride;
      if (classes[at] === MISSING) continue;
      real++;
      found += samples?.[at] ?? 0;
    }
    return real > 0 && found < wanted;
  }
}

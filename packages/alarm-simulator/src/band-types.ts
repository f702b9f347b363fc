/** Expected values of one period: what is outside is an anomaly. */
export interface BandLimits {
  readonly lower: number;
  readonly upper: number;
}

/** Limits of an anomaly detection band, one of each for each period; NaN is a missing one. */
export interface Band {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
  /**
   * `given`: from whoever runs the simulation. `stand-in`: from the simulator's own model, for AWS does not publish
   * its; whatever rests on it is *undocumented*.
   */
  readonly origin: 'given' | 'stand-in';
}

/** A band as input: two series from `start` on, or a function of the start of a period; both in milliseconds. */
export type BandInput =
  | {
      /** Milliseconds since the epoch. */
      readonly start: number;
      /** Seconds. */
      readonly period: number;
      readonly upper: readonly number[];
      readonly lower: readonly number[];
    }
  | ((timestamp: number) => BandLimits | undefined);

/** A stretch of time that the model does not learn from: `from` is in it, `to` is not. Milliseconds since the epoch. */
export interface ExcludedRange {
  readonly from: number;
  readonly to: number;
}

/** What is said wherever a result rests on the stand-in. */
export const STAND_IN_NOTE =
  "the band comes from the simulator's stand-in model, for AWS does not publish its own: give the band as input to be sure";

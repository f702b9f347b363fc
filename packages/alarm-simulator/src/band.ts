import type { Band, BandLimits, ExcludedRange } from './band-types.ts';
import { EMPTY, include, type Moments, merge } from './moments.ts';

/**
 * The stand-in for CloudWatch's anomaly detection model, which is not public. What AWS says: the model is trained on up
 * to two weeks of data, knows hourly, daily and weekly patterns, is trained again as data comes in, and a new one takes up
 * to three hours. The stand-in does the plainest thing that fits:
 *
 * - Values are put together by hours (UTC). The band of a period is that of the hour it starts in: mean plus and minus so
 *   many standard deviations (of the population) of a *season* of earlier values.
 * - The season is the same hour of the week in the last two weeks; if that holds fewer than {@link LEAST_VALUES} values,
 *   the same hour of the day; if that does as well, all of the two weeks; if even that does, there is no band (the *warm
 *   start*: with a value each minute, the band begins in the second hour after the hour of the first value).
 * - The hour before the present one is not learnt from: its values may still arrive. Each hour is read as it was known an
 *   hour after its end, so that a band does not hang on when it is asked for.
 * - Values stamped in excluded ranges are not learnt from.
 *
 * What it does not know: trends, patterns within an hour, outliers (each value counts), `AdaptationSpeed`,
 * `OutlierFilteringStrength` and time zones. So each result that rests on it is *undocumented*.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AnomalyDetectorConfiguration.html
 */

const HOUR = 3_600_000;
const WEEK_HOURS = 168;
const TRAINING_HOURS = 2 * WEEK_HOURS;
/** Hours from the newest one that is learnt from to the one whose band it is. */
const NEWEST = 2;
/** Below that a standard deviation says little. */
export const LEAST_VALUES = 10;

/**
 * Values of periods that start at multiples of their length, NaN for missing ones: `count` of them from `start` on, as
 * they were known at `asOf`; both times in milliseconds since the epoch.
 */
export type ReadPeriods = (start: number, count: number, asOf: number) => ArrayLike<number>;

/** What a {@link StandInBand} does not learn from. */
export interface StandInOptions {
  /** Stretches that are not learnt from, such as deployments. @default - none */
  readonly excluded?: readonly ExcludedRange[];
}

/** One metric's band; it remembers each hour that it has read and each hour's band. */
export class StandInBand {
  readonly #read: ReadPeriods;
  /** Milliseconds. */
  readonly #period: number;
  readonly #excluded: readonly ExcludedRange[];
  readonly #hours = new Map<number, Moments>();
  readonly #seasons = new Map<number, Moments | undefined>();

  /**
   * @param period seconds
   * @param read where values of the past come from; it is asked for each hour once
   */
  constructor(period: number, read: ReadPeriods, { excluded = [] }: StandInOptions = {}) {
    this.#period = period * 1000;
    this.#read = read;
    this.#excluded = excluded;
  }

  /**
   * The band over a stretch of periods.
   * @param start start of the first period, milliseconds since the epoch
   */
  over(start: number, length: number, standardDeviations: number): Band {
    const upper: number[] = [];
    const lower: number[] = [];
    for (let index = 0; index < length; index++) {
      const limits = this.at(start + index * this.#period, standardDeviations);
      upper.push(limits?.upper ?? Number.NaN);
      lower.push(limits?.lower ?? Number.NaN);
    }
    return { upper, lower, origin: 'stand-in' };
  }

  /** Limits of the period that starts at `timestamp`; `undefined` during the warm start. */
  at(timestamp: number, standardDeviations: number): BandLimits | undefined {
    const hour = Math.floor(timestamp / HOUR);
    if (!this.#seasons.has(hour)) this.#learn(hour);
    const season = this.#seasons.get(hour);
    if (season === undefined) return undefined;
    const width = standardDeviations * Math.sqrt(season.squares / season.count);
    return { lower: season.mean - width, upper: season.mean + width };
  }

  #learn(hour: number): void {
    for (const step of [WEEK_HOURS, 24, 1]) {
      const season = this.#season(hour, step);
      if (season.count < LEAST_VALUES) continue;
      this.#seasons.set(hour, season);
      return;
    }
    this.#seasons.set(hour, undefined);
  }

  /** The values of every `step`-th hour of the training time, counted back from `hour`. */
  #season(hour: number, step: number): Moments {
    let season = EMPTY;
    const newest = Math.ceil(NEWEST / step) * step;
    for (let back = newest; back <= TRAINING_HOURS; back += step) season = merge(season, this.#hour(hour - back));
    return season;
  }

  #hour(hour: number): Moments {
    const known = this.#hours.get(hour);
    if (known !== undefined) return known;
    const first = Math.ceil((hour * HOUR) / this.#period) * this.#period;
    const count = Math.max(0, Math.ceil(((hour + 1) * HOUR - first) / this.#period));
    const values = count === 0 ? [] : this.#read(first, count, (hour + NEWEST) * HOUR);
    let moments = EMPTY;
    for (let index = 0; index < count; index++) {
      const value = values[index] ?? Number.NaN;
      if (Number.isFinite(value) && !this.#isExcluded(first + index * this.#period)) moments = include(moments, value);
    }
    this.#hours.set(hour, moments);
    return moments;
  }

  #isExcluded(timestamp: number): boolean {
    return this.#excluded.some(({ from, to }) => timestamp >= from && timestamp < to);
  }
}

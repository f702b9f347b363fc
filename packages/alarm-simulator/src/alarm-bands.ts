import { StandInBand } from './band.ts';
import { givenBand } from './band-input.ts';
import type { Band, BandInput } from './band-types.ts';
import { type Expressions, watchedSeries } from './expressions.ts';
import { PeriodReader } from './period-reader.ts';
import type { SampleSource } from './sample-types.ts';

/** The anomaly detection bands of one alarm: as given, or from the stand-in model, which learns from the source. */
export class AlarmBands {
  readonly #expressions: Expressions;
  /** Seconds. */
  readonly #period: number;
  readonly #input: BandInput | undefined;
  readonly #models = new Map<string, StandInBand>();
  #source: SampleSource | undefined;

  constructor(expressions: Expressions, period: number, input: BandInput | undefined) {
    this.#expressions = expressions;
    this.#period = period;
    this.#input = input;
  }

  get given(): boolean {
    return this.#input !== undefined;
  }

  /** The band of an entry over a stretch of periods that begins at `start`. */
  over(source: SampleSource, id: string, standardDeviations: number, start: number, length: number): Band {
    if (this.#input !== undefined) return givenBand(this.#input, start, length, this.#period);
    if (this.#source !== source) {
      this.#source = source;
      this.#models.clear();
    }
    let model = this.#models.get(id);
    if (model === undefined) {
      model = this.#model(source, id);
      this.#models.set(id, model);
    }
    return model.over(start, length, standardDeviations);
  }

  /** A model of an entry that is a metric or an expression; it looks at periods of its own, which do not slide. */
  #model(source: SampleSource, id: string): StandInBand {
    const readers = new Map<string, PeriodReader>();
    return new StandInBand(this.#period, (start, length, asOf) => {
      const end = start + length * this.#period * 1000;
      const metric = (metricId: string): number[] => {
        const statistic = this.#expressions.metrics.get(metricId);
        if (statistic === undefined) return [];
        const reader = readers.get(metricId) ?? new PeriodReader(statistic);
        readers.set(metricId, reader);
        return reader.read(source, end, length, asOf).map((datapoint) => datapoint?.value ?? Number.NaN);
      };
      const blank = new Array<number>(length).fill(Number.NaN);
      const band = (): Band => ({ upper: blank, lower: blank, origin: 'stand-in' });
      return watchedSeries(this.#expressions.evaluate({ start, length, metric, band })(id));
    });
  }
}

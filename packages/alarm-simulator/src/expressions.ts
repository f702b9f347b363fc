import type { Band } from './band-types.ts';
import { checkMath } from './math-check.ts';
import { evaluateMath } from './math-evaluate.ts';
import { isPointwise } from './math-pointwise.ts';
import { callsOf } from './math-references.ts';
import type { Expression, ValueType } from './math-types.ts';
import type { MathContext, MathValue, Series } from './math-values.ts';
import type { Certainty, MetricQuery, MetricStatistic } from './types.ts';

export type MetricsQuery = Extract<MetricQuery, { form: 'metrics' }>;

/** The periods over which the entries of `Metrics` are evaluated, and what is known of them. */
export interface Stretch {
  /** Start of the oldest period, milliseconds since the epoch. */
  readonly start: number;
  readonly length: number;
  /** Datapoints of a metric, NaN for missing ones. */
  readonly metric: (id: string) => Series;
  readonly band: (id: string, standardDeviations: number) => Band;
  /** Called where a value rests on something that AWS does not publish. @default - nobody asks */
  readonly doubt?: (index: number, certainty: Certainty) => void;
}

/** The entries of `Metrics[]` and their expressions. */
export class Expressions {
  /** Metrics by id, in order. */
  readonly metrics: ReadonlyMap<string, MetricStatistic>;
  /** Is there an `ANOMALY_DETECTION_BAND`? */
  readonly banded: boolean;
  readonly #ids: readonly string[];
  /** Seconds. */
  readonly #period: number;
  readonly #expressions: ReadonlyMap<string, Expression>;

  constructor({ entries }: MetricsQuery, period: number) {
    this.#period = period;
    this.metrics = new Map(entries.flatMap(({ id, source }) => (source.type === 'metric' ? [[id, source]] : [])));
    this.#ids = [...this.metrics.keys()];
    this.#expressions = new Map(
      entries.flatMap(({ id, source }) => (source.type === 'expression' ? [[id, source.expression]] : [])),
    );
    this.banded = [...this.#expressions.values()].some((each) => callsOf(each, 'ANOMALY_DETECTION_BAND').length > 0);
  }

  /** Hangs every value on its own period only, so that a long stretch may be evaluated at once? */
  get pointwise(): boolean {
    const types = new Map<string, ValueType>();
    const typeOf = (id: string): ValueType | undefined => {
      const expression = this.#expressions.get(id);
      if (expression === undefined) return this.metrics.has(id) ? 'series' : undefined;
      const known = types.get(id);
      if (known !== undefined) return known;
      const checked = checkMath(expression, typeOf, [...this.metrics.keys()]);
      const type = checked.ok ? checked.value : 'series';
      types.set(id, type);
      return type;
    };
    return [...this.#expressions.values()].every((expression) => isPointwise(expression, typeOf));
  }

  /** Values of entries over a stretch, each worked out once. */
  evaluate({ start, length, metric, band, doubt }: Stretch): (id: string) => MathValue {
    const values = new Map<string, MathValue>();
    const lookUp = (id: string): MathValue => {
      const known = values.get(id);
      if (known !== undefined) return known;
      const expression = this.#expressions.get(id);
      const value: MathValue =
        expression === undefined ? { type: 'series', series: metric(id) } : evaluateMath(expression, context);
      values.set(id, value);
      return value;
    };
    const metrics = this.#ids;
    const context: MathContext = { start, length, period: this.#period, metrics, band, doubt, lookUp };
    return lookUp;
  }
}

/** The two series of a band, as `ANOMALY_DETECTION_BAND` gives them: the upper one first. */
export function bandSeries(value: MathValue): { readonly upper: Series; readonly lower: Series } {
  const [upper = [], lower = []] = value.type === 'array' ? value.elements : [];
  return { upper, lower };
}

/** The one series of an entry that an alarm watches. */
export function watchedSeries(value: MathValue): Series {
  return value.type === 'series' ? value.series : [];
}

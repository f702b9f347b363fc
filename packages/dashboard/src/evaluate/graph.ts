import {
  type Expression,
  evaluateMath,
  type MathContext,
  type MathValue,
  type MetricIdentity,
  referencedIds,
  type Series,
  StandInBand,
  type Statistic,
} from '../../../alarm-simulator/src/index.ts';
import type { Formulas } from './formulas.ts';
import type { MetricReader, ReadSeries } from './metric-reader.ts';
import type { PeriodGrid } from './period.ts';
import type { Query } from './queries.ts';

/** Series that one expression may take in, counted as often as they are named; a body must not fill the memory. */
const MAX_OPERANDS = 5000;

/** Periods of a graph: how a row's own period becomes the one that is drawn, and where its periods lie. */
export interface Periods {
  /** Seconds to seconds. */
  readonly drawn: (own: number) => number;
  /** Of a period that is drawn. */
  readonly grid: (period: number) => PeriodGrid;
}

/** One line. */
export interface Line {
  readonly values: Series;
  readonly unit?: string;
  /** Of a row that is a metric, or of one that a search found. */
  readonly metric?: MetricIdentity;
  readonly statistic?: Statistic;
}

/** The lines of a row. */
export interface DrawnRow {
  readonly query: Query;
  readonly grid: PeriodGrid;
  readonly lines: readonly Line[];
  /** `search`: one for each metric that was found; `array`: one for each series of an expression. */
  readonly kind: 'single' | 'search' | 'array';
}

/**
 * Evaluates the rows of one graph. Every metric is read with its own period. An expression has the longest of its own
 * period and those of the metrics it refers to, and takes from each metric the datapoints with its own timestamps
 * (*inferred* from a report that minute data under a period of five minutes gave minute values each five minutes).
 * @see https://github.com/aws/aws-cdk/issues/6367
 */
export class Graph {
  readonly #formulas: Formulas;
  readonly #reader: MetricReader;
  readonly #periods: Periods;
  readonly #read = new Map<string, ReadSeries>();
  readonly #found = new Map<string, readonly ReadSeries[]>();
  readonly #values = new Map<string, MathValue>();
  readonly #bands = new Map<string, StandInBand>();
  readonly #periodOf = new Map<string, number>();
  readonly #problems: string[] = [];

  constructor(formulas: Formulas, reader: MetricReader, periods: Periods) {
    this.#formulas = formulas;
    this.#reader = reader;
    this.#periods = periods;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** What a row shows; nothing if it is an expression that cannot be evaluated. */
  draw(query: Query): DrawnRow | undefined {
    const { id, source } = query;
    const grid = this.#periods.grid(this.#period(id));
    if (source.type === 'metric') {
      const { values, unit } = this.#metric(id, source);
      const line = { values: Array.from(values), metric: source.metric, statistic: source.statistic };
      return { query, grid, kind: 'single', lines: [unit === undefined ? line : { ...line, unit }] };
    }
    const formula = this.#formulas.of(id);
    if (formula === undefined) return undefined;
    const { expression } = formula;
    if (expression.type === 'reference' && this.#formulas.search(expression.id) !== undefined) {
      return { query, grid, kind: 'search', lines: this.#searchLines(expression.id, grid) };
    }
    const value = this.#value(id, grid);
    if (value.type === 'scalar') {
      this.#problems.push(`Expression ${id} gives one number, which is no line: write TIME_SERIES(…) around it.`);
      return undefined;
    }
    if (value.type === 'series') return { query, grid, kind: 'single', lines: [{ values: value.series }] };
    return { query, grid, kind: 'array', lines: value.elements.map((values) => ({ values })) };
  }

  /** Seconds. */
  #period(id: string): number {
    const known = this.#periodOf.get(id);
    if (known !== undefined) return known;
    const search = this.#formulas.search(id);
    const query = this.#formulas.query(id);
    let period = this.#periods.drawn(search?.period ?? query?.period ?? 60);
    const formula = this.#formulas.of(id);
    if (formula !== undefined) {
      const ids = referencedIds(formula.expression, this.#formulas.metrics);
      // An expression of nothing but a search has the search's period.
      if (formula.expression.type === 'reference' && this.#formulas.search(formula.expression.id)) period = 0;
      for (const other of ids) period = Math.max(period, this.#period(other));
    }
    this.#periodOf.set(id, period);
    return period;
  }

  #metric(id: string, source: Extract<Query['source'], { type: 'metric' }>): ReadSeries {
    let read = this.#read.get(id);
    if (read === undefined) {
      read = this.#reader.read(source, this.#periods.grid(this.#period(id)));
      this.#read.set(id, read);
    }
    return read;
  }

  #search(id: string): readonly ReadSeries[] {
    let read = this.#found.get(id);
    if (read === undefined) {
      const found = this.#formulas.search(id);
      const grid = this.#periods.grid(this.#period(id));
      read = (found?.metrics ?? []).map((metric) =>
        this.#reader.read({ metric, statistic: found?.statistic ?? { type: 'simple', name: 'Average' } }, grid),
      );
      this.#found.set(id, read);
    }
    return read;
  }

  #searchLines(id: string, grid: PeriodGrid): Line[] {
    const found = this.#formulas.search(id);
    const own = this.#periods.grid(this.#period(id));
    return this.#search(id).map(({ values, unit }, index) => ({
      values: project(values, own, grid),
      ...(unit === undefined ? {} : { unit }),
      ...(found?.metrics[index] === undefined ? {} : { metric: found.metrics[index] }),
      ...(found === undefined ? {} : { statistic: found.statistic }),
    }));
  }

  /** The value of an id at the periods of a grid. */
  #value(id: string, grid: PeriodGrid): MathValue {
    const key = `${grid.length} ${id}`;
    let value = this.#values.get(key);
    if (value === undefined) {
      value = this.#compute(id, grid);
      this.#values.set(key, value);
    }
    return value;
  }

  #compute(id: string, grid: PeriodGrid): MathValue {
    const source = this.#formulas.query(id)?.source;
    if (source?.type === 'metric') {
      const own = this.#periods.grid(this.#period(id));
      return { type: 'series', series: project(this.#metric(id, source).values, own, grid) };
    }
    if (this.#formulas.search(id) !== undefined) {
      return { type: 'array', elements: this.#searchLines(id, grid).map(({ values }) => values) };
    }
    const formula = this.#formulas.of(id);
    if (formula === undefined) return { type: 'scalar', value: Number.NaN };
    const context = this.#context(grid);
    if (operands(formula.expression, (other) => sizeOf(context.lookUp(other)), context.metrics.length) > MAX_OPERANDS) {
      this.#problems.push(`Expression ${id} takes in more than ${MAX_OPERANDS} time series and is not evaluated.`);
      return { type: 'array', elements: [] };
    }
    return evaluateMath(formula.expression, context);
  }

  #context(grid: PeriodGrid): MathContext {
    return {
      length: grid.count,
      start: grid.start,
      period: grid.length / 1000,
      metrics: this.#formulas.metrics,
      lookUp: (id) => this.#value(id, grid),
      band: (id, deviations) => this.#band(id, grid).over(grid.start, grid.count, deviations),
      doubt: () => {},
    };
  }

  #band(id: string, { length }: PeriodGrid): StandInBand {
    const key = `${length} ${id}`;
    let band = this.#bands.get(key);
    if (band === undefined) {
      const source = this.#formulas.query(id)?.source;
      band = new StandInBand(length / 1000, (start, count) =>
        source?.type === 'metric' ? this.#reader.read(source, { start, length, count }).values : [],
      );
      this.#bands.set(key, band);
    }
    return band;
  }
}

/** The datapoints of one grid that have the timestamps of another. */
function project(values: Float64Array, from: PeriodGrid, to: PeriodGrid): Series {
  if (from.start === to.start && from.length === to.length && from.count === to.count) return Array.from(values);
  const result = new Array<number>(to.count).fill(Number.NaN);
  for (let index = 0; index < to.count; index++) {
    const place = (to.start + index * to.length - from.start) / from.length;
    if (Number.isInteger(place) && place >= 0 && place < from.count) result[index] = values[place] ?? Number.NaN;
  }
  return result;
}

function sizeOf(value: MathValue): number {
  return value.type === 'array' ? value.elements.length : 1;
}

/** How many series an expression takes in. */
function operands(expression: Expression, size: (id: string) => number, metrics: number): number {
  switch (expression.type) {
    case 'reference':
      return size(expression.id);
    case 'negate':
      return operands(expression.operand, size, metrics);
    case 'binary':
      return operands(expression.left, size, metrics) + operands(expression.right, size, metrics);
    case 'array':
      return expression.elements.reduce((sum, each) => sum + operands(each, size, metrics), 0);
    case 'call':
      return expression.operands.reduce(
        (sum, each) => sum + operands(each, size, metrics),
        expression.name === 'METRICS' ? metrics : 0,
      );
    default:
      return 0;
  }
}

import {
  checkMath,
  type Expression,
  type MetricIdentity,
  parseMath,
  referencedIds,
  type Statistic,
  type ValueType,
} from '../../../alarm-simulator/src/index.ts';
import { findMetrics } from '../search/find-metrics.ts';
import { extractSearches } from '../search/search-calls.ts';
import { SearchError } from '../search/search-query.ts';
import type { Query } from './queries.ts';

/** An expression that can be evaluated. */
export interface Formula {
  readonly expression: Expression;
  readonly type: ValueType;
}

/** What `SEARCH` found: read like rows. */
export interface FoundMetrics {
  readonly metrics: readonly MetricIdentity[];
  readonly statistic: Statistic;
  /** Seconds, as written. */
  readonly period: number;
}

/** Where searches look; absent if the source cannot list its metrics. */
export type ListMetrics = (() => readonly MetricIdentity[]) | undefined;

/** The expressions of one graph: parsed and checked against each other, each fault in words. */
export class Formulas {
  readonly #queries: ReadonlyMap<string, Query>;
  readonly #list: ListMetrics;
  readonly #searchPrefix: string;
  readonly #searches = new Map<string, FoundMetrics>();
  readonly #formulas = new Map<string, Formula | undefined>();
  /** Rows whose expressions are being read, each for the one before it. */
  readonly #reading = new Set<string>();
  readonly #problems: string[] = [];
  /** Ids of all metrics, in order: what `METRICS()` gives. */
  readonly metrics: readonly string[];

  constructor(queries: readonly Query[], list: ListMetrics) {
    this.#queries = new Map(queries.map((query) => [query.id, query]));
    this.#list = list;
    this.metrics = queries.filter(({ source }) => source.type === 'metric').map(({ id }) => id);
    let prefix = 'search_';
    while (queries.some(({ id }) => id.startsWith(prefix))) prefix += '_';
    this.#searchPrefix = prefix;
    for (const { id, source } of queries) if (source.type === 'expression') this.of(id);
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  query(id: string): Query | undefined {
    return this.#queries.get(id);
  }

  search(id: string): FoundMetrics | undefined {
    return this.#searches.get(id);
  }

  /** The expression of a row; `undefined` if it is none, or cannot be evaluated. */
  of(id: string): Formula | undefined {
    if (this.#formulas.has(id)) return this.#formulas.get(id);
    const query = this.#queries.get(id);
    if (query?.source.type !== 'expression') return undefined;
    // Until it is known, so that one that refers to itself finds nothing.
    this.#formulas.set(id, undefined);
    this.#reading.add(id);
    const formula = this.#read(query, query.source.text);
    this.#reading.delete(id);
    this.#formulas.set(id, formula);
    return formula;
  }

  #read(query: Query, text: string): Formula | undefined {
    try {
      return this.#parse(query, text);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      return this.#fail(query, error.message);
    }
  }

  #parse(query: Query, text: string): Formula | undefined {
    const searches = extractSearches(text, `${this.#searchPrefix}${this.#searches.size}_`);
    for (const { id, query: wanted, statistic, period } of searches.calls) {
      if (this.#list === undefined) throw new SearchError('SEARCH needs a list of all metrics, which is not there');
      const metrics = findMetrics(wanted, this.#list());
      this.#searches.set(id, { metrics, statistic, period: period ?? query.period });
    }
    const parsed = parseMath(searches.text);
    if (!parsed.ok) return this.#fail(query, parsed.errors[0]?.message ?? 'it cannot be read');
    // Expressions that this one refers to come first, so that their faults do, too.
    const broken = referencedIds(parsed.value).find((id) => this.#isBroken(id));
    if (broken !== undefined) {
      const why = this.#reading.has(broken) ? 'refers back to it' : 'cannot be evaluated';
      return this.#fail(query, `${broken}, which it refers to, ${why}`);
    }
    const checked = checkMath(parsed.value, (id) => this.#typeOf(id), this.metrics);
    if (!checked.ok) return this.#fail(query, checked.errors[0]?.message ?? 'it cannot be evaluated');
    return { expression: parsed.value, type: checked.value };
  }

  #isBroken(id: string): boolean {
    return this.#queries.get(id)?.source.type === 'expression' && this.of(id) === undefined;
  }

  #typeOf(id: string): ValueType | undefined {
    if (this.#searches.has(id)) return 'array';
    return this.#queries.get(id)?.source.type === 'metric' ? 'series' : this.of(id)?.type;
  }

  #fail({ id, source }: Query, message: string): undefined {
    const text = source.type === 'expression' && source.text.length <= 80 ? ` (${source.text})` : '';
    this.#problems.push(`Expression ${id}${text}: ${message}.`);
    return undefined;
  }
}

import { type MetricIdentity, metricKey } from '../../../alarm-simulator/src/index.ts';
import type { SearchQuery, SearchTerm } from './search-query.ts';
import { matchesPartly } from './tokens.ts';

/** "A graph can display as many as 500 time series." */
export const MAX_FOUND = 500;

/** Everything of a metric that a term may be about. */
function namesOf({ namespace, metricName, dimensions }: MetricIdentity, property: string | undefined): string[] {
  if (property === undefined) return [namespace, metricName, ...Object.entries(dimensions).flat()];
  if (property === 'Namespace') return [namespace];
  if (property === 'MetricName') return [metricName];
  const value = Object.hasOwn(dimensions, property) ? dimensions[property] : undefined;
  return value === undefined ? [] : [value];
}

function matches(term: SearchTerm, metric: MetricIdentity): boolean {
  switch (term.type) {
    case 'and':
      return term.terms.every((each) => matches(each, metric));
    case 'or':
      return term.terms.some((each) => matches(each, metric));
    case 'not':
      return !matches(term.term, metric);
    case 'text': {
      const { text, exact, property } = term;
      return namesOf(metric, property).some((name) => (exact ? name === text : matchesPartly(text, name)));
    }
  }
}

/** A schema with dimensions means metrics with exactly those (*inferred*); with a namespace alone, all of it. */
function fits({ schema }: SearchQuery, { namespace, dimensions }: MetricIdentity): boolean {
  if (schema === undefined) return true;
  if (schema.namespace !== namespace) return false;
  if (schema.dimensions.length === 0) return true;
  const names = Object.keys(dimensions);
  return names.length === schema.dimensions.length && schema.dimensions.every((name) => names.includes(name));
}

/** The metrics that a search finds, at most {@link MAX_FOUND}, in the order of their names (*undocumented*). */
export function findMetrics(query: SearchQuery, metrics: readonly MetricIdentity[]): MetricIdentity[] {
  const { term } = query;
  return metrics
    .filter((metric) => fits(query, metric) && (term === undefined || matches(term, metric)))
    .map((metric) => ({ metric, key: metricKey(metric) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .slice(0, MAX_FOUND)
    .map(({ metric }) => metric);
}

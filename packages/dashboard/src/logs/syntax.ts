import type { Pattern } from './pattern/pattern.ts';

/**
 * The part of the Logs Insights query language that is run here, as a tree.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export interface LogQuery {
  /** Log groups of `SOURCE`, each once. */
  readonly sources: readonly string[];
  readonly commands: readonly Command[];
}

export type Command =
  | { readonly type: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly type: 'filter'; readonly condition: Term }
  | { readonly type: 'sort'; readonly keys: readonly { readonly term: Term; readonly descending: boolean }[] }
  | { readonly type: 'limit'; readonly count: number }
  | { readonly type: 'dedup'; readonly terms: readonly Term[] }
  | { readonly type: 'parse'; readonly of: Term; readonly glob: readonly string[]; readonly names: readonly string[] }
  | { readonly type: 'stats'; readonly values: readonly Aggregate[]; readonly by: readonly Column[] };

/** A term under the name of its column. */
export interface Column {
  readonly name: string;
  readonly term: Term;
}

export interface Aggregate {
  readonly name: string;
  readonly function: AggregateFunction;
  /** @default - each event counts (`count(*)`) */
  readonly of?: Term;
  /** Of `pct`. */
  readonly percentile?: number;
}

export const AGGREGATES = [
  'count',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'pct',
  'stddev',
  'latest',
  'earliest',
] as const;
export type AggregateFunction = (typeof AGGREGATES)[number];

export const FUNCTIONS = [
  'ispresent',
  'isempty',
  'isblank',
  'coalesce',
  'strlen',
  'tolower',
  'toupper',
  'concat',
  'abs',
  'ceil',
  'floor',
  'bin',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | '^' | 'and' | 'or';

export type Term =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'value'; readonly value: string | number }
  | { readonly type: 'binary'; readonly operator: Operator; readonly left: Term; readonly right: Term }
  | { readonly type: 'not' | 'negate'; readonly term: Term }
  | { readonly type: 'contains'; readonly term: Term; readonly text: string }
  | { readonly type: 'matches'; readonly term: Term; readonly pattern: Pattern }
  | { readonly type: 'in'; readonly term: Term; readonly list: readonly Term[] }
  /** `bin` has its length in milliseconds as second operand. */
  | { readonly type: 'call'; readonly name: FunctionName; readonly operands: readonly Term[] };

/** A query that cannot be read, or uses what is not run here. */
export class QueryError extends Error {}

export function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return names.some((known) => known === name);
}

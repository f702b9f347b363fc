import { parseStatistic, type Statistic } from '../../../alarm-simulator/src/index.ts';
import { parseSearchQuery, SearchError, type SearchQuery } from './search-query.ts';

/** One `SEARCH('…', 'Statistic', period)` in an expression. */
export interface SearchCall {
  /** What stands in its place in the expression. */
  readonly id: string;
  readonly query: SearchQuery;
  readonly statistic: Statistic;
  /** Seconds. @default - that of the row */
  readonly period?: number;
}

export interface ExtractedSearches {
  /** The expression with an id in the place of each search. */
  readonly text: string;
  readonly calls: readonly SearchCall[];
}

const QUOTED = /'[^']*'|"[^"]*"/y;
const CALL = /SEARCH\s*\(/y;
const OPERANDS = /\s*'([^']*)'\s*,\s*'([^']*)'\s*(?:,\s*(\d{1,7})\s*)?\)/y;
const LETTER = /[A-Za-z0-9_]/;

/**
 * Takes the searches out of an expression, because metric math itself knows only ids. Text in quotation marks is skipped.
 * @param prefix begins the ids that are put in, and must begin no id of the graph
 * @throws SearchError if a search cannot be read
 */
export function extractSearches(text: string, prefix: string): ExtractedSearches {
  const calls: SearchCall[] = [];
  let result = '';
  let at = 0;
  while (at < text.length) {
    const quoted = take(QUOTED, text, at);
    const call = at > 0 && LETTER.test(text.charAt(at - 1)) ? undefined : take(CALL, text, at);
    if (call !== undefined) {
      const start = at + call[0].length;
      const operands = take(OPERANDS, text, start);
      if (operands === undefined) {
        throw new SearchError(
          `SEARCH at character ${at + 1} takes 'query', 'statistic' and perhaps a period in seconds`,
        );
      }
      const id = `${prefix}${calls.length}`;
      calls.push(readCall(id, operands));
      result += id;
      at = start + operands[0].length;
    } else {
      const passed = quoted?.[0] ?? text.charAt(at);
      result += passed;
      at += passed.length;
    }
  }
  return { text: result, calls };
}

function readCall(id: string, [, query = '', statistic = '', period]: RegExpExecArray): SearchCall {
  const parsed = parseStatistic(statistic);
  if (!parsed.ok) throw new SearchError(parsed.errors[0]?.message ?? `unknown statistic ${statistic}`);
  if (period !== undefined && Number(period) === 0) throw new SearchError('a period of 0 seconds holds nothing');
  return {
    id,
    query: parseSearchQuery(query),
    statistic: parsed.value,
    ...(period === undefined ? {} : { period: Number(period) }),
  };
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

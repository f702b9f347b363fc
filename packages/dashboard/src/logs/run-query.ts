import type { LogData, TimeRange } from '../data.ts';
import type { DashboardSources, LogEvent } from '../sources.ts';
import { aggregate } from './aggregate.ts';
import { evaluateTerm } from './evaluate-term.ts';
import { MAX_LIMIT, parseLogQuery } from './parse-query.ts';
import { EventRow, type Row } from './row.ts';
import { type Command, type LogQuery, QueryError, type Term } from './syntax.ts';
import { compare, isTrue, shownValue, toText } from './values.ts';

/** What is shown without `fields`, `display` and `stats`. */
const DEFAULT_COLUMNS = ['@timestamp', '@message'];

/** A result on its way through the commands. */
interface Result {
  rows: Row[];
  /** Of `stats` or `display`, which decide alone. */
  decided?: string[];
  /** Of `fields`, which add up. */
  readonly chosen: string[];
  limit: number;
}

/** Runs the query of a log widget over the events of its log groups; what is not run here is a problem of the answer. */
export function runLogQuery(text: string, range: TimeRange, { logs }: Pick<DashboardSources, 'logs'>): LogData {
  const nothing = { kind: 'log', range, columns: [], rows: [] } as const;
  try {
    const query = parseLogQuery(text);
    if (query.sources.length === 0) return { ...nothing, problem: 'The query names no log group (SOURCE).' };
    return { kind: 'log', range, ...run(query, events(query, range, logs)) };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { ...nothing, problem: error.message };
  }
}

/** The newest first, which is how results come without `sort` (*inferred*); those of one instant as they were written. */
function events({ sources }: LogQuery, range: TimeRange, logs: DashboardSources['logs']): LogEvent[] {
  return sources
    .flatMap((source) => [...logs(source, range)])
    .filter(({ timestamp }) => timestamp >= range.start && timestamp < range.end)
    .sort((one, other) => other.timestamp - one.timestamp);
}

function run({ commands }: LogQuery, found: readonly LogEvent[]): Pick<LogData, 'columns' | 'rows'> {
  const result: Result = { rows: found.map((event) => new EventRow(event)), chosen: [], limit: MAX_LIMIT };
  for (const command of commands) apply(command, result);
  const columns = result.decided ?? (result.chosen.length > 0 ? result.chosen : DEFAULT_COLUMNS);
  const rows = result.rows.slice(0, result.limit).map((row) => columns.map((name) => shownValue(row.get(name))));
  return { columns, rows };
}

function apply(command: Command, result: Result): void {
  switch (command.type) {
    case 'fields':
    case 'display':
      choose(command, result);
      return;
    case 'filter':
      result.rows = result.rows.filter((row) => isTrue(evaluateTerm(command.condition, row)));
      return;
    case 'sort':
      sort(command.keys, result);
      return;
    case 'limit':
      result.limit = Math.min(result.limit, command.count);
      result.rows = result.rows.slice(0, command.count);
      return;
    case 'dedup':
      result.rows = dedup(result.rows, command.terms);
      return;
    case 'parse':
      for (const row of result.rows) parseGlob(command, row);
      result.chosen.push(...command.names.filter((name) => !result.chosen.includes(name)));
      return;
    case 'stats':
      result.rows = aggregate(result.rows, command.values, command.by);
      result.decided = [...new Set([...command.by, ...command.values].map(({ name }) => name))];
  }
}

function choose({ type, columns }: Extract<Command, { type: 'fields' | 'display' }>, result: Result): void {
  for (const { name, term } of columns) {
    if (term.type === 'field' && term.name === name) continue;
    for (const row of result.rows) row.set(name, evaluateTerm(term, row));
  }
  const names = columns.map(({ name }) => name);
  if (type === 'display') result.decided = [...new Set(names)];
  else for (const name of names) if (!result.chosen.includes(name)) result.chosen.push(name);
}

/** Lines without a value come last, whichever way it is sorted (*inferred*). */
function sort(keys: Extract<Command, { type: 'sort' }>['keys'], result: Result): void {
  const ranked = result.rows.map((row) => ({ row, values: keys.map(({ term }) => evaluateTerm(term, row)) }));
  ranked.sort((one, other) => {
    for (const [index, { descending }] of keys.entries()) {
      const [left, right] = [one.values[index] ?? null, other.values[index] ?? null];
      if (left === null && right === null) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      const order = compare(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  result.rows = ranked.map(({ row }) => row);
}

/** The first line of each combination stays; those without a value all do. */
function dedup(rows: readonly Row[], terms: readonly Term[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = terms.map((term) => evaluateTerm(term, row));
    if (values.includes(null)) return true;
    const key = JSON.stringify(values.map(toText));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Each `*` takes as little as it can, the last one the rest. */
function parseGlob({ of, glob, names }: Extract<Command, { type: 'parse' }>, row: Row): void {
  const text = toText(evaluateTerm(of, row));
  const [first = '', ...rest] = glob;
  const start = text.indexOf(first);
  if (start < 0) return;
  let at = start + first.length;
  const found: string[] = [];
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const end = isLast && part === '' ? text.length : text.indexOf(part, at);
    if (end < 0) return;
    found.push(text.slice(at, end));
    at = end + part.length;
  }
  for (const [index, name] of names.entries()) row.set(name, found[index] ?? '');
}

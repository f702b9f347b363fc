import { Pattern } from './pattern/pattern.ts';
import { PatternError } from './pattern/syntax.ts';
import type { Scanner } from './scanner.ts';
import { AGGREGATES, FUNCTIONS, type FunctionName, isOneOf, type Operator, QueryError, type Term } from './syntax.ts';

/** Brackets in one another. */
const MAX_DEPTH = 50;

const COMPARISONS = ['!=', '<=', '>=', '=', '<', '>'] as const;

/** Milliseconds of the units of `bin`; long and short names. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|msec|milliseconds?)$/, 1],
  [/^(?:s|sec|seconds?)$/, 1000],
  [/^(?:m|min|minutes?)$/, 60_000],
  [/^(?:h|hr|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
  [/^(?:w|weeks?)$/, 604_800_000],
];

/** Fewest and most operands of each function. */
const OPERANDS: Readonly<Record<FunctionName, readonly [number, number]>> = {
  ispresent: [1, 1],
  isempty: [1, 1],
  isblank: [1, 1],
  coalesce: [1, 20],
  strlen: [1, 1],
  tolower: [1, 1],
  toupper: [1, 1],
  concat: [1, 20],
  abs: [1, 1],
  ceil: [1, 1],
  floor: [1, 1],
  bin: [1, 1],
};

/** Reads what stands in `filter`, `fields`, `sort` and `by`: `or` binds least, then `and`, `not`, comparisons, arithmetic. */
export class TermReader {
  readonly #scanner: Scanner;
  /** Columns that `stats` made, which are called as they are written: `sort bin(5m)`. */
  #columns: ReadonlySet<string> = new Set();
  #depth = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** From here on only these columns are there. */
  startFrom(columns: ReadonlySet<string>): void {
    this.#columns = columns;
  }

  read(): Term {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) throw this.#scanner.error(`More than ${MAX_DEPTH} brackets in one another`);
    let left = this.#and();
    while (this.#scanner.keyword('or')) left = { type: 'binary', operator: 'or', left, right: this.#and() };
    this.#depth--;
    return left;
  }

  #and(): Term {
    let left = this.#not();
    while (this.#scanner.keyword('and')) left = { type: 'binary', operator: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Term {
    let negations = 0;
    while (this.#scanner.keyword('not')) negations++;
    const term = this.#comparison();
    return negations % 2 === 1 ? { type: 'not', term } : term;
  }

  #comparison(): Term {
    const left = this.#sum();
    const negated = this.#scanner.keyword('not');
    const found = this.#like(left) ?? this.#in(left);
    if (found !== undefined) return negated ? { type: 'not', term: found } : found;
    if (negated) throw this.#scanner.error('"not" stands before like or in');
    const operator = COMPARISONS.find((symbol) => this.#scanner.symbol(symbol));
    return operator === undefined ? left : { type: 'binary', operator, left, right: this.#sum() };
  }

  /** `like "text"`, `like /pattern/` and its short form `=~`. */
  #like(term: Term): Term | undefined {
    const scanner = this.#scanner;
    if (!scanner.keyword('like') && !scanner.symbol('=~')) return undefined;
    const text = scanner.quoted();
    if (text !== undefined) return { type: 'contains', term, text };
    const { at } = scanner;
    const source = scanner.pattern();
    if (source === undefined) throw scanner.error('Text in quotation marks or a /pattern/ is missing');
    try {
      return { type: 'matches', term, pattern: new Pattern(source) };
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      throw new QueryError(`The pattern at character ${at + 1} is not run here: ${error.message}.`);
    }
  }

  #in(term: Term): Term | undefined {
    const scanner = this.#scanner;
    if (!scanner.keyword('in')) return undefined;
    if (!scanner.symbol('[')) throw scanner.error('A list such as ["a", "b"] is missing');
    const list: Term[] = [];
    do list.push(this.#sum());
    while (scanner.symbol(','));
    if (!scanner.symbol(']')) throw scanner.error('The list has no ]');
    return { type: 'in', term, list };
  }

  #sum(): Term {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/', '%'], () => this.#power()));
  }

  #chain(operators: readonly Operator[], next: () => Term): Term {
    let left = next();
    for (;;) {
      const operator = operators.find((symbol) => this.#scanner.symbol(symbol));
      if (operator === undefined) return left;
      left = { type: 'binary', operator, left, right: next() };
    }
  }

  #power(): Term {
    const left = this.#primary();
    return this.#scanner.symbol('^') ? { type: 'binary', operator: '^', left, right: this.#primary() } : left;
  }

  #primary(): Term {
    const scanner = this.#scanner;
    if (scanner.symbol('-')) return { type: 'negate', term: this.#bounded(() => this.#primary()) };
    if (scanner.symbol('(')) {
      const inner = this.read();
      if (!scanner.symbol(')')) throw scanner.error('A ( has no )');
      return inner;
    }
    const value = scanner.number() ?? scanner.quoted();
    if (value !== undefined) return { type: 'value', value };
    const { at } = scanner;
    const name = scanner.field();
    if (name === undefined) throw scanner.error('A field or a value is missing');
    if (scanner.symbol('(')) return this.#call(name, at);
    // Logs Insights shows truth as 1 and 0 (inferred).
    if (name === 'true' || name === 'false') return { type: 'value', value: name === 'true' ? 1 : 0 };
    return { type: 'field', name };
  }

  #call(written: string, at: number): Term {
    const name = written.toLowerCase();
    if (isOneOf(AGGREGATES, name)) return this.#column(written, at);
    if (!isOneOf(FUNCTIONS, name)) throw this.#scanner.error(`The function ${written}() is not run here`, at);
    const operands = name === 'bin' ? [this.#binLength()] : this.#operands();
    if (!this.#scanner.symbol(')')) throw this.#scanner.error('A ( has no )');
    const [least, most] = OPERANDS[name];
    if (operands.length < least || operands.length > most) {
      throw this.#scanner.error(`${name}() does not take ${operands.length} operands`, at);
    }
    const text = this.#scanner.since(at);
    return this.#columns.has(text) ? { type: 'field', name: text } : { type: 'call', name, operands };
  }

  /** A column such as `count(*)` behind `stats`. */
  #column(written: string, at: number): Term {
    if (!this.#scanner.symbol('*')) this.#operands();
    const closed = this.#scanner.symbol(')');
    const name = this.#scanner.since(at);
    if (closed && this.#columns.has(name)) return { type: 'field', name };
    throw this.#scanner.error(`${written}() stands only in stats`, at);
  }

  #operands(): Term[] {
    const operands = [this.read()];
    while (this.#scanner.symbol(',')) operands.push(this.read());
    return operands;
  }

  #binLength(): Term {
    const { at } = this.#scanner;
    const [count = 0, unit = ''] = this.#scanner.duration() ?? [];
    const length = UNITS.find(([names]) => names.test(unit))?.[1];
    if (length === undefined || count === 0) {
      throw this.#scanner.error('bin() takes a length such as 30s, 5m, 1h or 1d', at);
    }
    return { type: 'value', value: count * length };
  }

  #bounded(read: () => Term): Term {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) throw this.#scanner.error(`More than ${MAX_DEPTH} signs in a row`);
    const term = read();
    this.#depth--;
    return term;
  }
}

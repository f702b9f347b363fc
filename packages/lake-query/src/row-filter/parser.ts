import { type FilterToken, RowFilterProblem, tokenizeFilter } from './lexer.ts';
import type { ColumnPath, ComparisonOperator, FilterValue, RowCondition, RowFilterResult } from './types.ts';

/** "Total length of the expression must be less than 2048 characters." */
const LENGTH_LIMIT = 2048;

/** Brackets and NOTs inside each other: far beyond any real filter, and short of the stack's end. */
const MAX_DEPTH = 200;

/** Words that are no column's name unless they stand in double quotes: the documented ones, and the grammar's own. */
const RESERVED: ReadonlySet<string> = new Set(
  'FIRST LAST ASC MISSING AND OR NOT BETWEEN IN LIKE IS NULL TRUE FALSE SELECT FROM WHERE CASE CAST EXISTS ESCAPE'.split(
    ' ',
  ),
);

const OPERATORS: ReadonlyMap<string, ComparisonOperator> = new Map<string, ComparisonOperator>([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

class FilterParser {
  readonly #tokens: readonly FilterToken[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens;
  }

  parse(): RowCondition {
    const condition = this.#or();
    const rest = this.#peek();
    if (rest.type !== 'end') throw unexpected(rest, 'AND, OR or the end of the filter');
    return condition;
  }

  #or(): RowCondition {
    return this.#chain('or', () => this.#chain('and', () => this.#not()));
  }

  #chain(type: 'and' | 'or', next: () => RowCondition): RowCondition {
    const first = next();
    const operands = [first];
    while (this.#takeWord(type.toUpperCase())) operands.push(next());
    return operands.length === 1 ? first : { type, operands };
  }

  #not(): RowCondition {
    if (++this.#depth > MAX_DEPTH) throw new RowFilterProblem(`nested deeper than ${MAX_DEPTH} levels`);
    try {
      if (this.#takeWord('NOT')) return { type: 'not', operand: this.#not() };
      if (!this.#takeSymbol('(')) return this.#simple();
      const condition = this.#or();
      this.#expectSymbol(')');
      return condition;
    } finally {
      this.#depth--;
    }
  }

  /** `<column> <operator> <value>`, in all its forms. */
  #simple(): RowCondition {
    const column = this.#column();
    const token = this.#next();
    const operator = token.type === 'symbol' ? OPERATORS.get(token.text) : undefined;
    if (operator !== undefined) return { type: 'comparison', column, operator, value: this.#value() };
    const negated = isWord(token, 'NOT');
    const word = negated ? this.#next() : token;
    if (isWord(word, 'BETWEEN')) return this.#between(column, negated);
    if (isWord(word, 'IN')) return { type: 'in', column, values: this.#list(), negated };
    if (isWord(word, 'LIKE')) return this.#like(column, negated);
    if (!negated && isWord(word, 'IS')) return this.#null(column);
    if (word.type === 'symbol' && word.text === '(') {
      throw new RowFilterProblem(`${column.join('.')}(…) at character ${word.position}: a row filter has no functions`);
    }
    throw unexpected(word, 'an operator (=, <>, !=, <, <=, >, >=, BETWEEN, IN, LIKE, IS NULL)');
  }

  #between(column: ColumnPath, negated: boolean): RowCondition {
    const low = this.#value();
    const and = this.#next();
    if (!isWord(and, 'AND')) throw unexpected(and, 'AND');
    return { type: 'between', column, low, high: this.#value(), negated };
  }

  #like(column: ColumnPath, negated: boolean): RowCondition {
    const pattern = this.#value();
    const after = this.#peek();
    if (isWord(after, 'ESCAPE')) {
      throw new RowFilterProblem(`ESCAPE at character ${after.position}: not among the documented operators`);
    }
    return { type: 'like', column, pattern, negated };
  }

  #null(column: ColumnPath): RowCondition {
    const negated = this.#takeWord('NOT');
    const word = this.#next();
    if (!isWord(word, 'NULL')) throw unexpected(word, 'NULL');
    return { type: 'null', column, negated };
  }

  #list(): readonly FilterValue[] {
    this.#expectSymbol('(');
    const values = [this.#value()];
    while (this.#takeSymbol(',')) values.push(this.#value());
    this.#expectSymbol(')');
    return values;
  }

  #column(): ColumnPath {
    const path: [string, ...string[]] = [this.#name()];
    while (this.#takeSymbol('.')) path.push(this.#name());
    return path;
  }

  #name(): string {
    const token = this.#next();
    if (token.type === 'quoted-name') return token.text;
    if (token.type !== 'name') throw unexpected(token, 'a column');
    if (!RESERVED.has(token.text.toUpperCase())) return token.text;
    throw new RowFilterProblem(
      `${token.text} at character ${token.position} is a keyword: write a column of this name in double quotes`,
    );
  }

  #value(): FilterValue {
    const token = this.#next();
    if (token.type === 'text') return { type: 'text', value: token.text };
    if (token.type === 'number') return { type: 'number', text: token.text };
    if (isWord(token, 'TRUE') || isWord(token, 'FALSE')) return { type: 'boolean', value: isWord(token, 'TRUE') };
    if (token.type === 'name' || token.type === 'quoted-name') {
      throw new RowFilterProblem(
        `${token.text} at character ${token.position}: a column is compared with a constant only (a text stands in single quotes)`,
      );
    }
    throw unexpected(token, 'a constant');
  }

  #peek(): FilterToken {
    return this.#tokens[this.#index] ?? { type: 'end', position: 1 };
  }

  #next(): FilterToken {
    const token = this.#peek();
    this.#index++;
    return token;
  }

  #takeWord(word: string): boolean {
    const found = isWord(this.#peek(), word);
    if (found) this.#index++;
    return found;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#peek();
    const found = token.type === 'symbol' && token.text === symbol;
    if (found) this.#index++;
    return found;
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw unexpected(this.#peek(), JSON.stringify(symbol));
  }
}

/** Keywords are the same in any case; a quoted name is never one. */
function isWord(token: FilterToken, word: string): boolean {
  return token.type === 'name' && token.text.toUpperCase() === word;
}

function unexpected(token: FilterToken, wanted: string): RowFilterProblem {
  const found = token.type === 'end' ? 'the end' : JSON.stringify(token.text);
  return new RowFilterProblem(`found ${found} at character ${token.position} where ${wanted} must stand`);
}

/**
 * Parses the filter expression of a data-cells filter. What is understood is what the documentation lists, and nothing
 * else:
 *
 *     filter := and (OR and)*      and := not (AND not)*      not := NOT not | "(" filter ")" | simple
 *     simple := column (= | <> | != | < | <= | > | >=) value
 *             | column [NOT] BETWEEN value AND value | column [NOT] IN "(" value ("," value)* ")"
 *             | column [NOT] LIKE value | column IS [NOT] NULL
 *     column := name ("." name)*   name := bare | "\"" quoted "\""   value := 'text' | number | TRUE | FALSE
 *
 * Functions, arithmetic, comments and comparisons of columns with columns are refused by name. That AND binds tighter
 * than OR is *inferred* from PartiQL being SQL.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/partiql-support.html
 */
export function parseRowFilter(expression: string): RowFilterResult {
  const refuse = (message: string): RowFilterResult => ({
    status: 'error',
    message: `row filter ${JSON.stringify(expression.length > 120 ? `${expression.slice(0, 117)}...` : expression)}: ${message}`,
  });
  if (expression.length >= LENGTH_LIMIT) {
    return refuse(`it has ${expression.length} characters; write fewer than ${LENGTH_LIMIT}`);
  }
  try {
    return { status: 'success', condition: new FilterParser(tokenizeFilter(expression)).parse() };
  } catch (error) {
    if (error instanceof RowFilterProblem) return refuse(error.message);
    throw error;
  }
}

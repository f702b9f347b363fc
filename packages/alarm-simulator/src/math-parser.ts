import { FUNCTION_NAMES, isOneOf } from './math-functions.ts';
import { type MathToken, tokenizeMath } from './math-lexer.ts';
import {
  type BinaryOperator,
  type Expression,
  FILL_KEYWORDS,
  MathError,
  SORT_FUNCTIONS,
  SORT_ORDERS,
} from './math-types.ts';
import { refuseQuery, unknownFunction } from './math-unsupported.ts';
import type { Result } from './types.ts';

/**
 * The grammar of metric math, loosest first: OR, AND, comparison, `+ -`, `* /`, unary `-`, `^`. AWS names the operators
 * but not how they bind; this is the order of arithmetic and of C. Where another common order would read an expression
 * differently (`a OR b AND c`, `a < b < c`, `-a ^ b`, `a ^ b ^ c`, all without brackets), the node says that it is
 * *inferred*.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['OR'],
  ['AND'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];

const COMPARISONS: readonly BinaryOperator[] = LEVELS[2] ?? [];

const SYNONYMS: Readonly<Record<string, BinaryOperator>> = { '&&': 'AND', '||': 'OR' };

const KEYWORDS = [...FILL_KEYWORDS, ...SORT_FUNCTIONS, ...SORT_ORDERS] as const;

/** Brackets inside each other; far beyond any real expression, and short of the stack's end. */
const MAX_DEPTH = 100;

/** Characters of an expression: it bounds the depth of what reads from left to right, as in `m1+m1+m1+…`. */
const MAX_LENGTH = 2048;

function isBinary(expression: Expression, operators: readonly BinaryOperator[]): boolean {
  return expression.type === 'binary' && operators.includes(expression.operator);
}

class MathParser {
  readonly #tokens: readonly MathToken[];
  readonly #bracketed = new WeakSet<Expression>();
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly MathToken[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#level(0);
    const rest = this.#peek();
    if (rest.type === 'end') return expression;
    if (rest.type === 'name' && /^(and|or)$/i.test(rest.text)) {
      throw new MathError(`unknown operator ${rest.text}: write ${rest.text.toUpperCase()}`, rest.position);
    }
    throw this.#unexpected(rest, 'an operator or the end');
  }

  #peek(): MathToken {
    return this.#tokens[this.#index] ?? { type: 'end', position: 1 };
  }

  #next(): MathToken {
    const token = this.#peek();
    this.#index++;
    return token;
  }

  #unexpected(token: MathToken, wanted: string): MathError {
    const found = token.type === 'end' ? 'the end' : token.type === 'number' ? `${token.value}` : `"${token.text}"`;
    return new MathError(`found ${found} where ${wanted} must stand`, token.position);
  }

  #takeSymbol(text: string): boolean {
    const token = this.#peek();
    if (token.type !== 'symbol' || token.text !== text) return false;
    this.#index++;
    return true;
  }

  #expect(text: string): void {
    const token = this.#peek();
    if (!this.#takeSymbol(text)) throw this.#unexpected(token, `"${text}"`);
  }

  #operator(level: number): { operator: BinaryOperator; position: number } | undefined {
    const token = this.#peek();
    if (token.type !== 'symbol' && token.type !== 'name') return undefined;
    const text = SYNONYMS[token.text] ?? token.text;
    const operator = LEVELS[level]?.find((known) => known === text);
    if (operator === undefined) return undefined;
    this.#index++;
    return { operator, position: token.position };
  }

  #level(level: number): Expression {
    if (level === LEVELS.length) return this.#unary();
    let left = this.#level(level + 1);
    for (let found = this.#operator(level); found !== undefined; found = this.#operator(level)) {
      left = this.#binary({ type: 'binary', ...found, left, right: this.#level(level + 1) });
    }
    return left;
  }

  /** Marks what hangs on the order of operators. */
  #binary(node: Extract<Expression, { type: 'binary' }>): Expression {
    const open = (side: Expression, operators: readonly BinaryOperator[]): boolean =>
      isBinary(side, operators) && !this.#bracketed.has(side);
    const { operator, left, right } = node;
    const mixed = operator === 'OR' && (open(left, ['AND']) || open(right, ['AND']));
    const chained = COMPARISONS.includes(operator) && open(left, COMPARISONS);
    const powers = operator === '^' && open(right, ['^']);
    return mixed || chained || powers ? { ...node, inferred: true } : node;
  }

  #unary(): Expression {
    const { position } = this.#peek();
    if (++this.#depth > MAX_DEPTH) throw new MathError(`nested deeper than ${MAX_DEPTH}`, position);
    const expression = this.#takeSymbol('-') ? this.#negate(this.#unary(), position) : this.#power();
    this.#depth--;
    return expression;
  }

  #negate(operand: Expression, position: number): Expression {
    const open = isBinary(operand, ['^']) && !this.#bracketed.has(operand);
    return { type: 'negate', operand, position, ...(open ? { inferred: true } : {}) };
  }

  /** `a ^ b`; the exponent may have a sign, and `a ^ b ^ c` is `a ^ (b ^ c)`. */
  #power(): Expression {
    const left = this.#primary();
    const { position } = this.#peek();
    if (!this.#takeSymbol('^')) return left;
    return this.#binary({ type: 'binary', operator: '^', left, right: this.#unary(), position });
  }

  #primary(): Expression {
    const token = this.#next();
    const { position } = token;
    if (token.type === 'number') return { type: 'number', value: token.value, position };
    if (token.type === 'text') return { type: 'text', text: token.text, position };
    if (token.type === 'name') return this.#name(token.text, position);
    if (token.type === 'symbol' && token.text === '(') {
      const inner = this.#level(0);
      this.#expect(')');
      this.#bracketed.add(inner);
      return inner;
    }
    if (token.type === 'symbol' && token.text === '[') {
      return { type: 'array', elements: this.#operands(']'), position };
    }
    throw this.#unexpected(token, 'a number, an id, a function, "(" or "["');
  }

  #name(text: string, position: number): Expression {
    if (this.#takeSymbol('(')) {
      if (!isOneOf(FUNCTION_NAMES, text)) throw unknownFunction(text, position);
      return { type: 'call', name: text, operands: this.#operands(')'), position };
    }
    if (isOneOf(KEYWORDS, text)) return { type: 'keyword', word: text, position };
    // "the Id field for all metrics and math expressions must start with a lowercase letter"
    if (!/^[a-z]/.test(text))
      throw new MathError(`${text} is no id, for ids start with a lower-case letter,`, position);
    return { type: 'reference', id: text, position };
  }

  #operands(closing: ')' | ']'): Expression[] {
    const operands: Expression[] = [];
    if (this.#takeSymbol(closing)) return operands;
    do operands.push(this.#level(0));
    while (this.#takeSymbol(','));
    this.#expect(closing);
    return operands;
  }
}

/** Reads an expression. An error names what is wrong and where, counted in characters from 1. */
export function parseMath(text: string): Result<Expression> {
  try {
    refuseQuery(text);
    if (text.length > MAX_LENGTH) {
      const excess = `${text.length} characters are more than the ${MAX_LENGTH} that the simulator reads: split it into several, too long`;
      throw new MathError(excess, MAX_LENGTH + 1);
    }
    return { ok: true, value: new MathParser(tokenizeMath(text)).parse() };
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    return { ok: false, errors: [{ path: '', message: error.message }] };
  }
}

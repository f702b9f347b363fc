import { type MathToken, tokenizeMath } from './math-lexer.ts';
import {
  type BinaryOperator,
  type Expression,
  type FillKeyword,
  FUNCTION_NAMES,
  type FunctionName,
  MathError,
} from './math-types.ts';
import type { Result } from './types.ts';

/**
 * The grammar of metric math, loosest first: OR, AND, comparison, `+ -`, `* /`, unary `-`, `^`. AWS names the operators
 * but not how they bind; this is the order of arithmetic and of C (*inferred*).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['OR'],
  ['AND'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];

const SYNONYMS: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

/** Brackets inside each other; far beyond any real expression, and short of the stack's end. */
const MAX_DEPTH = 100;

/** Functions that CloudWatch has and the simulator does not, so that the error can say which of the two it is. */
const UNSUPPORTED = new Set(
  `ANOMALY_DETECTION_BAND DATAPOINT_COUNT DATE DAY DB_PERF_INSIGHTS DIFF DIFF_TIME EPOCH FIRST HOUR INSIGHT_RULE_METRIC
  LAMBDA LAST LOG LOG10 METRICS METRIC_COUNT MINUTE MONTH PERIOD RATE REMOVE_EMPTY RUNNING_SUM SELECT SERVICE_QUOTA SLICE
  SORT STDDEV TIME_SERIES YEAR`.split(/\s+/),
);

function isFunction(name: string): name is FunctionName {
  return FUNCTION_NAMES.some((known) => known === name);
}

function unknownFunction(name: string, position: number): MathError {
  const use = `use ${FUNCTION_NAMES.join(', ')}`;
  if (name === 'SEARCH') return new MathError('SEARCH cannot be used in an alarm: name each metric', position);
  if (UNSUPPORTED.has(name))
    return new MathError(`function ${name} is not supported by the simulator: ${use}`, position);
  if (isFunction(name.toUpperCase())) {
    return new MathError(`unknown function ${name}: write ${name.toUpperCase()}`, position);
  }
  return new MathError(`unknown function ${name}: ${use}`, position);
}

class MathParser {
  readonly #tokens: readonly MathToken[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly MathToken[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#level(0);
    const rest = this.#peek();
    if (rest.type !== 'end') throw this.#unexpected(rest, 'an operator or the end');
    return expression;
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
      left = { type: 'binary', ...found, left, right: this.#level(level + 1) };
    }
    return left;
  }

  #unary(): Expression {
    const { position } = this.#peek();
    if (++this.#depth > MAX_DEPTH) throw new MathError(`nested deeper than ${MAX_DEPTH}`, position);
    const expression: Expression = this.#takeSymbol('-')
      ? { type: 'negate', operand: this.#unary(), position }
      : this.#power();
    this.#depth--;
    return expression;
  }

  /** `a ^ b`; the exponent may have a sign, and `a ^ b ^ c` is `a ^ (b ^ c)`. */
  #power(): Expression {
    const left = this.#primary();
    const { position } = this.#peek();
    if (!this.#takeSymbol('^')) return left;
    return { type: 'binary', operator: '^', left, right: this.#unary(), position };
  }

  #primary(): Expression {
    const token = this.#next();
    const { position } = token;
    if (token.type === 'number') return { type: 'number', value: token.value, position };
    if (token.type === 'name') return this.#name(token.text, position);
    if (token.type === 'symbol' && token.text === '(') {
      const inner = this.#level(0);
      this.#expect(')');
      return inner;
    }
    if (token.type === 'symbol' && token.text === '[') {
      return { type: 'array', elements: this.#operands(']'), position };
    }
    throw this.#unexpected(token, 'a number, an id, a function, "(" or "["');
  }

  #name(text: string, position: number): Expression {
    if (this.#takeSymbol('(')) {
      if (!isFunction(text)) throw unknownFunction(text, position);
      return { type: 'call', name: text, operands: this.#operands(')'), position };
    }
    if (text === 'REPEAT' || text === 'LINEAR') {
      const word: FillKeyword = text;
      return { type: 'keyword', word, position };
    }
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
    return { ok: true, value: new MathParser(tokenizeMath(text)).parse() };
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    return { ok: false, errors: [{ path: '', message: error.message }] };
  }
}

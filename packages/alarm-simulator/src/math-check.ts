import { checkCall } from './math-check-call.ts';
import { type Expression, MathError, type ValueType } from './math-types.ts';
import type { Result } from './types.ts';

/**
 * Types of expressions, before anything is evaluated: AWS's tables say which of S, TS and TS[] a function takes.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */

/** Type of each id that may be referred to. */
export type TypeOf = (id: string) => ValueType | undefined;

/** What an expression may refer to. */
export interface MathScope {
  readonly typeOf: TypeOf;
  /** Ids of the metrics, in order: what `METRICS()` gives and `PERIOD` takes. @default - not known, and not checked */
  readonly metrics?: readonly string[];
}

const NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'a number',
  series: 'a time series',
  array: 'an array of time series',
};

type Binary = Extract<Expression, { type: 'binary' }>;

/** What does not fit, what stands there and what must. */
export function refuse(what: string, type: ValueType, wanted: string, position: number): MathError {
  return new MathError(`${what} takes ${wanted}, not ${NAMES[type]},`, position);
}

/**
 * Arithmetic takes numbers, series and one array; comparison and logic "a pair of time series or a pair of single
 * scalar values", and by AWS's examples one of each.
 */
function checkBinary({ operator, left, right, position }: Binary, scope: MathScope): ValueType {
  const types = [inferType(left, scope), inferType(right, scope)];
  const arrays = types.filter((type) => type === 'array').length;
  const arithmetic = '+-*/^'.includes(operator);
  if (arrays === 2 || (arrays === 1 && !arithmetic)) {
    throw refuse(
      operator,
      'array',
      arithmetic ? 'at most one array of time series' : 'numbers and time series',
      position,
    );
  }
  if (arrays === 1) return 'array';
  return types.includes('series') ? 'series' : 'scalar';
}

/** Type of an expression; throws a {@link MathError} where something does not fit. */
export function inferType(expression: Expression, scope: MathScope): ValueType {
  const { position } = expression;
  switch (expression.type) {
    case 'number':
      return 'scalar';
    case 'reference': {
      const type = scope.typeOf(expression.id);
      if (type === undefined) throw new MathError(`no metric or expression has the id ${expression.id}`, position);
      return type;
    }
    case 'negate':
      return inferType(expression.operand, scope);
    case 'binary':
      return checkBinary(expression, scope);
    case 'array': {
      const scalar = expression.elements.find((element) => inferType(element, scope) === 'scalar');
      if (scalar !== undefined) throw refuse('an array', 'scalar', 'time series', scalar.position);
      if (expression.elements.length === 0) throw new MathError('an array needs a time series', position);
      return 'array';
    }
    case 'call':
      return checkCall(expression, scope);
    case 'keyword':
      throw new MathError(`${expression.word} stands only as an operand of FILL or SORT,`, position);
    case 'text':
      throw new MathError('text in quotation marks stands only as the operand of METRICS,', position);
  }
}

/**
 * Type of an expression, or what does not fit and where.
 * @param metrics see {@link MathScope.metrics}
 */
export function checkMath(expression: Expression, typeOf: TypeOf, metrics?: readonly string[]): Result<ValueType> {
  try {
    return { ok: true, value: inferType(expression, { typeOf, ...(metrics === undefined ? {} : { metrics }) }) };
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    return { ok: false, errors: [{ path: '', message: error.message }] };
  }
}

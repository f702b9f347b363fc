import { type Expression, MathError, type ValueType } from './math-types.ts';
import type { Result } from './types.ts';

/**
 * Types of expressions, before anything is evaluated: AWS's tables say which of S, TS and TS[] a function takes.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */

/** Type of each id that may be referred to. */
export type TypeOf = (id: string) => ValueType | undefined;

const NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'a number',
  series: 'a time series',
  array: 'an array of time series',
};

type Call = Extract<Expression, { type: 'call' }>;
type Binary = Extract<Expression, { type: 'binary' }>;

function refuse(what: string, type: ValueType, wanted: string, position: number): MathError {
  return new MathError(`${what} takes ${wanted}, not ${NAMES[type]},`, position);
}

function checkBinary({ operator, left, right, position }: Binary, typeOf: TypeOf): ValueType {
  const types = [infer(left, typeOf), infer(right, typeOf)];
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

function operandCount({ name, operands, position }: Call, least: number, most: number): void {
  if (operands.length >= least && operands.length <= most) return;
  const wanted = least === most ? `${least} operand${least === 1 ? '' : 's'}` : `${least} or ${most} operands`;
  const hint = most === 1 && operands.length > 1 ? `: write ${name}([…])` : '';
  throw new MathError(`${name} takes ${wanted}, not ${operands.length}${hint},`, position);
}

function checkIf(call: Call, typeOf: TypeOf): ValueType {
  operandCount(call, 2, 3);
  const types = call.operands.map((operand) => infer(operand, typeOf));
  if (types.includes('array')) throw refuse('IF', 'array', 'numbers and time series', call.position);
  if (!types.includes('series')) throw refuse('IF', 'scalar', 'at least one time series', call.position);
  return 'series';
}

function checkFill(call: Call, typeOf: TypeOf): ValueType {
  operandCount(call, 2, 2);
  const [filled, filler] = call.operands;
  const type = filled === undefined ? 'scalar' : infer(filled, typeOf);
  if (type === 'scalar') throw refuse('FILL', type, 'a time series to fill', call.position);
  if (filler !== undefined && filler.type !== 'keyword' && infer(filler, typeOf) === 'array') {
    throw refuse('FILL', 'array', 'a number, a time series, REPEAT or LINEAR to fill with', filler.position);
  }
  return type;
}

function checkCall(call: Call, typeOf: TypeOf): ValueType {
  if (call.name === 'IF') return checkIf(call, typeOf);
  if (call.name === 'FILL') return checkFill(call, typeOf);
  operandCount(call, 1, 1);
  const [operand] = call.operands;
  const type = operand === undefined ? 'scalar' : infer(operand, typeOf);
  if (type === 'scalar') throw refuse(call.name, type, 'a time series', call.position);
  if (call.name === 'ABS' || call.name === 'CEIL' || call.name === 'FLOOR') return type;
  return type === 'array' ? 'series' : 'scalar';
}

function infer(expression: Expression, typeOf: TypeOf): ValueType {
  switch (expression.type) {
    case 'number':
      return 'scalar';
    case 'reference': {
      const type = typeOf(expression.id);
      if (type === undefined)
        throw new MathError(`no metric or expression has the id ${expression.id}`, expression.position);
      return type;
    }
    case 'negate':
      return infer(expression.operand, typeOf);
    case 'binary':
      return checkBinary(expression, typeOf);
    case 'array': {
      const scalar = expression.elements.find((element) => infer(element, typeOf) === 'scalar');
      if (scalar !== undefined) throw refuse('an array', 'scalar', 'time series', scalar.position);
      if (expression.elements.length === 0) throw new MathError('an array needs a time series', expression.position);
      return 'array';
    }
    case 'call':
      return checkCall(expression, typeOf);
    case 'keyword':
      throw new MathError(`${expression.word} stands only as the second operand of FILL,`, expression.position);
  }
}

/** Type of an expression, or what does not fit and where. */
export function checkMath(expression: Expression, typeOf: TypeOf): Result<ValueType> {
  try {
    return { ok: true, value: infer(expression, typeOf) };
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    return { ok: false, errors: [{ path: '', message: error.message }] };
  }
}

/** Ids that an expression refers to, each once. */
export function referencedIds(expression: Expression): string[] {
  switch (expression.type) {
    case 'number':
    case 'keyword':
      return [];
    case 'reference':
      return [expression.id];
    case 'negate':
      return referencedIds(expression.operand);
    case 'binary':
      return [...new Set([...referencedIds(expression.left), ...referencedIds(expression.right)])];
    case 'array':
      return [...new Set(expression.elements.flatMap(referencedIds))];
    case 'call':
      return [...new Set(expression.operands.flatMap(referencedIds))];
  }
}

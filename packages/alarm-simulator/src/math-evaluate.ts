import type { BinaryOperator, Expression } from './math-types.ts';

/**
 * Evaluation of metric math over the periods of an evaluation range.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */

/** One value for each period, oldest first; NaN is a missing one. */
export type Series = readonly number[];

export type MathValue =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'series'; readonly series: Series }
  | { readonly type: 'array'; readonly elements: readonly Series[] };

export interface MathContext {
  /** Number of periods. */
  readonly length: number;
  readonly lookUp: (id: string) => MathValue;
  /** Called with each period whose value rests on something that AWS does not publish. */
  readonly doubt: (index: number) => void;
}

const MISSING = Number.NaN;

function truth(value: boolean): number {
  return value ? 1 : 0;
}

/** Division by zero, and anything else that gives no finite number, drops the datapoint. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : MISSING;
}

function apply(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return finite(left + right);
    case '-':
      return finite(left - right);
    case '*':
      return finite(left * right);
    case '/':
      return finite(left / right);
    case '^':
      return finite(left ** right);
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    case '>=':
      return truth(left >= right);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case 'AND':
      return truth(left !== 0 && right !== 0);
    case 'OR':
      return truth(left !== 0 || right !== 0);
  }
}

function map(value: MathValue, change: (series: Series) => Series): MathValue {
  if (value.type === 'array') return { type: 'array', elements: value.elements.map(change) };
  if (value.type === 'series') return { type: 'series', series: change(value.series) };
  return { type: 'scalar', value: change([value.value])[0] ?? MISSING };
}

/** "Missing values in a time series are treated as 0": where the other has a value; where neither has, there is none. */
function combine(operator: BinaryOperator, left: Series, right: Series): Series {
  return left.map((value, index) => {
    const other = right[index] ?? MISSING;
    if (Number.isNaN(value) && Number.isNaN(other)) return MISSING;
    return apply(operator, Number.isNaN(value) ? 0 : value, Number.isNaN(other) ? 0 : other);
  });
}

/** A number has no timestamps of its own, so the result has those of the series. */
function withScalar(operator: BinaryOperator, series: Series, scalar: number, scalarFirst: boolean): Series {
  return series.map((value) => {
    if (Number.isNaN(value) || Number.isNaN(scalar)) return MISSING;
    return scalarFirst ? apply(operator, scalar, value) : apply(operator, value, scalar);
  });
}

function binary(operator: BinaryOperator, left: MathValue, right: MathValue): MathValue {
  if (left.type === 'scalar' && right.type === 'scalar') {
    const known = !Number.isNaN(left.value) && !Number.isNaN(right.value);
    return { type: 'scalar', value: known ? apply(operator, left.value, right.value) : MISSING };
  }
  if (left.type === 'scalar') return map(right, (series) => withScalar(operator, series, left.value, true));
  if (right.type === 'scalar') return map(left, (series) => withScalar(operator, series, right.value, false));
  if (left.type === 'array') {
    const series = right.type === 'series' ? right.series : [];
    return map(left, (element) => combine(operator, element, series));
  }
  return map(right, (element) => combine(operator, left.series, element));
}

function at(value: MathValue | undefined, index: number): number {
  if (value === undefined || value.type === 'array') return MISSING;
  return value.type === 'scalar' ? value.value : (value.series[index] ?? MISSING);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions */
function choose(operands: readonly MathValue[], { length }: MathContext): MathValue {
  const [condition, whenTrue, whenFalse] = operands;
  const series = Array.from({ length }, (_, index) => {
    const test = at(condition, index);
    if (Number.isNaN(test)) return MISSING;
    if (test === 0) return at(whenFalse, index);
    const value = at(whenTrue, index);
    // "has the value of 0, if [the condition] is TRUE and the corresponding data point does not exist in metric2";
    // a condition without timestamps cannot add any (inferred).
    return Number.isNaN(value) && condition?.type === 'series' ? 0 : value;
  });
  return { type: 'series', series };
}

/** How to fill one series. What a gap at the edge of the range becomes is not published: it stays (*inferred*). */
function filler(operand: Expression | undefined, context: MathContext): (series: Series) => Series {
  if (operand?.type !== 'keyword') {
    const value = operand === undefined ? undefined : evaluateMath(operand, context);
    return (series) => series.map((own, index) => (Number.isNaN(own) ? at(value, index) : own));
  }
  if (operand.word === 'REPEAT') {
    return (series) => {
      let last = MISSING;
      return series.map((value) => {
        if (!Number.isNaN(value)) last = value;
        return last;
      });
    };
  }
  return (series) => series.map((value, index) => (Number.isNaN(value) ? interpolate(series, index) : value));
}

function interpolate(series: Series, index: number): number {
  const before = series.findLastIndex((value, position) => position < index && !Number.isNaN(value));
  const after = series.findIndex((value, position) => position > index && !Number.isNaN(value));
  if (before < 0 || after < 0) return MISSING;
  const from = series[before] ?? MISSING;
  return from + (((series[after] ?? MISSING) - from) * (index - before)) / (after - before);
}

function reduce(name: 'AVG' | 'SUM' | 'MIN' | 'MAX', values: readonly number[], count: number): number {
  if (values.length === 0) return MISSING;
  if (name === 'MIN') return Math.min(...values);
  if (name === 'MAX') return Math.max(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  return name === 'SUM' ? sum : sum / count;
}

/**
 * Over an array the result is a series: AVG treats missing values as 0 (documented); for MIN and MAX AWS says nothing,
 * here they look at what there is. Over one series the result is a number of all fetched datapoints, so it hangs on
 * the evaluation range, and AWS advises against it in alarms.
 */
function aggregate(name: 'AVG' | 'SUM' | 'MIN' | 'MAX', value: MathValue, context: MathContext): MathValue {
  if (value.type !== 'array') {
    const present = (value.type === 'series' ? value.series : [value.value]).filter((item) => !Number.isNaN(item));
    for (let index = 0; index < context.length; index++) context.doubt(index);
    return { type: 'scalar', value: reduce(name, present, present.length) };
  }
  const series = Array.from({ length: context.length }, (_, index) => {
    const present = value.elements.map((element) => element[index] ?? MISSING).filter((item) => !Number.isNaN(item));
    const gap = present.length > 0 && present.length < value.elements.length;
    if (gap && (name === 'MIN' || name === 'MAX')) context.doubt(index);
    return reduce(name, present, value.elements.length);
  });
  return { type: 'series', series };
}

const PER_VALUE = { ABS: Math.abs, CEIL: Math.ceil, FLOOR: Math.floor };

function call(expression: Extract<Expression, { type: 'call' }>, context: MathContext): MathValue {
  const [first, second] = expression.operands;
  const { name } = expression;
  if (name === 'IF')
    return choose(
      expression.operands.map((operand) => evaluateMath(operand, context)),
      context,
    );
  const value: MathValue = first === undefined ? { type: 'array', elements: [] } : evaluateMath(first, context);
  switch (name) {
    case 'FILL':
      return map(value, filler(second, context));
    case 'ABS':
    case 'CEIL':
    case 'FLOOR':
      return map(value, (series) => series.map(PER_VALUE[name]));
    default:
      return aggregate(name, value, context);
  }
}

/** Value of an expression that {@link checkMath} has accepted. */
export function evaluateMath(expression: Expression, context: MathContext): MathValue {
  switch (expression.type) {
    case 'number':
      return { type: 'scalar', value: expression.value };
    case 'reference':
      return context.lookUp(expression.id);
    case 'negate':
      return map(evaluateMath(expression.operand, context), (series) => series.map((value) => -value));
    case 'binary':
      return binary(
        expression.operator,
        evaluateMath(expression.left, context),
        evaluateMath(expression.right, context),
      );
    case 'array':
      return {
        type: 'array',
        elements: expression.elements.flatMap((element) => {
          const value = evaluateMath(element, context);
          return value.type === 'array' ? value.elements : value.type === 'series' ? [value.series] : [];
        }),
      };
    case 'call':
      return call(expression, context);
    case 'keyword':
      return { type: 'scalar', value: MISSING };
  }
}

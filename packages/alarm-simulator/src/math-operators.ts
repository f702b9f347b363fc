import type { BinaryOperator } from './math-types.ts';
import { blank, type MathValue, MISSING, mapSeries, type Series } from './math-values.ts';

/**
 * Arithmetic, comparison and logic. "Missing values in a time series are treated as 0. If the value of a data point
 * causes a function to attempt to divide by zero, the data point is dropped."
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-arithmetic
 */

/** Dropped, as for a division by zero, is what gives no finite number (*inferred*). */
function finite(value: number): number {
  return Number.isFinite(value) ? value : MISSING;
}

function truth(value: boolean): number {
  return value ? 1 : 0;
}

/** One function rather than one for each operator: the compiler then takes it into the loops over a year of minutes. */
function compute(operator: BinaryOperator, left: number, right: number): number {
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

/** A missing value counts as 0 where the other has a value; where neither has, there is none. */
function combine(operator: BinaryOperator, left: Series, right: Series): Series {
  const result = blank(left.length);
  for (let index = 0; index < left.length; index++) {
    const one = left[index] ?? MISSING;
    const other = right[index] ?? MISSING;
    const noOne = Number.isNaN(one);
    const noOther = Number.isNaN(other);
    if (!noOne || !noOther) result[index] = compute(operator, noOne ? 0 : one, noOther ? 0 : other);
  }
  return result;
}

/** A number has no timestamps of its own, so the result has those of the series. */
function withScalar(operator: BinaryOperator, series: Series, scalar: number, scalarFirst: boolean): Series {
  const result = blank(series.length);
  if (Number.isNaN(scalar)) return result;
  for (let index = 0; index < series.length; index++) {
    const value = series[index] ?? MISSING;
    if (!Number.isNaN(value))
      result[index] = scalarFirst ? compute(operator, scalar, value) : compute(operator, value, scalar);
  }
  return result;
}

/** Applies an operator to two values whose types {@link checkMath} has accepted. */
export function applyOperator(operator: BinaryOperator, left: MathValue, right: MathValue): MathValue {
  if (left.type === 'scalar' && right.type === 'scalar') {
    const known = !Number.isNaN(left.value) && !Number.isNaN(right.value);
    return { type: 'scalar', value: known ? compute(operator, left.value, right.value) : MISSING };
  }
  if (left.type === 'scalar') return mapSeries(right, (series) => withScalar(operator, series, left.value, true));
  if (right.type === 'scalar') return mapSeries(left, (series) => withScalar(operator, series, right.value, false));
  if (right.type === 'series') return mapSeries(left, (element) => combine(operator, element, right.series));
  const one = left.type === 'series' ? left.series : [];
  return mapSeries(right, (element) => combine(operator, one, element));
}

/** `-5`, `-m1`, `-[m1, m2]`. */
export function negate(value: MathValue): MathValue {
  return mapSeries(value, (series) => {
    const result = blank(series.length);
    // 0 - x rather than -x: CloudWatch has no negative zero.
    for (let index = 0; index < series.length; index++) result[index] = 0 - (series[index] ?? MISSING);
    return result;
  });
}

import type { BinaryOperator } from './math-types.ts';
import { blank, type MathValue, MISSING, mapSeries, type Series } from './math-values.ts';

/**
 * Arithmetic, comparison and logic. "Missing values in a time series are treated as 0. If the value of a data point
 * causes a function to attempt to divide by zero, the data point is dropped."
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-arithmetic
 */

/** Makes values from values in pairs, `result` as long as both. */
type Calculation = (one: Series, other: Series, result: number[]) => void;

/** A loop for each operator: a call for each value would put each number on the heap. */
const CALCULATIONS: Readonly<Record<BinaryOperator, Calculation>> = {
  '+': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) + (other[at] ?? MISSING);
  },
  '-': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) - (other[at] ?? MISSING);
  },
  '*': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) * (other[at] ?? MISSING);
  },
  '/': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) / (other[at] ?? MISSING);
  },
  '^': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) ** (other[at] ?? MISSING);
  },
  '<': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) < (other[at] ?? MISSING) ? 1 : 0;
  },
  '<=': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) <= (other[at] ?? MISSING) ? 1 : 0;
  },
  '>': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) > (other[at] ?? MISSING) ? 1 : 0;
  },
  '>=': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = (one[at] ?? MISSING) >= (other[at] ?? MISSING) ? 1 : 0;
  },
  '==': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = one[at] === other[at] ? 1 : 0;
  },
  '!=': (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = one[at] === other[at] ? 0 : 1;
  },
  AND: (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = one[at] !== 0 && other[at] !== 0 ? 1 : 0;
  },
  OR: (one, other, result) => {
    for (let at = 0; at < result.length; at++) result[at] = one[at] !== 0 || other[at] !== 0 ? 1 : 0;
  },
};

/**
 * Values of two series of which, in each period, either both have one or neither. Dropped, as for a division by zero, is
 * what gives no finite number (*inferred*).
 */
function calculate(operator: BinaryOperator, one: Series, other: Series): Series {
  const result = blank(one.length);
  CALCULATIONS[operator](one, other, result);
  for (let at = 0; at < result.length; at++) {
    if (Number.isNaN(one[at] ?? MISSING) || !Number.isFinite(result[at] ?? MISSING)) result[at] = MISSING;
  }
  return result;
}

/** The series with 0 where it has no value and the other has one. */
function zeroFor(series: Series, other: Series): Series {
  const result = blank(series.length);
  for (let at = 0; at < result.length; at++) {
    const value = series[at] ?? MISSING;
    result[at] = Number.isNaN(value) && !Number.isNaN(other[at] ?? MISSING) ? 0 : value;
  }
  return result;
}

/** A missing value counts as 0 where the other has a value; where neither has, there is none. */
function combine(operator: BinaryOperator, left: Series, right: Series): Series {
  return calculate(operator, zeroFor(left, right), zeroFor(right, left));
}

/** With a number, which has no timestamps of its own: the result has those of the series. */
function withScalar(operator: BinaryOperator, series: Series, scalar: number, scalarFirst: boolean): Series {
  const numbers = blank(series.length);
  if (Number.isNaN(scalar)) return numbers;
  for (let at = 0; at < numbers.length; at++) {
    numbers[at] = Number.isNaN(series[at] ?? MISSING) ? MISSING : scalar;
  }
  return scalarFirst ? calculate(operator, numbers, series) : calculate(operator, series, numbers);
}

/** Applies an operator to two values whose types {@link checkMath} has accepted. */
export function applyOperator(operator: BinaryOperator, left: MathValue, right: MathValue): MathValue {
  if (right.type === 'scalar') return mapSeries(left, (series) => withScalar(operator, series, right.value, false));
  if (left.type === 'scalar') return mapSeries(right, (series) => withScalar(operator, series, left.value, true));
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

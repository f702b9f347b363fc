import { aggregate } from './math-aggregate.ts';
import { removeEmpty, sliceArray, sortArray } from './math-arrays.ts';
import { clock } from './math-clock.ts';
import {
  AGGREGATE_FUNCTIONS,
  CLOCK_FUNCTIONS,
  isOneOf,
  SEQUENCE_FUNCTIONS,
  VALUE_FUNCTIONS,
} from './math-functions.ts';
import { applyOperator, negate } from './math-operators.ts';
import { selectMetrics } from './math-references.ts';
import { fillByWord, fillWith, perValue, sequence } from './math-sequence.ts';
import { type Expression, FILL_KEYWORDS, SORT_FUNCTIONS, SORT_ORDERS } from './math-types.ts';
import {
  blank,
  doubtAll,
  type MathContext,
  type MathValue,
  MISSING,
  mapSeries,
  type Series,
  seriesOf,
} from './math-values.ts';

/**
 * Evaluation of metric math over a stretch of periods: an evaluation range, or the whole graph of a dashboard.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */

type Call = Extract<Expression, { type: 'call' }>;

/** "If you don't specify this argument, the default of 2 is used." */
const DEFAULT_DEVIATIONS = 2;

function at(value: MathValue | undefined, index: number): number {
  if (value === undefined || value.type === 'array') return MISSING;
  return value.type === 'scalar' ? value.value : (value.series[index] ?? MISSING);
}

/**
 * What a true condition takes from a series without a value is 0, what a false one takes is dropped; where the condition
 * is missing, nothing is there. A condition that is a number has no timestamps to add a 0 at (*inferred*), and with a
 * number in second place as well AWS does not list the form (*undocumented*).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions
 */
function choose([condition, whenTrue, whenFalse]: readonly MathValue[], context: MathContext): Series {
  const result = blank(context.length);
  const zero = condition?.type === 'series' ? 0 : MISSING;
  if (condition?.type === 'scalar' && whenTrue?.type === 'scalar') doubtAll(context, 'undocumented');
  for (let index = 0; index < context.length; index++) {
    const test = at(condition, index);
    if (Number.isNaN(test)) continue;
    const value = at(test === 0 ? whenFalse : whenTrue, index);
    result[index] = Number.isNaN(value) && test !== 0 ? zero : value;
  }
  return result;
}

function fill({ operands: [filled, filler] }: Call, context: MathContext): MathValue {
  const value = operand(filled, context);
  if (filler?.type === 'keyword') {
    const { word } = filler;
    return isOneOf(FILL_KEYWORDS, word) ? mapSeries(value, (series) => fillByWord(word, series)) : value;
  }
  const other = operand(filler, context);
  const values = other.type === 'scalar' ? other.value : (seriesOf(other)[0] ?? []);
  return mapSeries(value, (series) => fillWith(series, values));
}

function operand(expression: Expression | undefined, context: MathContext): MathValue {
  return expression === undefined ? { type: 'scalar', value: MISSING } : evaluateMath(expression, context);
}

function elements(expression: Expression | undefined, context: MathContext): readonly Series[] {
  return seriesOf(operand(expression, context));
}

function sort({ operands: [sorted, by, order, limit] }: Call, context: MathContext): MathValue {
  const series = elements(sorted, context);
  if (by?.type !== 'keyword' || order?.type !== 'keyword') return { type: 'array', elements: series };
  if (!isOneOf(SORT_FUNCTIONS, by.word) || !isOneOf(SORT_ORDERS, order.word))
    return { type: 'array', elements: series };
  const sorting = { by: by.word, order: order.word, limit: at(operand(limit, context), 0) };
  return { type: 'array', elements: sortArray(series, sorting, context) };
}

/** The upper limit first, so that `LAST` is the lower one, as AWS's example has it. */
function band({ operands: [metric, deviations] }: Call, context: MathContext): MathValue {
  const id = metric?.type === 'reference' ? metric.id : '';
  const width = deviations?.type === 'number' ? deviations.value : DEFAULT_DEVIATIONS;
  const found = context.band?.(id, width);
  if (found?.origin !== 'given') doubtAll(context, 'undocumented');
  const none = blank(context.length);
  return { type: 'array', elements: [found?.upper ?? none, found?.lower ?? none] };
}

function callOther(call: Call, context: MathContext): MathValue {
  const { operands } = call;
  const [first, second, third] = operands;
  switch (call.name) {
    case 'IF': {
      const values = operands.map((each) => evaluateMath(each, context));
      return { type: 'series', series: choose(values, context) };
    }
    case 'FILL':
      return fill(call, context);
    case 'METRICS': {
      const ids = selectMetrics(call, context.metrics);
      return { type: 'array', elements: ids.flatMap((id) => seriesOf(context.lookUp(id))) };
    }
    case 'METRIC_COUNT':
      return { type: 'scalar', value: elements(first, context).length };
    case 'PERIOD':
      return { type: 'scalar', value: context.period };
    case 'TIME_SERIES':
      return { type: 'series', series: blank(context.length).fill(at(operand(first, context), 0)) };
    case 'FIRST':
    case 'LAST': {
      const found = elements(first, context).at(call.name === 'FIRST' ? 0 : -1);
      return { type: 'series', series: found ?? blank(context.length) };
    }
    case 'SORT':
      return sort(call, context);
    case 'SLICE': {
      const from = at(operand(second, context), 0);
      return { type: 'array', elements: sliceArray(elements(first, context), from, at(operand(third, context), 0)) };
    }
    case 'REMOVE_EMPTY':
      return { type: 'array', elements: removeEmpty(elements(first, context), context) };
    default:
      return band(call, context);
  }
}

function evaluateCall(call: Call, context: MathContext): MathValue {
  const { name } = call;
  const [first] = call.operands;
  if (isOneOf(VALUE_FUNCTIONS, name)) return mapSeries(operand(first, context), (series) => perValue(name, series));
  if (isOneOf(AGGREGATE_FUNCTIONS, name)) return aggregate(name, operand(first, context), context);
  if (isOneOf(CLOCK_FUNCTIONS, name)) return { type: 'series', series: clock(name, context) };
  if (isOneOf(SEQUENCE_FUNCTIONS, name)) {
    // What came before the range is not seen; for a running sum that moves every value, and AWS advises against it.
    if (name === 'RUNNING_SUM') doubtAll(context, 'inferred');
    return mapSeries(operand(first, context), (series) => sequence(name, series, context.period));
  }
  return callOther(call, context);
}

/** Value of an expression that {@link checkMath} has accepted. */
export function evaluateMath(expression: Expression, context: MathContext): MathValue {
  switch (expression.type) {
    case 'number':
      return { type: 'scalar', value: expression.value };
    case 'reference':
      return context.lookUp(expression.id);
    case 'negate':
      if (expression.inferred === true) doubtAll(context, 'inferred');
      return negate(evaluateMath(expression.operand, context));
    case 'binary': {
      if (expression.inferred === true) doubtAll(context, 'inferred');
      const left = evaluateMath(expression.left, context);
      return applyOperator(expression.operator, left, evaluateMath(expression.right, context));
    }
    case 'array':
      return { type: 'array', elements: expression.elements.flatMap((element) => elements(element, context)) };
    case 'call':
      return evaluateCall(expression, context);
    case 'keyword':
    case 'text':
      return { type: 'scalar', value: MISSING };
  }
}

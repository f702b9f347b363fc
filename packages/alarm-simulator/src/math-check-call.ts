import { inferType, type MathScope, refuse } from './math-check.ts';
import {
  AGGREGATE_FUNCTIONS,
  CLOCK_FUNCTIONS,
  isOneOf,
  SEQUENCE_FUNCTIONS,
  VALUE_FUNCTIONS,
} from './math-functions.ts';
import { selectMetrics } from './math-references.ts';
import {
  type Expression,
  FILL_KEYWORDS,
  MathError,
  SORT_FUNCTIONS,
  SORT_ORDERS,
  type ValueType,
} from './math-types.ts';

/** Types of calls: what each function takes and gives. */

type Call = Extract<Expression, { type: 'call' }>;

/** The operands, which must be that many. */
function operandsOf({ name, operands, position }: Call, least: number, most: number): readonly Expression[] {
  if (operands.length >= least && operands.length <= most) return operands;
  const count = least === most ? String(least) : `${least} ${most === least + 1 ? 'or' : 'to'} ${most}`;
  const hint = isOneOf(AGGREGATE_FUNCTIONS, name) && operands.length > 1 ? `: write ${name}([…])` : '';
  const plural = most === 1 ? '' : 's';
  throw new MathError(`${name} takes ${count} operand${plural}, not ${operands.length}${hint},`, position);
}

/** The only operand's type, which must be one of those. */
function only(call: Call, scope: MathScope, allowed: readonly ValueType[], wanted: string): ValueType {
  const [operand] = operandsOf(call, 1, 1);
  const type = operand === undefined ? 'scalar' : inferType(operand, scope);
  if (!allowed.includes(type)) throw refuse(call.name, type, wanted, call.position);
  return type;
}

function number(operand: Expression, scope: MathScope, name: string, wanted: string): void {
  const type = inferType(operand, scope);
  if (type !== 'scalar') throw refuse(name, type, wanted, operand.position);
}

function word(operand: Expression | undefined, words: readonly string[], call: Call): void {
  if (operand?.type === 'keyword' && words.includes(operand.word)) return;
  throw new MathError(`${call.name} takes one of ${words.join(', ')} here,`, operand?.position ?? call.position);
}

/**
 * `IF(S, S, …)` with a series only in third place is not among the forms that AWS lists; it is read like the others, and
 * its value is *undocumented*.
 */
function checkIf(call: Call, scope: MathScope): ValueType {
  const types = operandsOf(call, 2, 3).map((operand) => inferType(operand, scope));
  if (types.includes('array')) throw refuse('IF', 'array', 'numbers and time series', call.position);
  if (!types.includes('series')) throw refuse('IF', 'scalar', 'at least one time series', call.position);
  return 'series';
}

function checkFill(call: Call, scope: MathScope): ValueType {
  const [filled, filler] = operandsOf(call, 2, 2);
  const type = filled === undefined ? 'scalar' : inferType(filled, scope);
  if (type === 'scalar') throw refuse('FILL', type, 'a time series to fill', call.position);
  const known = filler?.type === 'keyword' && isOneOf(FILL_KEYWORDS, filler.word);
  if (filler !== undefined && !known && inferType(filler, scope) === 'array') {
    throw refuse('FILL', 'array', 'a number, a time series, REPEAT or LINEAR to fill with', filler.position);
  }
  return type;
}

function checkMetrics(call: Call, scope: MathScope): ValueType {
  const [filter] = operandsOf(call, 0, 1);
  if (filter !== undefined && filter.type !== 'text') {
    throw new MathError(
      'METRICS takes nothing or a text in quotation marks, as in METRICS("errors"),',
      filter.position,
    );
  }
  if (scope.metrics !== undefined && selectMetrics(call, scope.metrics).length === 0) {
    const text = filter === undefined ? '' : ` whose id contains ${JSON.stringify(filter.text)}`;
    throw new MathError(`METRICS finds no metric${text}`, call.position);
  }
  return 'array';
}

/** "Valid input is metrics, not the results of other expressions." */
function checkPeriod(call: Call, scope: MathScope): ValueType {
  const wanted = 'the id of a metric';
  only(call, scope, ['series'], wanted);
  const [operand] = call.operands;
  const isMetric = operand?.type === 'reference' && scope.metrics?.includes(operand.id) !== false;
  const place = operand?.position ?? call.position;
  if (!isMetric) throw new MathError(`PERIOD takes ${wanted}, not the result of an expression,`, place);
  return 'scalar';
}

function checkSort(call: Call, scope: MathScope): ValueType {
  const [sorted, by, order, limit] = operandsOf(call, 3, 4);
  const type = sorted === undefined ? 'scalar' : inferType(sorted, scope);
  if (type !== 'array') throw refuse('SORT', type, 'an array of time series', call.position);
  word(by, SORT_FUNCTIONS, call);
  word(order, SORT_ORDERS, call);
  if (limit !== undefined) wholeNumber(limit, scope, 'SORT', 1);
  return 'array';
}

/** A number that is written out must be whole; one that is computed is rounded down when it is known. */
function wholeNumber(operand: Expression, scope: MathScope, name: string, least: number): void {
  const wanted = `a whole number of at least ${least}`;
  number(operand, scope, name, wanted);
  const negative = operand.type === 'negate' && operand.operand.type === 'number';
  const bad = operand.type === 'number' && (!Number.isInteger(operand.value) || operand.value < least);
  if (negative || bad) throw new MathError(`${name} takes ${wanted}`, operand.position);
}

/**
 * AWS's table gives `TS[]` or `TS` without saying when; here always an array, of which `FIRST` takes the only series.
 */
function checkSlice(call: Call, scope: MathScope): ValueType {
  const [sliced, ...bounds] = operandsOf(call, 2, 3);
  const type = sliced === undefined ? 'scalar' : inferType(sliced, scope);
  if (type !== 'array') throw refuse('SLICE', type, 'an array of time series', call.position);
  for (const bound of bounds) wholeNumber(bound, scope, 'SLICE', 0);
  return 'array';
}

/** "The first is the ID of the metric to create the band for. The second argument is the number of standard deviations." */
function checkBand(call: Call, scope: MathScope): ValueType {
  const [metric, deviations] = operandsOf(call, 1, 2);
  if (metric?.type !== 'reference' || inferType(metric, scope) !== 'series') {
    const place = metric?.position ?? call.position;
    throw new MathError('ANOMALY_DETECTION_BAND takes the id of one time series', place);
  }
  if (deviations !== undefined && (deviations.type !== 'number' || deviations.value <= 0)) {
    const wanted = 'a number of standard deviations above 0';
    throw new MathError(`ANOMALY_DETECTION_BAND takes ${wanted}`, deviations.position);
  }
  return 'array';
}

/** Type of a call; throws a {@link MathError} where an operand does not fit. */
export function checkCall(call: Call, scope: MathScope): ValueType {
  const { name } = call;
  if (isOneOf(VALUE_FUNCTIONS, name) || isOneOf(SEQUENCE_FUNCTIONS, name)) {
    return only(call, scope, ['series', 'array'], 'a time series');
  }
  if (isOneOf(AGGREGATE_FUNCTIONS, name)) {
    return only(call, scope, ['series', 'array'], 'a time series') === 'array' ? 'series' : 'scalar';
  }
  if (isOneOf(CLOCK_FUNCTIONS, name)) return only(call, scope, ['series'], 'a time series');
  switch (name) {
    case 'IF':
      return checkIf(call, scope);
    case 'FILL':
      return checkFill(call, scope);
    case 'METRICS':
      return checkMetrics(call, scope);
    case 'PERIOD':
      return checkPeriod(call, scope);
    case 'SORT':
      return checkSort(call, scope);
    case 'SLICE':
      return checkSlice(call, scope);
    case 'ANOMALY_DETECTION_BAND':
      return checkBand(call, scope);
    case 'METRIC_COUNT':
      only(call, scope, ['array'], 'an array of time series');
      return 'scalar';
    case 'TIME_SERIES':
      only(call, scope, ['scalar'], 'a number');
      return 'series';
    case 'FIRST':
    case 'LAST':
      only(call, scope, ['array'], 'an array of time series');
      return 'series';
    case 'REMOVE_EMPTY':
      return only(call, scope, ['array'], 'an array of time series');
  }
}

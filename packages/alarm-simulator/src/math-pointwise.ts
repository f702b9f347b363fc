import { checkMath, type TypeOf } from './math-check.ts';
import { AGGREGATE_FUNCTIONS, CLOCK_FUNCTIONS, isOneOf, SEQUENCE_FUNCTIONS } from './math-functions.ts';
import type { Expression } from './math-types.ts';

type Call = Extract<Expression, { type: 'call' }>;

/** Aggregates of an array look across the series of one period; aggregates of one series look at all its periods. */
function isAcross({ operands: [operand] }: Call, typeOf: TypeOf): boolean {
  if (operand === undefined) return false;
  const type = checkMath(operand, (id) => typeOf(id) ?? 'series');
  return type.ok && type.value === 'array';
}

function isPointwiseCall(call: Call, typeOf: TypeOf): boolean {
  const { name, operands } = call;
  // The period before, whichever it is, counts.
  if (isOneOf(SEQUENCE_FUNCTIONS, name)) return false;
  // The order, and which series are empty, come from all periods.
  if (name === 'SORT' || name === 'REMOVE_EMPTY') return false;
  // Both look beyond a gap for the values to fill it with.
  if (name === 'FILL' && operands[1]?.type === 'keyword') return false;
  // They use the timestamps of their operand, not its values.
  if (isOneOf(CLOCK_FUNCTIONS, name)) return true;
  // Constants, whatever the values.
  if (name === 'METRICS' || name === 'METRIC_COUNT' || name === 'PERIOD') return true;
  // The context gives the band of each period, from the data before it.
  if (name === 'ANOMALY_DETECTION_BAND') return true;
  if (isOneOf(AGGREGATE_FUNCTIONS, name) && !isAcross(call, typeOf)) return false;
  // Value by value (ABS, IF, …), or a choice among series that the values have no part in (FIRST, LAST, SLICE).
  return operands.every((operand) => isPointwise(operand, typeOf));
}

/**
 * Whether an expression is *pointwise*: its value at a period hangs on the values of its operands at that period only,
 * so that evaluating it over a long stretch gives at each period what evaluating that period alone would give. Of the
 * ids it refers to it says nothing: ask for each of their expressions, too.
 *
 * Not pointwise: `DIFF`, `DIFF_TIME`, `RATE`, `RUNNING_SUM`, `SORT`, `REMOVE_EMPTY`, `FILL` with `REPEAT` or `LINEAR`,
 * and `AVG SUM MIN MAX STDDEV DATAPOINT_COUNT` of one series.
 * @param typeOf type of each id; what has none counts as a series. @default - all ids are series
 */
export function isPointwise(expression: Expression, typeOf: TypeOf = () => 'series'): boolean {
  switch (expression.type) {
    case 'number':
    case 'reference':
    case 'keyword':
    case 'text':
      return true;
    case 'negate':
      return isPointwise(expression.operand, typeOf);
    case 'binary':
      return isPointwise(expression.left, typeOf) && isPointwise(expression.right, typeOf);
    case 'array':
      return expression.elements.every((element) => isPointwise(element, typeOf));
    case 'call':
      return isPointwiseCall(expression, typeOf);
  }
}

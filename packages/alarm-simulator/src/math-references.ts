import type { Expression } from './math-types.ts';

/** What an expression refers to. */

type Call = Extract<Expression, { type: 'call' }>;

/** The parts that an expression is directly made of. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'negate':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'array':
      return expression.elements;
    case 'call':
      return expression.operands;
    default:
      return [];
  }
}

/** Calls of a function in an expression, in the order in which they are written. */
export function callsOf(expression: Expression, name: Call['name']): Call[] {
  const below = operandsOf(expression).flatMap((child) => callsOf(child, name));
  return expression.type === 'call' && expression.name === name ? [expression, ...below] : below;
}

/**
 * The metrics that a call of `METRICS` stands for: all, or those "that contain that string in their Id field".
 * @param metrics ids of all metrics, in order
 */
export function selectMetrics({ operands: [filter] }: Call, metrics: readonly string[]): readonly string[] {
  return filter?.type === 'text' ? metrics.filter((id) => id.includes(filter.text)) : metrics;
}

function collect(expression: Expression, metrics: readonly string[], found: Set<string>): void {
  if (expression.type === 'reference') found.add(expression.id);
  if (expression.type === 'call' && expression.name === 'METRICS') {
    for (const id of selectMetrics(expression, metrics)) found.add(id);
  }
  for (const child of operandsOf(expression)) collect(child, metrics, found);
}

/**
 * Ids that an expression refers to, each once.
 * @param metrics ids of all metrics, in order, which `METRICS()` refers to. @default - `METRICS()` counts for nothing
 */
export function referencedIds(expression: Expression, metrics: readonly string[] = []): string[] {
  const found = new Set<string>();
  collect(expression, metrics, found);
  return [...found];
}

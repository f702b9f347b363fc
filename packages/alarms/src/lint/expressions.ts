import {
  checkMath,
  type Expression,
  operandsOf,
  parseMath,
  type ValueType,
} from '../../../alarm-simulator/src/index.ts';
import type { MetricAlarmView, ReadExpression } from './alarm-view.ts';

/** A call of a function in an expression. */
export interface FunctionCall {
  readonly name: string;
  /** Characters from the start of the expression, the first being 1. */
  readonly position: number;
}

/** Calls in the text, also in one that the simulator cannot parse; what stands in quotation marks is no call. */
export function callsIn(text: string): FunctionCall[] {
  const withoutTexts = text.replace(/'[^']*'|"[^"]*"/g, (quoted) => ' '.repeat(quoted.length));
  return [...withoutTexts.matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*\(/g)].map(({ 1: name = '', index }) => ({
    name: name.toUpperCase(),
    position: index + 1,
  }));
}

/** The tree of an expression; undefined if it is not one that the simulator understands. */
export function treeOf({ text }: ReadExpression): Expression | undefined {
  const parsed = parseMath(text);
  return parsed.ok ? parsed.value : undefined;
}

/** Every part of the tree, the whole first. */
export function* partsOf(expression: Expression): Iterable<Expression> {
  yield expression;
  for (const operand of operandsOf(expression)) yield* partsOf(operand);
}

/** Type of each id of an alarm: metrics are time series, expressions what they come to. */
export function typesOf(view: MetricAlarmView): (id: string) => ValueType | undefined {
  const known = new Map<string, ValueType>();
  const running = new Set<string>();
  for (const { id } of view.metrics) if (id !== undefined) known.set(id, 'series');
  const typeOf = (id: string): ValueType | undefined => {
    const found = known.get(id);
    const expression = view.expressions.find((candidate) => candidate.id === id);
    if (found !== undefined || expression === undefined || running.has(id)) return found;
    running.add(id);
    const tree = treeOf(expression);
    const checked = tree === undefined ? undefined : checkMath(tree, typeOf);
    running.delete(id);
    // What cannot be typed is taken for the common case.
    const type = checked?.ok === true ? checked.value : 'series';
    known.set(id, type);
    return type;
  };
  return typeOf;
}

/** A metric times a constant: all that the alarm compares with its threshold. */
export interface Scaled {
  readonly id: string;
  readonly factor: number;
}

/**
 * Reads `m / 1000` as metric `m` times 0.001, through other expressions too; undefined for anything that is more than
 * one metric times a constant.
 */
export function scaledMetric(view: MetricAlarmView, id: string | undefined, depth = 0): Scaled | undefined {
  if (id === undefined || depth > view.expressions.length) return undefined;
  if (view.metrics.some((metric) => metric.id === id)) return { id, factor: 1 };
  const expression = view.expressions.find((candidate) => candidate.id === id);
  const tree = expression === undefined ? undefined : treeOf(expression);
  return tree === undefined ? undefined : scaleOf(tree, (inner) => scaledMetric(view, inner, depth + 1));
}

function scaleOf(tree: Expression, resolve: (id: string) => Scaled | undefined): Scaled | undefined {
  if (tree.type === 'reference') return resolve(tree.id);
  if (tree.type !== 'binary' || (tree.operator !== '*' && tree.operator !== '/')) return undefined;
  const { operator, left, right } = tree;
  const [series, constant] = right.type === 'number' ? [left, right.value] : [right, numberIn(left)];
  if (constant === undefined || constant === 0) return undefined;
  // `1000 / m` is no multiple of m.
  if (operator === '/' && series === right) return undefined;
  const inner = scaleOf(series, resolve);
  return inner && { id: inner.id, factor: operator === '*' ? inner.factor * constant : inner.factor / constant };
}

const numberIn = (tree: Expression): number | undefined => (tree.type === 'number' ? tree.value : undefined);

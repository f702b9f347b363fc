import type { CompositeAlarm, Expression, MetricAlarm, MetricIdentity } from '../../../../alarm-simulator/src/index.ts';
import { referencedIds } from '../../../../alarm-simulator/src/index.ts';
import type { MetricName } from '../file/types.ts';

/**
 * Changes that no data can show. A change counts as equivalent only by one of the rules below, each of which is a proof;
 * a change that merely looks harmless counts as not noticed.
 */

/** Simple statistics have a value exactly where a period has a sample. */
const SIMPLE = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];
/** Those that are above 0 exactly if some sample is, where no sample is below 0. */
const POSITIVE_ALIKE = ['Sum', 'Average', 'Maximum'];

/** What is added up before the comparison: a statistic of a metric, or something that is always 0. */
type Term =
  | { readonly type: 'metric'; readonly id: string }
  | { readonly type: 'zero'; readonly ids: readonly string[] }
  | { readonly type: 'other'; readonly ids: readonly string[] };

interface StatisticChange {
  /** Of the metric in `Metrics`; the empty text in the classic form. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Why no data can tell one statistic from another in an alarm, in a sentence; `undefined` if some might.
 * @param nonNegative metrics of which the author of the tests says that they are never below 0
 */
export function equivalentStatistic(
  alarm: MetricAlarm,
  { id, from, to }: StatisticChange,
  nonNegative: readonly MetricName[],
): string | undefined {
  if (!SIMPLE.includes(from) || !SIMPLE.includes(to)) return undefined;
  const terms = termsOf(alarm);
  if (!terms.some((term) => mentions(term, id))) return 'the metric is no part of what is compared';
  if (!terms.some((term) => term.type !== 'zero' && mentions(term, id))) {
    return 'the metric is multiplied by 0, so only whether it has data matters, and every simple statistic has data alike';
  }
  if (alarm.limit.type !== 'static' || alarm.limit.threshold !== 0) return undefined;
  const own = terms.filter((term) => term.type !== 'zero');
  const alone = own.length === 1 && own[0]?.type === 'metric';
  if (alone && [from, to].every((name) => name === 'Sum' || name === 'Average')) {
    return 'Average is Sum divided by a positive count, so both compare alike with a threshold of 0';
  }
  const positive = ['GreaterThanThreshold', 'LessThanOrEqualToThreshold'].includes(alarm.comparisonOperator);
  const alike = POSITIVE_ALIKE.includes(from) && POSITIVE_ALIKE.includes(to);
  if (!positive || !alike || !own.every((term) => neverNegative(alarm, term, nonNegative))) return undefined;
  return 'the tests say that its metrics are never below 0 (nonNegative), and then Sum, Average and Maximum are above 0 alike: when some sample is';
}

/** Why a change of the suppressor cannot show: there is nothing that it could hold back. */
export function equivalentSuppressor(alarm: CompositeAlarm): string | undefined {
  const { actionsEnabled, alarmActions, okActions, insufficientDataActions } = alarm;
  const silent = alarmActions.length + okActions.length + insufficientDataActions.length === 0;
  if (actionsEnabled && !silent) return undefined;
  return 'the alarm calls nothing, and a suppressor holds back calls, never the state';
}

const mentions = (term: Term, id: string): boolean => (term.type === 'metric' ? term.id === id : term.ids.includes(id));

function termsOf({ query }: MetricAlarm): readonly Term[] {
  if (query.form === 'classic') return [{ type: 'metric', id: '' }];
  const { entries } = query;
  const ids = entries.map(({ id }) => id);
  const isMetric = (id: string) => entries.some((entry) => entry.id === id && entry.source.type === 'metric');
  const visit = (expression: Expression): readonly Term[] => {
    if (expression.type === 'binary' && expression.operator === '+') {
      return [...visit(expression.left), ...visit(expression.right)];
    }
    if (isZero(expression, isMetric)) return [{ type: 'zero', ids: referencedIds(expression, ids) }];
    if (expression.type === 'reference') return entryTerms(expression.id);
    // An expression below this one is not looked into: whatever it mentions may matter.
    return [{ type: 'other', ids: referencedIds(expression, ids).flatMap(idsBelow) }];
  };
  const entryTerms = (id: string): readonly Term[] => {
    const source = entries.find((entry) => entry.id === id)?.source;
    if (source?.type === 'expression') return visit(source.expression);
    return [{ type: 'metric', id }];
  };
  const idsBelow = (id: string): readonly string[] => {
    const source = entries.find((entry) => entry.id === id)?.source;
    return source?.type === 'expression' ? [id, ...referencedIds(source.expression, ids).flatMap(idsBelow)] : [id];
  };
  return entryTerms(query.returned);
}

type IsMetric = (id: string) => boolean;

/** A product with the number 0 of sums, differences and products of metrics: it is 0 wherever it has a value. */
function isZero(expression: Expression, isMetric: IsMetric): boolean {
  if (expression.type !== 'binary' || expression.operator !== '*') return false;
  const { left, right } = expression;
  const zero = (side: Expression) => side.type === 'number' && side.value === 0;
  return (zero(left) && isPolynomial(right, isMetric)) || (zero(right) && isPolynomial(left, isMetric));
}

function isPolynomial(expression: Expression, isMetric: IsMetric): boolean {
  if (expression.type === 'number') return true;
  if (expression.type === 'reference') return isMetric(expression.id);
  if (expression.type !== 'binary' || !['+', '-', '*'].includes(expression.operator)) return false;
  return isPolynomial(expression.left, isMetric) && isPolynomial(expression.right, isMetric);
}

function neverNegative({ query }: MetricAlarm, term: Term, nonNegative: readonly MetricName[]): boolean {
  if (term.type !== 'metric') return false;
  const found = query.form === 'classic' ? query : query.entries.find(({ id }) => id === term.id)?.source;
  if (found === undefined || ('type' in found && found.type === 'expression')) return false;
  return nonNegative.some((name) => isNamed(found.metric, name)) && SIMPLE.includes(found.statistic.name);
}

const isNamed = ({ namespace, metricName }: MetricIdentity, name: MetricName): boolean =>
  name.namespace === namespace && name.metric === metricName;

import { FUNCTION_NAMES, isOneOf } from './math-functions.ts';
import { MathError } from './math-types.ts';

/** Errors about functions that there are not, here or anywhere. */

/** Functions that CloudWatch has and the simulator does not, and why. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['SEARCH', 'SEARCH cannot be used in an alarm: name each metric'],
  ['SERVICE_QUOTA', 'SERVICE_QUOTA is not supported, for only AWS knows the quota: write its number'],
  [
    'INSIGHT_RULE_METRIC',
    'INSIGHT_RULE_METRIC is not supported, for a Contributor Insights rule counts log events, not samples of a metric',
  ],
  ['LAMBDA', 'LAMBDA is not supported, for its data comes from a Lambda function and not from a metric'],
  [
    'DB_PERF_INSIGHTS',
    'DB_PERF_INSIGHTS is not supported, for its data comes from Performance Insights and not from a metric',
  ],
]);

const INSIGHTS =
  'a Metrics Insights query (SELECT …) is not supported, for it searches among all metrics: name each one';

/** "All functions must be written in uppercase letters." */
export function unknownFunction(name: string, position: number): MathError {
  const upper = name.toUpperCase();
  const reason = UNSUPPORTED.get(upper);
  if (reason !== undefined) return new MathError(reason, position);
  if (isOneOf(FUNCTION_NAMES, upper)) return new MathError(`unknown function ${name}: write ${upper}`, position);
  return new MathError(`unknown function ${name}: use ${FUNCTION_NAMES.join(', ')}`, position);
}

/**
 * A Metrics Insights query instead of an expression.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function refuseQuery(text: string): void {
  const found = /^\s*SELECT\s/i.exec(text);
  if (found !== null) throw new MathError(INSIGHTS, text.search(/\S/) + 1);
}

import { checkMath, type Expression } from '../../../../alarm-simulator/src/index.ts';
import type { MetricAlarmView, ReadExpression } from '../alarm-view.ts';
import { callsIn, partsOf, treeOf, typesOf } from '../expressions.ts';
import type { LintRule, Observation } from '../types.ts';
import { onMetricAlarms } from './limits.ts';

const METRIC_MATH = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html';

const propertyOf = ({ path }: ReadExpression): string => `${path}.Expression`;

/** An alarm watches time series that are named: what a search finds may change from minute to minute. */
export const searchInAlarm: LintRule = {
  code: 'IW3001',
  name: 'search-in-alarm',
  severity: 'error',
  title: 'SEARCH in the expression of an alarm',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-search-expressions.html',
  check: onMetricAlarms(({ expressions }) =>
    expressions.flatMap((expression) => {
      const search = callsIn(expression.text).find(({ name }) => name === 'SEARCH');
      if (search === undefined) return [];
      return [
        {
          path: propertyOf(expression),
          message: `SEARCH at character ${search.position}: CloudWatch takes no search expression in an alarm`,
          fix: 'name each metric, or use a Metrics Insights query',
        },
      ];
    }),
  ),
};

/** Functions that make one number of a whole time series, unless they are given several series. */
const AGGREGATES = new Set(['AVG', 'SUM', 'MIN', 'MAX', 'STDDEV']);

type Call = Extract<Expression, { type: 'call' }>;

function scalarCalls(expression: ReadExpression, view: MetricAlarmView): Call[] {
  const tree = treeOf(expression);
  if (tree === undefined) return [];
  const typeOf = typesOf(view);
  return [...partsOf(tree)].filter((part): part is Call => {
    if (part.type !== 'call' || !AGGREGATES.has(part.name)) return false;
    const type = checkMath(part, typeOf);
    return type.ok && type.value === 'scalar';
  });
}

/** The alarm fetches more datapoints than it evaluates, and these functions see all that were fetched. */
export const scalarFunction: LintRule = {
  code: 'IW3002',
  name: 'scalar-function-in-alarm',
  severity: 'warning',
  title: 'A function that makes one number of a time series, in the expression of an alarm',
  source: METRIC_MATH,
  check: onMetricAlarms((view) =>
    view.expressions.flatMap((expression) =>
      scalarCalls(expression, view).map(
        ({ name, position }): Observation => ({
          path: propertyOf(expression),
          message: `${name} at character ${position} makes one number of all datapoints that were fetched, and CloudWatch fetches more than the alarm evaluates: its value changes with data that the alarm does not look at`,
          fix: `use the statistic of the metric over a longer period, or ${name}([…]) over several metrics`,
        }),
      ),
    ),
  ),
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (the notes on each function) */
const RANGE_DEPENDENT: Readonly<Record<string, string>> = {
  REMOVE_EMPTY: 'leave it out: the alarm passes over missing datapoints itself',
  RUNNING_SUM: 'use the Sum of a longer period',
  DATAPOINT_COUNT: 'use the SampleCount of a longer period',
};

export const rangeDependent: LintRule = {
  code: 'IW3003',
  name: 'range-dependent-function-in-alarm',
  severity: 'warning',
  title: 'REMOVE_EMPTY, RUNNING_SUM or DATAPOINT_COUNT in the expression of an alarm',
  source: METRIC_MATH,
  check: onMetricAlarms(({ expressions }) =>
    expressions.flatMap((expression) =>
      callsIn(expression.text).flatMap(({ name, position }): Observation[] => {
        const fix = RANGE_DEPENDENT[name];
        if (fix === undefined) return [];
        return [
          {
            path: propertyOf(expression),
            message: `${name} at character ${position} depends on how many datapoints were fetched, which CloudWatch chooses and does not publish`,
            fix,
          },
        ];
      }),
    ),
  ),
};

/**
 * With a metric that comes a little late, the newest datapoint is always the filled one. AWS's own way out is M of N
 * with M below N, so that only alarms without it are reported.
 */
export const fillHidesGap: LintRule = {
  code: 'IW3004',
  name: 'fill-hides-newest-gap',
  severity: 'warning',
  title: 'FILL in an alarm that needs every datapoint',
  source: METRIC_MATH,
  check: onMetricAlarms(({ expressions, datapointsToAlarm: m, evaluationPeriods: n }) => {
    if (m === undefined || n === undefined || m < n) return [];
    return expressions.flatMap((expression) => {
      const fill = callsIn(expression.text).find(({ name }) => name === 'FILL');
      if (fill === undefined) return [];
      return [
        {
          path: propertyOf(expression),
          message: `FILL at character ${fill.position} invents the newest datapoint while the metric's own is under way, and the alarm needs every datapoint (${m} of ${n}): it can be stuck in one state`,
          fix: 'leave FILL to TreatMissingData, or set DatapointsToAlarm below EvaluationPeriods',
        },
      ];
    });
  }),
};

/** What `Annotations` of the CDK say when a `MathExpression` changes the period of its metrics. */
const OVERRIDDEN = /have been overridden to (\d+) seconds/;

/**
 * The template shows only the period that came out. That it was forced is known from the warning that the CDK left in
 * the assembly; without an assembly nothing is reported, since five minutes may be meant.
 */
export const forcedPeriod: LintRule = {
  code: 'IW3005',
  name: 'math-period-forced',
  severity: 'warning',
  title: 'The CDK has replaced the periods of the metrics in a math expression',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch.MathExpressionProps.html',
  check: onMetricAlarms(({ metrics }, { alarm, facts }) => {
    const seconds = facts
      .warningsOf(alarm.constructPath)
      .flatMap((warning) => OVERRIDDEN.exec(warning)?.[1] ?? [])
      .map(Number)[0];
    const [first] = metrics;
    if (seconds === undefined || first === undefined) return [];
    return [
      {
        path: `${first.path}.Period`,
        message: `MathExpression has replaced the periods of its metrics by ${seconds} seconds, its own period${seconds === 300 ? ' and its default' : ''}: the alarm is that much slower or noisier than its metrics say`,
        fix: 'give MathExpression the period of its metrics',
      },
    ];
  }),
};

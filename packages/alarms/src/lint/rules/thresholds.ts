import { type MetricAlarmView, nameOf, watchedMetric } from '../alarm-view.ts';
import { type Bounds, boundsOf, breaches } from '../bounds.ts';
import { firesOn, runnable } from '../proof.ts';
import type { LintContext, LintRule, Subject } from '../types.ts';

const PUT_METRIC_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

/** The bounds of what an alarm compares with its threshold, where they are known. */
export function watchedBounds(view: MetricAlarmView, { contracts }: LintContext): Bounds | undefined {
  const metric = watchedMetric(view);
  return metric === undefined || view.threshold === undefined ? undefined : boundsOf(metric, contracts);
}

/** Runs the alarm on the most alarming value that the metric can have; a run that fires refutes the rule. */
function staysSilent({ alarm }: Subject, value: number): boolean {
  const definition = runnable(alarm.definition);
  // Neither bound may be infinite: there is no such sample. Where nothing can be run, the arithmetic alone decides.
  return definition === undefined || !Number.isFinite(value) || !firesOn(definition, value);
}

/** A threshold beyond what the metric can reach, such as a rate in percent against a metric of 0 and 1. */
export const unreachable: LintRule = {
  code: 'IW1005',
  name: 'unreachable-threshold',
  severity: 'error',
  title: 'No value that the metric can have breaches the threshold',
  source: PUT_METRIC_ALARM,
  check: (subject, context) => {
    const { view } = subject;
    if (view.kind !== 'metric' || view.direction !== 'above') return [];
    // Silence may be what this alarm is about.
    if (view.missingData === 'breaching' || view.missingData === 'unknown') return [];
    const bounds = watchedBounds(view, context);
    const metric = watchedMetric(view);
    if (bounds === undefined || metric === undefined || breaches(view, bounds).some) return [];
    if (!staysSilent(subject, bounds.highest)) return [];
    return [
      {
        path: 'Threshold',
        message: `the ${metric.statistic} of ${nameOf(metric)} never ${phrase(view)} ${view.threshold}, since ${bounds.because}: the alarm never fires`,
        fix: `write a threshold below ${bounds.highest}`,
      },
    ];
  },
};

const SYMBOLS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
};

const comparison = ({ operator = '' }: MetricAlarmView): string => `is ${SYMBOLS[operator] ?? operator}`;

const phrase = ({ operator }: MetricAlarmView): string =>
  operator === 'GreaterThanOrEqualToThreshold' ? 'reaches' : 'exceeds';

/** The CDK's default operator is `>=`: with a threshold of 0, a count of 0 is an alarm. */
export const alwaysBreaching: LintRule = {
  code: 'IW1006',
  name: 'every-value-breaches',
  severity: 'error',
  title: 'Every value that the metric can have breaches the threshold',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch.AlarmProps.html',
  check: (subject, context) => {
    const { view } = subject;
    if (view.kind !== 'metric') return [];
    const bounds = watchedBounds(view, context);
    const metric = watchedMetric(view);
    if (bounds === undefined || metric === undefined || !breaches(view, bounds).all) return [];
    // "At least one" is a question that a metric answers by being published at all.
    if (bounds.lowest > 0) return [];
    return [
      {
        path: 'Threshold',
        message: `every ${metric.statistic} of ${nameOf(metric)} ${comparison(view)} ${view.threshold}, since ${bounds.because}: the alarm fires whenever there is data`,
        fix: view.threshold === 0 ? 'write GreaterThanThreshold' : `write a threshold above ${bounds.lowest}`,
      },
    ];
  },
};

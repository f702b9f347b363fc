import { parseStatistic } from '../../../../alarm-simulator/src/index.ts';
import { at, nameOf } from '../alarm-view.ts';
import { isRecord, listOf, recordOf, textOf } from '../raw.ts';
import { serviceMetric } from '../service-metrics.ts';
import type { LintRule, Observation } from '../types.ts';
import { onMetricAlarms } from './limits.ts';

const STATISTICS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html';

const SIMPLE = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

/** `p99`, `tm90`, `TM(10%:90%)`, `IQM`: the shape, whether or not its numbers make sense. */
const EXTENDED = /^(?:IQM|(?:p|tm|tc|ts|wm)\d+(?:\.\d+)?|(?:TM|TC|TS|WM|PR)\(.*\))$/;

/** CloudWatch has two properties: one for the five simple statistics, one for all others. */
export const wrongStatisticProperty: LintRule = {
  code: 'IW2001',
  name: 'statistic-in-wrong-property',
  severity: 'error',
  title: 'A percentile stands in Statistic, or a simple statistic in ExtendedStatistic',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  check: onMetricAlarms(({ raw }) => {
    const [simple, extended] = [textOf(raw.Statistic), textOf(raw.ExtendedStatistic)];
    const found: Observation[] = [];
    if (simple !== undefined && EXTENDED.test(simple)) {
      found.push({
        path: 'Statistic',
        message: `Statistic is ${JSON.stringify(simple)}: CloudWatch takes only ${SIMPLE.join(', ')} there`,
        fix: `write ExtendedStatistic: ${simple}`,
      });
    }
    if (extended !== undefined && SIMPLE.includes(extended)) {
      found.push({
        path: 'ExtendedStatistic',
        message: `ExtendedStatistic is ${JSON.stringify(extended)}, a simple statistic: CloudWatch refuses it there`,
        fix: `write Statistic: ${extended}`,
      });
    }
    return found;
  }),
};

/** Why a text is no statistic; undefined if it is one, or one that only the simulator does not know. */
function faultOf(statistic: string): string | undefined {
  const parsed = parseStatistic(statistic);
  if (parsed.ok || EXTENDED.test(statistic)) {
    const number = Number(/^(?:p|tm|tc|ts|wm)(\d+(?:\.\d+)?)$/.exec(statistic)?.[1] ?? 0);
    return number > 100 ? `${statistic} is above 100 percent` : undefined;
  }
  const alike = SIMPLE.find((known) => known.toLowerCase() === statistic.toLowerCase());
  return alike === undefined ? `${JSON.stringify(statistic)} is no statistic` : `${statistic} is written ${alike}`;
}

export const unknownStatistic: LintRule = {
  code: 'IW2002',
  name: 'unknown-statistic',
  severity: 'error',
  title: 'The statistic is none that CloudWatch has',
  source: STATISTICS,
  check: onMetricAlarms(({ metrics, raw }) =>
    metrics.flatMap(({ path, statistic }) => {
      const fault = statistic === undefined ? undefined : faultOf(statistic);
      if (fault === undefined) return [];
      const property = path === '' ? (raw.Statistic === undefined ? 'ExtendedStatistic' : 'Statistic') : 'Stat';
      return [
        {
          path: at(path, property),
          message: `${fault}: CloudWatch refuses the alarm`,
          fix: `write ${SIMPLE.join(', ')}, or an extended one such as p99 or tm90`,
        },
      ];
    }),
  ),
};

/** `Unit` is a filter: with one that nobody publishes, no datapoint is ever found. */
export const unpublishedUnit: LintRule = {
  code: 'IW2005',
  name: 'unpublished-unit',
  severity: 'error',
  title: 'Unit filters for a unit that the metric is not published in',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  check: (subject, { contracts }) => {
    if (subject.view.kind !== 'metric') return [];
    return subject.view.metrics.flatMap((metric) => {
      const { namespace, metricName = '', unit, path } = metric;
      const contract = contracts.find((candidate) => candidate.namespace === namespace);
      const published = serviceMetric(namespace, metricName)?.unit ?? contract?.metrics[metricName]?.unit;
      if (unit === undefined || published === undefined || unit === published) return [];
      return [
        {
          path: at(path, 'Unit'),
          message: `Unit is ${unit}, but ${nameOf(metric)} is published in ${published}: the alarm finds no data and stays in INSUFFICIENT_DATA`,
          fix: `leave Unit out, or write ${published}`,
        },
      ];
    });
  },
};

const isPercentile = (statistic: string | undefined): boolean => /^p\d/.test(statistic ?? '');

/** @see https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/aws-cloudwatch (README, cross-account alarms) */
export const lowSampleIgnore: LintRule = {
  code: 'IW2006',
  name: 'low-sample-ignore-without-count',
  severity: 'error',
  title: 'EvaluateLowSampleCountPercentile is ignore on an alarm that is given as Metrics[]',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch-readme.html',
  check: onMetricAlarms(({ raw, form }) => {
    if (raw.EvaluateLowSampleCountPercentile !== 'ignore' || form === 'classic') return [];
    const label = listOf(raw.Metrics)
      .map(recordOf)
      .flatMap(({ Label }) => textOf(Label) ?? [])[0];
    const cause = label === undefined ? '' : `; the label ${JSON.stringify(label)} makes the CDK write this form`;
    return [
      {
        path: 'EvaluateLowSampleCountPercentile',
        message: `ignore needs the number of samples, which an alarm with Metrics[] does not have: it cannot be evaluated${cause}`,
        fix:
          label === undefined
            ? 'write evaluate, or the classic form with one metric'
            : 'leave out the label, or write evaluate',
      },
    ];
  }),
};

export const lowSampleWithoutPercentile: LintRule = {
  code: 'IW2007',
  name: 'low-sample-without-percentile',
  severity: 'info',
  title: 'EvaluateLowSampleCountPercentile on an alarm without a percentile',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html',
  check: onMetricAlarms(({ raw, metrics }) => {
    const { EvaluateLowSampleCountPercentile: setting } = raw;
    if (setting === undefined || isRecord(setting) || metrics.length === 0) return [];
    if (metrics.some(({ statistic }) => statistic === undefined || isPercentile(statistic))) return [];
    return [
      {
        path: 'EvaluateLowSampleCountPercentile',
        message: `${JSON.stringify(setting)} has no effect: CloudWatch uses it only for percentiles, and this is ${metrics.map(({ statistic }) => statistic).join(', ')}`,
        fix: 'leave it out',
      },
    ];
  }),
};

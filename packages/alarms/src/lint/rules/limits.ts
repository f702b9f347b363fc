import { at, type MetricAlarmView } from '../alarm-view.ts';
import type { LintRule, Observation, Subject } from '../types.ts';

const PUT_METRIC_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const EVALUATING = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html';

/** A check that is about metric alarms only. */
export const onMetricAlarms =
  (check: (view: MetricAlarmView, subject: Subject) => readonly Observation[]) =>
  (subject: Subject): readonly Observation[] =>
    subject.view.kind === 'metric' ? check(subject.view, subject) : [];

/** M of N: more than N of them can never breach. */
export const moreThanAll: LintRule = {
  code: 'IW1001',
  name: 'more-datapoints-than-periods',
  severity: 'error',
  title: 'DatapointsToAlarm is greater than EvaluationPeriods',
  source: PUT_METRIC_ALARM,
  check: onMetricAlarms(({ datapointsToAlarm: m, evaluationPeriods: n }) => {
    if (m === undefined || n === undefined || m <= n) return [];
    return [
      {
        path: 'DatapointsToAlarm',
        message: `DatapointsToAlarm is ${m}, but only ${n} period${n === 1 ? ' is' : 's are'} evaluated: CloudWatch refuses the alarm`,
        fix: `write at most ${n}, or evaluate ${m} periods`,
      },
    ];
  }),
};

const DAY = 86_400;
const WEEK = 7 * DAY;

/** How far an alarm may look back, by the length of its period. */
export const tooLong: LintRule = {
  code: 'IW1002',
  name: 'evaluation-too-long',
  severity: 'error',
  title: 'EvaluationPeriods times Period is more than CloudWatch evaluates',
  source: PUT_METRIC_ALARM,
  check: onMetricAlarms(({ evaluationPeriods, period }) => {
    if (evaluationPeriods === undefined || period === undefined) return [];
    const limit = period < 3600 ? DAY : WEEK;
    if (evaluationPeriods * period <= limit) return [];
    const rest = period < 3600 ? ', or a period of at least 3600 seconds' : '';
    return [
      {
        path: 'EvaluationPeriods',
        message: `${evaluationPeriods} periods of ${period} seconds are ${evaluationPeriods * period} seconds: the limit for this period is ${limit}`,
        fix: `write at most ${Math.floor(limit / period)} periods${rest}`,
      },
    ];
  }),
};

const SHORT = [10, 20, 30];

const isPeriod = (seconds: number): boolean =>
  SHORT.includes(seconds) || (Number.isInteger(seconds) && seconds > 0 && seconds % 60 === 0);

export const noPeriod: LintRule = {
  code: 'IW1003',
  name: 'impossible-period',
  severity: 'error',
  title: 'Period is neither 10, 20, 30 nor a multiple of 60 seconds',
  source: PUT_METRIC_ALARM,
  check: onMetricAlarms(({ metrics }) =>
    metrics.flatMap(({ path, period }) => {
      if (period === undefined || isPeriod(period)) return [];
      const next = Math.max(60, Math.ceil(period / 60) * 60);
      return [
        {
          path: at(path, 'Period'),
          message: `Period is ${period}: CloudWatch takes 10, 20, 30 and multiples of 60 seconds`,
          fix: `write ${next}`,
        },
      ];
    }),
  ),
};

/** Endpoints of SageMaker can publish every 10 seconds (`MetricsConfig` of the endpoint configuration). */
const MAY_BE_HIGH_RESOLUTION = new Set(['AWS/SageMaker']);

/** Metrics of AWS services have one value a minute: a shorter period finds most of its datapoints missing. */
export const highResolution: LintRule = {
  code: 'IW1004',
  name: 'high-resolution-period',
  severity: 'warning',
  title: 'A period below a minute on a metric that is published once a minute',
  source: EVALUATING,
  check: onMetricAlarms(({ metrics }) =>
    metrics.flatMap(({ path, period, namespace = '' }) => {
      const standard = namespace.startsWith('AWS/') && !MAY_BE_HIGH_RESOLUTION.has(namespace);
      if (period === undefined || !SHORT.includes(period) || !standard) return [];
      return [
        {
          path: at(path, 'Period'),
          message: `Period is ${period} seconds, but ${namespace} publishes at standard resolution, once a minute: most datapoints would be missing`,
          fix: 'write 60, or watch a metric that is published with StorageResolution 1',
        },
      ];
    }),
  ),
};

import { describe, expect, it } from 'vitest';
import { parseDescribeAlarms } from '../src/index.ts';
import { arnOf } from './helpers/alarms.ts';

/** As the command line prints it; names and accounts are made up. */
const METRIC_ALARM = {
  AlarmName: 'Errors',
  AlarmArn: arnOf('Errors'),
  AlarmConfigurationUpdatedTimestamp: '2025-01-13T11:00:00.000000+00:00',
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:critical'],
  InsufficientDataActions: [],
  StateValue: 'ALARM',
  StateReason: 'Threshold Crossed: …',
  StateReasonData: '{"version":"1.0"}',
  StateUpdatedTimestamp: '2025-01-13T11:30:00.000000+00:00',
  StateTransitionedTimestamp: '2025-01-13T11:30:00.000000+00:00',
  MetricName: 'Errors',
  Namespace: 'Shop',
  Statistic: 'Sum',
  Dimensions: [],
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 0.0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  EvaluateLowSampleCountPercentile: '',
};

const MATH_ALARM = {
  AlarmName: 'Orders',
  AlarmArn: arnOf('Orders'),
  StateValue: 'OK',
  Metrics: [
    {
      Id: 'm1',
      MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [] }, Period: 300, Stat: 'Sum' },
      ReturnData: true,
    },
    { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Label: 'Orders (expected)', ReturnData: true },
  ],
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanUpperThreshold',
  ThresholdMetricId: 'ad1',
  EvaluationState: 'PARTIAL_DATA',
  EvaluationWindow: { SlidingWindow: {} },
};

const COMPOSITE = {
  AlarmName: 'any',
  AlarmArn: arnOf('any'),
  AlarmRule: 'ALARM(Errors) OR ALARM(Orders)',
  ActionsSuppressedBy: 'Alarm',
  ActionsSuppressedReason: 'Actions suppressed by Alarm',
  ActionsSuppressor: 'maintenance',
  ActionsSuppressorWaitPeriod: 60,
  ActionsSuppressorExtensionPeriod: 0,
  StateValue: 'INSUFFICIENT_DATA',
};

function read(answer: unknown) {
  const result = parseDescribeAlarms(answer);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.value;
}

function faults(answer: unknown): string[] {
  const result = parseDescribeAlarms(answer);
  return result.ok ? [] : result.errors.map(({ path, message }) => `${path} ${message}`);
}

describe('an answer of DescribeAlarms', () => {
  it('gives classic, math and composite alarms', () => {
    const { alarms } = read({ MetricAlarms: [METRIC_ALARM, MATH_ALARM], CompositeAlarms: [COMPOSITE] });

    expect(alarms.map(({ name, state, index, result }) => [name, state, index, result.ok])).toEqual([
      ['Errors', 'ALARM', 0, true],
      ['Orders', 'OK', 1, true],
      ['any', 'INSUFFICIENT_DATA', 0, true],
    ]);
    expect(alarms.map(({ result }) => result.ok && result.alarm)).toMatchObject([
      { query: { form: 'classic' }, limit: { threshold: 0 }, written: { datapointsToAlarm: 2 } },
      { query: { form: 'metrics', returned: 'm1' }, limit: { type: 'band', id: 'ad1' } },
      { children: ['Errors', 'Orders'], suppressor: { alarm: 'maintenance', waitPeriod: 60, extensionPeriod: 0 } },
    ]);
  });

  it('keeps apart what is configured and what is state', () => {
    const [alarm] = read({ MetricAlarms: [METRIC_ALARM] }).alarms;

    expect(Object.keys(alarm?.properties ?? {}).filter((name) => /State|Arn|Timestamp/.test(name))).toEqual([]);
    expect(alarm?.configurationUpdatedAt).toBe(Date.UTC(2025, 0, 13, 11));
  });

  it('may have times in seconds, as some clients write them', () => {
    const [alarm] = read({ MetricAlarms: [{ ...METRIC_ALARM, AlarmConfigurationUpdatedTimestamp: 1.5 }] }).alarms;

    expect(alarm?.configurationUpdatedAt).toBe(1500);
  });

  it('may have null where nothing is set', () => {
    const [alarm] = read({
      MetricAlarms: [{ ...METRIC_ALARM, AlarmDescription: null, Unit: null, Metrics: [] }],
    }).alarms;

    expect(alarm?.result).toMatchObject({ ok: true });
  });

  it('says what it left out', () => {
    const { logAlarms, incomplete } = read({ LogAlarms: [{ AlarmName: 'logs' }], NextToken: 'x' });

    expect([logAlarms, incomplete]).toEqual([['logs'], true]);
    expect(read({ MetricAlarms: [] }).incomplete).toBe(false);
  });

  it('names the faults of an alarm that cannot be evaluated', () => {
    const [alarm] = read({ MetricAlarms: [{ ...METRIC_ALARM, NewField: 1 }] }).alarms;

    expect(alarm?.result).toEqual({
      ok: false,
      errors: [{ path: 'NewField', message: 'is no property here: remove it' }],
    });
  });

  it.each([
    [null, ' is no answer of DescribeAlarms'],
    [[], ' is no answer of DescribeAlarms'],
    [{ Alarms: [] }, 'Alarms is no part of an answer of DescribeAlarms'],
    [{ MetricAlarms: {} }, 'MetricAlarms is no list of alarms'],
    [{ CompositeAlarms: ['any'] }, 'CompositeAlarms[0] is no alarm'],
    [{ MetricAlarms: [{ AlarmName: 'a' }] }, 'MetricAlarms[0].AlarmArn is missing or is no text'],
    [
      { MetricAlarms: [{ ...METRIC_ALARM, StateValue: 'BAD' }] },
      'MetricAlarms[0].StateValue "BAD" is no state: write OK, ALARM, INSUFFICIENT_DATA',
    ],
  ])('is refused as a whole: %j', (answer, fault) => {
    expect(faults(answer)).toEqual([fault]);
  });
});

import { describe, expect, it } from 'vitest';
import { type MetricQuery, type Problem, parseAlarm } from '../src/index.ts';
import { arnOf } from './helpers/alarms.ts';

function metric(id: string, properties: object = {}): object {
  const Metric = { Namespace: 'Shop', MetricName: id };
  return { Id: id, ReturnData: false, MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ...properties };
}

const WATCHED = metric('m1', { ReturnData: true });
const BAND = { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' };

interface Outcome {
  readonly query: MetricQuery | undefined;
  readonly errors: readonly Problem[];
}

function read(Metrics: readonly object[], properties: object = { Threshold: 1 }): Outcome {
  const ComparisonOperator = 'GreaterThanThreshold';
  const alarm = { AlarmName: 'a', EvaluationPeriods: 1, ComparisonOperator, Metrics, ...properties };
  const result = parseAlarm('AWS::CloudWatch::Alarm', alarm, { arn: arnOf('a'), logicalId: 'A' });
  if (!result.ok) return { query: undefined, errors: result.errors };
  return { query: result.alarm.kind === 'metric' ? result.alarm.query : undefined, errors: [] };
}

function readBand(Metrics: readonly object[], ThresholdMetricId = 'ad1'): Outcome {
  return read(Metrics, { ComparisonOperator: 'GreaterThanUpperThreshold', ThresholdMetricId });
}

describe('Metrics with a band', () => {
  it('watches the entry that is not the band, in either order', () => {
    expect(readBand([WATCHED, BAND])).toMatchObject({ errors: [], query: { returned: 'm1' } });
    expect(readBand([BAND, WATCHED])).toMatchObject({ errors: [], query: { returned: 'm1' } });
  });

  it('may watch an expression', () => {
    const rate = { Id: 'rate', Expression: '100 * m1 / m2' };
    const band = { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(rate)' };

    expect(readBand([band, rate, metric('m1'), metric('m2')])).toMatchObject({
      errors: [],
      query: { returned: 'rate' },
    });
  });

  it.each([
    [
      'whose ThresholdMetricId names no entry',
      [WATCHED, BAND],
      'ad2',
      { path: 'ThresholdMetricId', message: '"ad2" is no id of Metrics: write ad1' },
    ],
    [
      'that is not there',
      [WATCHED],
      'ad1',
      {
        path: 'ThresholdMetricId',
        message: '"ad1" is no id of Metrics: add an entry with ANOMALY_DETECTION_BAND',
      },
    ],
    [
      'that is no band',
      [WATCHED, { Id: 'ad1', Expression: 'm1 * 2' }],
      'ad1',
      {
        path: 'ThresholdMetricId',
        message: '"ad1" is no band: its Expression must be ANOMALY_DETECTION_BAND(…)',
      },
    ],
    [
      'that is a metric',
      [WATCHED, metric('ad1', { ReturnData: true })],
      'ad1',
      {
        path: 'ThresholdMetricId',
        message: '"ad1" is no band: its Expression must be ANOMALY_DETECTION_BAND(…)',
      },
    ],
    [
      'that returns no data',
      [WATCHED, { ...BAND, ReturnData: false }],
      'ad1',
      { path: 'Metrics[1].ReturnData', message: 'is false, but the band "ad1" must return data' },
    ],
    [
      'beside which nothing returns data',
      [metric('m1'), BAND],
      'ad1',
      {
        path: 'Metrics',
        message: 'exactly one entry must return data beside the band ad1, but none does: set ReturnData',
      },
    ],
    [
      'beside which two return data',
      [WATCHED, metric('m2', { ReturnData: true }), BAND],
      'ad1',
      {
        path: 'Metrics',
        message: 'exactly one entry must return data beside the band ad1, but these do: m1, m2: set ReturnData',
      },
    ],
    [
      'on METRICS',
      [
        BAND,
        { Id: 'sum', Expression: 'SUM(METRICS())' },
        metric('m1'),
        { ...BAND, Id: 'ad2', Expression: 'ANOMALY_DETECTION_BAND(sum)' },
      ],
      'ad2',
      {
        path: 'Metrics[3].Expression',
        message: 'detects anomalies of sum, which has METRICS in it: name each metric there',
      },
    ],
  ])('refuses a band %s', (_, entries, id, problem) => {
    expect(readBand(entries, id).errors).toContainEqual(problem);
  });

  it('refuses two bands in one expression', () => {
    const Expression = 'm1 - LAST(ANOMALY_DETECTION_BAND(m1)) - LAST(ANOMALY_DETECTION_BAND(m1, 3))';

    expect(read([metric('m1'), { Id: 'e', Expression }]).errors).toContainEqual({
      path: 'Metrics[1].Expression',
      message: 'has a second ANOMALY_DETECTION_BAND at character 46: CloudWatch takes one',
    });
  });

  it('says what is missing if there is a band and no ThresholdMetricId', () => {
    expect(read([WATCHED, BAND]).errors).toContainEqual({
      path: 'Metrics',
      message: 'exactly one entry must return data, but these do: m1, ad1: set ThresholdMetricId to ad1',
    });
  });

  it('refuses a band that is watched itself', () => {
    expect(read([metric('m1'), BAND]).errors).toContainEqual({
      path: 'Metrics[1].Expression',
      message:
        'gives an array of time series: an alarm watches one time series, or compares one with a band that ThresholdMetricId names',
    });
  });
});

describe('Metrics with expressions', () => {
  it('may build them on each other in any order', () => {
    const chain = Array.from({ length: 9 }, (_, index) => ({
      Id: `e${index}`,
      Expression: `e${index + 1} + 1`,
      ReturnData: index === 0,
    }));
    const last = { Id: 'e9', Expression: 'SUM(METRICS("m"))', ReturnData: false };

    expect(read([...chain, last, metric('m1')])).toMatchObject({ errors: [], query: { returned: 'e0' } });
  });

  it('refuses more than ten', () => {
    const many = Array.from({ length: 11 }, (_, index) => ({
      Id: `e${index}`,
      Expression: 'm1',
      ReturnData: index === 0,
    }));

    expect(read([...many, metric('m1')]).errors).toEqual([
      { path: 'Metrics', message: 'has 11 expressions: CloudWatch takes at most 10' },
    ]);
  });

  it('refuses a METRICS that finds nothing', () => {
    expect(read([{ Id: 'e', Expression: 'SUM(METRICS("5xx"))' }, metric('m1')]).errors).toEqual([
      { path: 'Metrics[0].Expression', message: 'METRICS finds no metric whose id contains "5xx" at character 5' },
    ]);
  });

  it('refuses the period of an expression', () => {
    const [rate, half] = ['m1 / PERIOD(m1)', 'rate / PERIOD(rate)'];

    expect(read([{ Id: 'rate', Expression: rate }, metric('m1')]).errors).toEqual([]);
    expect(
      read([{ Id: 'half', Expression: half }, { Id: 'rate', Expression: rate, ReturnData: false }, metric('m1')])
        .errors,
    ).toEqual([
      {
        path: 'Metrics[0].Expression',
        message: 'PERIOD takes the id of a metric, not the result of an expression, at character 15',
      },
    ]);
  });

  it('reports a fault once, where it is', () => {
    const entries = [
      { Id: 'e', Expression: 'f + 1' },
      { Id: 'f', Expression: 'nothing * 2', ReturnData: false },
      metric('m1'),
    ];

    expect(read(entries).errors).toEqual([
      { path: 'Metrics[1].Expression', message: 'no metric or expression has the id nothing at character 1' },
    ]);
  });

  it('keeps labels, accounts and the period of an expression', () => {
    const rate = { Id: 'rate', Expression: 'm1 * 2', Label: 'Rate', Period: 60 };
    const other = metric('m1', { AccountId: '111122223333', Label: '' });

    expect(read([rate, other]).query).toMatchObject({
      entries: [
        { id: 'rate', label: 'Rate', source: { type: 'expression', period: 60 } },
        { id: 'm1', label: '', accountId: '111122223333' },
      ],
    });
  });
});

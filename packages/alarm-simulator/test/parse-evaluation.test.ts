import { describe, expect, it } from 'vitest';
import { type Problem, parseAlarm } from '../src/index.ts';
import { timeZoneFault } from '../src/time-zone.ts';
import { arnOf, compositeAlarm, metricAlarm } from './helpers/alarms.ts';

function problems(properties: object): readonly Problem[] {
  const base = {
    Namespace: 'Shop',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  const result = parseAlarm('AWS::CloudWatch::Alarm', { ...base, ...properties }, { arn: arnOf('a'), logicalId: 'A' });
  return result.ok ? [] : result.errors;
}

describe('the evaluation window', () => {
  it('slides by default', () => {
    expect(metricAlarm('a').window).toEqual({ type: 'sliding' });
    expect(metricAlarm('a', { EvaluationWindow: { SlidingWindow: {} } }).window).toEqual({ type: 'sliding' });
  });

  it('follows a wall clock in UTC, or in the zone that is given', () => {
    const window = (member: object) =>
      metricAlarm('a', { Period: 3600, EvaluationWindow: { WallClockWindow: member } });
    expect(window({}).window).toEqual({ type: 'wallClock', timeZone: 'UTC' });
    expect(window({ Timezone: 'Europe/Berlin' }).window).toEqual({ type: 'wallClock', timeZone: 'Europe/Berlin' });
  });

  it.each([60, 300, 3600, 86_400, 604_800])('may follow a wall clock with periods of %d seconds', (Period) => {
    expect(problems({ Period, EvaluationWindow: { WallClockWindow: {} } })).toEqual([]);
  });

  it.each([
    [
      { SlidingWindow: {}, WallClockWindow: {} },
      'EvaluationWindow',
      'set exactly one of SlidingWindow and WallClockWindow',
    ],
    [{}, 'EvaluationWindow', 'set exactly one of SlidingWindow and WallClockWindow'],
    [
      { WallClockWindow: { TimeZone: 'UTC' } },
      'EvaluationWindow.WallClockWindow.TimeZone',
      'is no property here: write Timezone',
    ],
    [
      { SlidingWindow: { Timezone: 'UTC' } },
      'EvaluationWindow.SlidingWindow.Timezone',
      'is no property here: remove it',
    ],
  ])('is refused as %j', (EvaluationWindow, path, message) => {
    expect(problems({ EvaluationWindow })).toContainEqual({ path, message });
  });

  it('is refused on a wall clock with any other period', () => {
    expect(problems({ Period: 600, EvaluationWindow: { WallClockWindow: {} } })).toEqual([
      {
        path: 'EvaluationWindow.WallClockWindow',
        message: 'does not go with a period of 600 seconds: it takes 60, 300, 3600, 86400, 604800',
      },
    ]);
  });

  it.each(['America/New_York', 'UTC', '+05:30', '-03:00', 'UTC+05:45'])('takes the zone %s', (zone) => {
    expect(timeZoneFault(zone)).toBeUndefined();
  });

  it.each(['Mars/Olympus', '+05:31', '+24:00', '+5:30', 'GMT+05:30', '', `Europe/${'x'.repeat(50)}`])(
    'does not take the zone %j',
    (zone) => {
      expect(timeZoneFault(zone)).toMatch(/ is no time zone: write an IANA name such as Europe\/Berlin, or an offset/);
    },
  );
});

describe('the warm-up', () => {
  it('is none by default, and ends early by default', () => {
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 30 };
    expect(metricAlarm('a')).not.toHaveProperty('warmUp');
    expect(metricAlarm('a', { WarmUpConfiguration }).warmUp).toEqual({ minutes: 30, onlyStartAfter: false });
  });

  it('may last its whole time', () => {
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 2880, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
    expect(metricAlarm('a', { WarmUpConfiguration }).warmUp).toEqual({ minutes: 2880, onlyStartAfter: true });
  });

  it.each([
    [0, '0 is out of range: write a whole number of at least 1'],
    [2881, '2881 is more than 2880, two days'],
  ])('is refused with %d minutes', (WarmUpPeriodDurationInMinutes, message) => {
    expect(problems({ WarmUpConfiguration: { WarmUpPeriodDurationInMinutes } })).toEqual([
      { path: 'WarmUpConfiguration.WarmUpPeriodDurationInMinutes', message },
    ]);
  });
});

const METRICS = [
  { Id: 'm1', MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders' }, Period: 300, Stat: 'Sum' } },
  { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
];

const CONDITIONS = { EvaluationPeriods: 2, ThresholdMetricId: 'ad1', Metrics: METRICS };

function bandProblems(changes: object): readonly Problem[] {
  const properties = { ...CONDITIONS, ComparisonOperator: 'LessThanLowerThreshold', ...changes };
  const result = parseAlarm('AWS::CloudWatch::Alarm', properties, { arn: arnOf('a'), logicalId: 'A' });
  return result.ok ? [] : result.errors;
}

describe('the limit', () => {
  it.each(['LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold', 'GreaterThanUpperThreshold'])(
    'is the band that is named, with %s',
    (ComparisonOperator) => {
      const properties = { ...CONDITIONS, ComparisonOperator };
      const result = parseAlarm('AWS::CloudWatch::Alarm', properties, { arn: arnOf('a'), logicalId: 'A' });

      expect(result).toMatchObject({
        ok: true,
        alarm: { limit: { type: 'band', id: 'ad1' }, query: { returned: 'm1' } },
      });
    },
  );

  it.each([
    [{ Threshold: 5 }, 'Threshold', 'has no meaning beside a band: remove it'],
    [
      { ThresholdMetricId: undefined },
      'ThresholdMetricId',
      'is missing: the operator compares with the band of an entry of Metrics',
    ],
    [{ ComparisonOperator: 'GreaterThanThreshold' }, 'Threshold', 'is missing'],
    [
      { ComparisonOperator: 'GreaterThanThreshold' },
      'ThresholdMetricId',
      'goes with the operators of anomaly detection only: remove it',
    ],
  ])('is refused with %j', (changes, path, message) => {
    expect(bandProblems(changes)).toContainEqual({ path, message });
  });

  it('is refused as a band beside one metric', () => {
    expect(
      problems({ Threshold: undefined, ComparisonOperator: 'LessThanLowerThreshold', ThresholdMetricId: 'ad1' }),
    ).toContainEqual({
      path: 'Metrics',
      message: 'is missing: a band is an expression in Metrics',
    });
  });

  it('is refused as a band with periods below a minute', () => {
    const [metric, band] = METRICS;
    const short = { ...metric, MetricStat: { ...metric?.MetricStat, Period: 30 } };
    expect(bandProblems({ Metrics: [short, band] })).toContainEqual({
      path: 'ThresholdMetricId',
      message: 'anomaly detection takes periods of 60 seconds and more',
    });
  });
});

describe('the tags that notifications carry', () => {
  const Tags = [
    { Key: 'team', Value: 'ml' },
    { Key: 'stage', Value: 'prod' },
    { Key: 'aws:cloudformation:stack-name', Value: 'App' },
  ];
  const propagated = (AlarmTagsPropagation: object) =>
    compositeAlarm('c', 'TRUE', { Tags, ActionConfiguration: { AlarmTagsPropagation } }).propagatedTags;

  it('are none unless the alarm says so', () => {
    expect(metricAlarm('a', { Tags })).not.toHaveProperty('propagatedTags');
    expect(propagated({ Enabled: false })).toBeUndefined();
  });

  it("are all but AWS's own, or those chosen", () => {
    expect(propagated({ Enabled: true })).toEqual({ team: 'ml', stage: 'prod' });
    expect(propagated({ Enabled: true, IncludedTagKeys: ['team', 'gone'] })).toEqual({ team: 'ml' });
    expect(propagated({ Enabled: true, ExcludedTagKeys: ['team'] })).toEqual({ stage: 'prod' });
  });

  it.each([
    [{}, 'Enabled', 'is missing: write true or false'],
    [
      { Enabled: true, IncludedTagKeys: ['a'], ExcludedTagKeys: ['b'] },
      'ExcludedTagKeys',
      'cannot stand beside IncludedTagKeys: keep one of the two',
    ],
  ])('are refused with %j', (AlarmTagsPropagation, name, message) => {
    expect(problems({ ActionConfiguration: { AlarmTagsPropagation } })).toContainEqual({
      path: `ActionConfiguration.AlarmTagsPropagation.${name}`,
      message,
    });
  });

  it('are refused with a fault in a tag', () => {
    expect(problems({ Tags: [{ Key: 'team' }] })).toEqual([{ path: 'Tags[0].Value', message: 'is missing' }]);
  });
});

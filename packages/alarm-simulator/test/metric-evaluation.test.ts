import { describe, expect, it } from 'vitest';
import {
  AlarmEngine,
  evaluationInterval,
  MemorySource,
  type MetricAlarm,
  type Sample,
  thresholdRule,
  type Verdict,
} from '../src/index.ts';
import { MINUTE, metricAlarm, NOON, parsed } from './helpers/alarms.ts';

function mathAlarm(expression: string, properties: object = {}, stat = 'Sum'): MetricAlarm {
  const alarm = parsed('Alarm', 'math', {
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: [
      { Id: 'watched', Expression: expression },
      ...['m1', 'm2'].map((name) => ({
        Id: name,
        ReturnData: false,
        MetricStat: { Metric: { Namespace: 'Shop', MetricName: name }, Period: 60, Stat: stat },
      })),
    ],
    ...properties,
  });
  if (alarm.kind !== 'metric') throw new Error('not a metric alarm');
  return alarm;
}

function directAlarm(stat: string, properties: object = {}): MetricAlarm {
  const Metric = { Namespace: 'Shop', MetricName: 'm1' };
  const Metrics = [{ Id: 'm1', Label: 'labelled', MetricStat: { Metric, Period: 60, Stat: stat } }];
  return mathAlarm('', { Metrics, ...properties });
}

/** Samples of `m1` and `m2` in the minutes before noon, newest last; `undefined` is a minute without a sample. */
function untilNoon(
  noon: Readonly<Record<string, readonly (number | undefined)[]>>,
  more: Partial<Sample> = {},
): MemorySource {
  const source = new MemorySource();
  for (const [metricName, values] of Object.entries(noon)) {
    const samples = values.flatMap((value, index) =>
      value === undefined ? [] : [{ timestamp: NOON - (values.length - index) * MINUTE, value, ...more }],
    );
    source.add({ namespace: 'Shop', metricName, dimensions: {} }, samples);
  }
  return source;
}

function verdict(alarm: MetricAlarm, source: MemorySource): Verdict | undefined {
  return new AlarmEngine([alarm]).explain(alarm.name, NOON, source);
}

describe('how often an alarm is evaluated', () => {
  it.each([
    [60, 1, 60_000],
    [300, 3, 60_000],
    [10, 6, 10_000],
    [20, 1, 10_000],
    [30, 1, 10_000],
    [3600, 24, 60_000],
    [3600, 25, 3_600_000],
    [86_400, 7, 3_600_000],
  ])('period %d, %d periods: every %d ms', (Period, EvaluationPeriods, interval) => {
    expect(evaluationInterval(metricAlarm('a', { Period, EvaluationPeriods }))).toBe(interval);
  });
});

describe('the rule of an alarm', () => {
  it('of the classic form names its statistic and unit', () => {
    const alarm = metricAlarm('a', { Unit: 'Count', EvaluationPeriods: 3, TreatMissingData: 'ignore' });

    expect(thresholdRule(alarm)).toEqual({
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 3,
      treatMissingData: 'ignore',
      period: 60,
      statistic: 'Sum',
      unit: 'Count',
    });
  });

  it('has M only if the alarm says it, because the reason repeats only that', () => {
    expect(thresholdRule(metricAlarm('a', { EvaluationPeriods: 3 }))).not.toHaveProperty('datapointsToAlarm');
    expect(thresholdRule(metricAlarm('a', { DatapointsToAlarm: 1 }))).toMatchObject({ datapointsToAlarm: 1 });
  });

  it('asks for enough samples if it ignores few', () => {
    const p99 = { Statistic: undefined, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' };

    expect(thresholdRule(metricAlarm('a', p99)).minimumSamples).toBe(1000);
  });

  it('of metric math names neither statistic nor unit', () => {
    const rule = thresholdRule(mathAlarm('m1 + m2'));

    expect(rule).not.toHaveProperty('statistic');
    expect(rule.period).toBe(60);
  });
});

describe('an alarm on a labelled metric', () => {
  it('has datapoints without a sample count', () => {
    const found = verdict(directAlarm('Sum'), untilNoon({ m1: [20] }));

    expect(found).toMatchObject({ state: 'ALARM', certainty: 'documented' });
    expect(found?.reasonData.evaluatedDatapoints).toEqual([{ timestamp: '2025-01-13T11:59:00.000+0000', value: 20 }]);
  });

  /** "If we use the `Metrics` field … the Alarm cannot evaluate at all" (guide of the CDK's CloudWatch module). */
  it('that ignores few samples is undocumented, for AWS cannot count them in this form', () => {
    const alarm = directAlarm('p90', { EvaluateLowSampleCountPercentile: 'ignore' });

    expect(verdict(alarm, untilNoon({ m1: [20] }))).toMatchObject({ state: 'ALARM', certainty: 'undocumented' });
    expect(verdict(alarm, untilNoon({ m2: [20] }))).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      certainty: 'documented',
    });
  });
});

describe('an alarm on an expression', () => {
  it('computes each metric once, however often it is named', () => {
    expect(verdict(mathAlarm('m1 * m1 + m1'), untilNoon({ m1: [3] }))?.reasonData.recentDatapoints).toEqual([12]);
  });

  it('has a missing datapoint where the expression gives none', () => {
    const found = verdict(
      mathAlarm('m1 / m2', { TreatMissingData: 'breaching' }),
      untilNoon({ m1: [1, 1, 1], m2: [0, 0, 0] }),
    );

    expect(found).toMatchObject({ state: 'ALARM', rule: 'missing counted as breaching' });
  });

  it('takes a metric without data as missing, not as zero', () => {
    expect(verdict(mathAlarm('m1 + m2'), untilNoon({}))).toMatchObject({ state: 'INSUFFICIENT_DATA' });
    expect(verdict(mathAlarm('FILL(m1, 0) + 11'), untilNoon({}))).toMatchObject({ state: 'ALARM' });
  });

  it('dates its datapoints by the periods of its metrics', () => {
    const found = verdict(mathAlarm('m1 + m2', { EvaluationPeriods: 2 }), untilNoon({ m1: [20, 30], m2: [1, 1] }));

    expect(found?.reason).toContain('[31.0 (13/01/25 11:59:00), 21.0 (13/01/25 11:58:00)]');
  });

  it('is inferred if a percentile in it hangs on rounding', () => {
    const spread = new MemorySource().add({ namespace: 'Shop', metricName: 'm1', dimensions: {} }, [
      { timestamp: NOON - MINUTE, value: 20 },
      { timestamp: NOON - MINUTE, value: 30 },
    ]);

    expect(verdict(mathAlarm('m1 / 1', {}, 'p90'), spread)?.certainty).toBe('inferred');
    expect(verdict(mathAlarm('m1 / 1', {}, 'p90'), untilNoon({ m1: [20] }))?.certainty).toBe('documented');
  });

  it('is undocumented if a metric in it mixes units', () => {
    const metric = { namespace: 'Shop', metricName: 'm1', dimensions: {} };
    const mixed = untilNoon({ m1: [20] }, { unit: 'Seconds' }).add(metric, [
      { timestamp: NOON - MINUTE, value: 20, unit: 'Bytes' },
    ]);

    expect(verdict(mathAlarm('m1 + 0'), mixed)?.certainty).toBe('undocumented');
  });

  it('on a single-series aggregate sees the whole evaluation range, which AWS advises against', () => {
    const found = verdict(mathAlarm('m1 - MIN(m1)'), untilNoon({ m1: [1, 50, 20] }));

    expect(found).toMatchObject({ state: 'ALARM', certainty: 'inferred', reasonData: { recentDatapoints: [19] } });
  });
});

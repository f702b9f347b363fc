import { describe, expect, it } from 'vitest';
import { AlarmEngine, MemorySource, type MetricAlarm, type Verdict } from '../src/index.ts';
import { MINUTE, NOON, parsed } from './helpers/alarms.ts';

/** An alarm that fires above `Threshold` on one datapoint of an expression over `m1` and `m2`. */
function alarmOn(Expression: string, Threshold: number, properties: object = {}, Period = 60): MetricAlarm {
  const metrics = ['m1', 'm2'].map((name) => ({
    Id: name,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: name }, Period, Stat: 'Sum' },
  }));
  const alarm = parsed('Alarm', 'math', {
    EvaluationPeriods: 1,
    Threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: [{ Id: 'watched', Expression }, ...metrics],
    ...properties,
  });
  if (alarm.kind !== 'metric') throw new Error('not a metric alarm');
  return alarm;
}

/** Samples of the minutes before `end`, the newest last; `undefined` is a minute without one. */
function until(end: number, columns: Readonly<Record<string, readonly (number | undefined)[]>>): MemorySource {
  const source = new MemorySource();
  for (const [metricName, values] of Object.entries(columns)) {
    const samples = values.flatMap((value, index) =>
      value === undefined ? [] : [{ timestamp: end - (values.length - index) * MINUTE, value }],
    );
    source.add({ namespace: 'Shop', metricName, dimensions: {} }, samples);
  }
  return source;
}

function verdictAt(alarm: MetricAlarm, end: number, source: MemorySource): Verdict | undefined {
  return new AlarmEngine([alarm]).explain(alarm.name, end, source);
}

describe('an alarm on metric math', () => {
  it('watches how fast a counter grows', () => {
    const alarm = alarmOn('RATE(m1)', 1);

    expect(verdictAt(alarm, NOON, until(NOON, { m1: [0, 60, 180] }))).toMatchObject({
      state: 'ALARM',
      reasonData: { recentDatapoints: [2] },
    });
    expect(verdictAt(alarm, NOON, until(NOON, { m1: [0, 180, 240] }))).toMatchObject({ state: 'OK' });
  });

  it('watches requests per second', () => {
    const source = until(NOON, { m1: [600, 600, 600, 600, 600] });

    expect(verdictAt(alarmOn('m1 / PERIOD(m1)', 9, {}, 300), NOON, source)).toMatchObject({
      state: 'ALARM',
      certainty: 'documented',
      reasonData: { recentDatapoints: [10] },
    });
  });

  it('watches the sum of all metrics', () => {
    const source = until(NOON, { m1: [3], m2: [4] });

    expect(verdictAt(alarmOn('SUM(METRICS())', 6), NOON, source)?.state).toBe('ALARM');
    expect(verdictAt(alarmOn('SUM(METRICS("2"))', 6), NOON, source)?.state).toBe('OK');
  });

  it('watches office hours only', () => {
    const alarm = alarmOn('IF(DAY(m1) < 6 AND HOUR(m1) >= 9 AND HOUR(m1) < 17, m1)', 10, {
      TreatMissingData: 'notBreaching',
    });
    const sunday = NOON - 24 * 60 * MINUTE;

    expect(verdictAt(alarm, NOON, until(NOON, { m1: [50, 50, 50] }))?.state).toBe('ALARM');
    expect(verdictAt(alarm, sunday, until(sunday, { m1: [50, 50, 50] }))?.state).toBe('OK');
  });

  it('watches how many metrics report', () => {
    const alarm = alarmOn('FILL(DATAPOINT_COUNT(METRICS()), 0)', 1.5, { ComparisonOperator: 'LessThanThreshold' });

    expect(verdictAt(alarm, NOON, until(NOON, { m1: [1, 1, 1], m2: [1, 1, undefined] }))?.state).toBe('ALARM');
    expect(verdictAt(alarm, NOON, until(NOON, { m1: [1, 1, 1], m2: [undefined, 1, 1] }))?.state).toBe('OK');
  });

  it('sees the filler if the newest minute never has data, and so never fires, as AWS warns', () => {
    const late = until(NOON, { m1: [50, 50, undefined] });

    expect(verdictAt(alarmOn('FILL(m1, 0)', 10), NOON, late)?.state).toBe('OK');
    expect(verdictAt(alarmOn('FILL(m1, REPEAT)', 10), NOON, late)?.state).toBe('ALARM');
    expect(verdictAt(alarmOn('m1 * 1', 10), NOON, late)?.state).toBe('ALARM');
  });

  it('decides idle minutes of an error rate by its treatment of missing data', () => {
    const idle = until(NOON, { m1: [0, 0, 0], m2: [0, 0, 0] });
    const rate = (TreatMissingData: string) => alarmOn('100 * m1 / (m1 + m2)', 5, { TreatMissingData });

    expect(verdictAt(rate('notBreaching'), NOON, idle)?.state).toBe('OK');
    expect(verdictAt(rate('breaching'), NOON, idle)?.state).toBe('ALARM');
    expect(verdictAt(rate('missing'), NOON, idle)?.state).toBe('INSUFFICIENT_DATA');
  });

  it.each([
    ['m1 + RUNNING_SUM(m2)', 'inferred'],
    ['m1 - MIN(m1)', 'inferred'],
    ['m1 + FIRST(SORT(METRICS(), MAX, DESC))', 'inferred'],
    ['AVG(REMOVE_EMPTY(METRICS()))', 'inferred'],
    ['-m1 ^ 2', 'inferred'],
    ['m1 / STDDEV(m1)', 'undocumented'],
    ['STDDEV(METRICS())', 'undocumented'],
    ['100 * m1 / (m1 + m2)', 'documented'],
    ['DIFF(m1) + ABS(m2)', 'documented'],
  ])('is as sure as what AWS publishes of it: %s is %s', (text, certainty) => {
    const source = until(NOON, { m1: [1, 5, 9], m2: [2, 2, 7] });

    expect(verdictAt(alarmOn(text, 0), NOON, source)?.certainty).toBe(certainty);
  });
});

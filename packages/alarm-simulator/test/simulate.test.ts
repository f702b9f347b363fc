import { describe, expect, it } from 'vitest';
import { MemorySource, type SampleSource, simulate } from '../src/index.ts';
import {
  compositeAlarm,
  ERRORS,
  MINUTE,
  metricAlarm,
  NOON,
  samplesAt,
  switchedAlarm,
  switches,
} from './helpers/alarms.ts';

const END = NOON + 10 * MINUTE;
const span = { from: NOON, to: END };

function errors() {
  const source = new MemorySource()
    .add(ERRORS, samplesAt([-3, -2, -1, 0, 1, 2, 5, 6, 7, 8, 9], 0))
    .add(ERRORS, samplesAt([3, 4]));
  return simulate({ alarms: [metricAlarm('errors', { TreatMissingData: 'missing' })], source, ...span });
}

const minutes = ({ from, to }: { readonly from: number; readonly to: number }) =>
  [from, to].map((at) => (at - NOON) / MINUTE);

describe('a simulation', () => {
  it('has the transitions of its stretch of time', () => {
    const { from, to, transitions } = errors();

    expect([from, to]).toEqual([NOON, END]);
    expect(transitions.map((transition) => [(transition.at - NOON) / MINUTE, transition.to])).toEqual([
      [0, 'OK'],
      [4, 'ALARM'],
      [6, 'OK'],
    ]);
  });

  it('cuts its time into intervals without a gap, each with what it rests on', () => {
    const intervals = errors().intervals('errors');

    expect(intervals.map((interval) => [interval.state, ...minutes(interval)])).toEqual([
      ['OK', 0, 4],
      ['ALARM', 4, 6],
      ['OK', 6, 10],
    ]);
    expect(intervals[1]).toMatchObject({
      reason: 'Threshold Crossed: 1 datapoint [1.0 (13/01/25 12:03:00)] was greater than the threshold (0.0).',
      certainty: 'documented',
      rule: 'newest datapoints',
    });
  });

  it('says unchecked of an alarm that nothing has been decided about', () => {
    const { intervals } = simulate({ alarms: [metricAlarm('errors')], source: new MemorySource(), ...span });

    expect(intervals('errors')).toEqual([
      {
        state: 'INSUFFICIENT_DATA',
        ...span,
        reason: 'Unchecked: Initial alarm creation',
        certainty: 'documented',
        rule: undefined,
      },
    ]);
  });

  it('knows the state at each instant, changes of that instant included', () => {
    const { stateAt } = errors();

    expect([-1, 0, 3.9, 4, 5.9, 6, 99].map((minute) => stateAt('errors', NOON + minute * MINUTE))).toEqual([
      'INSUFFICIENT_DATA',
      'OK',
      'OK',
      'ALARM',
      'ALARM',
      'OK',
      'OK',
    ]);
  });

  it('explains an evaluation from the state before it', () => {
    const ignoring = metricAlarm('errors', { TreatMissingData: 'ignore' });
    const source = new MemorySource().add(ERRORS, samplesAt([3]));
    const { explain } = simulate({ alarms: [ignoring], source, ...span });

    expect(explain('errors', NOON + 4 * MINUTE)).toMatchObject({
      state: 'ALARM',
      reasonData: { recentDatapoints: [1] },
    });
    expect(explain('errors', NOON + 3 * MINUTE)).toMatchObject({ state: 'INSUFFICIENT_DATA' });
    expect(explain('errors', NOON + 9 * MINUTE)).toMatchObject({ state: 'ALARM', reason: /^State retained/ });
  });

  it('has intervals of composite alarms, and explains metric alarms only', () => {
    const alarms = [switchedAlarm('a'), compositeAlarm('top', 'ALARM(a)')];
    const { intervals, explain } = simulate({ alarms, source: switches({ a: [2, 3] }), ...span });

    expect(intervals('top').map((interval) => [interval.state, ...minutes(interval), interval.rule])).toEqual([
      ['OK', 0, 2, 'alarm rule'],
      ['ALARM', 2, 4, 'alarm rule'],
      ['OK', 4, 10, 'alarm rule'],
    ]);
    expect(explain('top', NOON)).toBeUndefined();
  });

  it('does not take delayed actions for a change of state', () => {
    const top = compositeAlarm('top', 'ALARM(a)', {
      AlarmActions: ['arn:x'],
      ActionsSuppressor: 'quiet',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });
    const source = switches({ a: [2, 3, 4, 5], quiet: [] });
    const simulation = simulate({ alarms: [switchedAlarm('a'), switchedAlarm('quiet'), top], source, ...span });

    expect(simulation.transitions.filter(({ kind }) => kind === 'delayedActions')).toHaveLength(1);
    expect(simulation.intervals('top')).toHaveLength(3);
  });

  it('refuses names and times that there are not', () => {
    expect(() => errors().intervals('other')).toThrow('no alarm is named "other"');
    expect(() => errors().stateAt('other', NOON)).toThrow(RangeError);
    expect(() => simulate({ alarms: [], source: new MemorySource(), from: END, to: NOON })).toThrow('is before from');
  });

  it('takes a source that is neither settled nor in columns', () => {
    const source: SampleSource = { samples: () => samplesAt([3, 4]) };

    expect(simulate({ alarms: [metricAlarm('errors')], source, ...span }).stateAt('errors', NOON + 5 * MINUTE)).toBe(
      'ALARM',
    );
  });
});

describe('notes of a verdict', () => {
  const p90 = { Statistic: undefined, ExtendedStatistic: 'p90', EvaluationPeriods: 1 };
  const hidden = { timestamp: NOON + MINUTE, sampleCount: 4, sum: 20, minimum: 2, maximum: 9 };

  it('say which periods have data and no datapoint, because a statistic set hides the values', () => {
    const source = new MemorySource().add(ERRORS, [hidden]);
    const { explain } = simulate({ alarms: [metricAlarm('slow', p90)], source, ...span });

    expect(explain('slow', NOON + 2 * MINUTE)).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      notes: [expect.stringMatching(/^no datapoint at 2025-01-13T12:01:00.000\+0000: a statistic set/)],
    });
    expect(explain('slow', NOON + MINUTE)).not.toHaveProperty('notes');
  });

  it('say that a band is the stand-in, not that one is given', () => {
    const band = metricAlarm('band', {
      ...{ Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined, Threshold: undefined },
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'band',
      Metrics: [
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
        { Id: 'm1', MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' } },
      ],
    });
    const source = new MemorySource().add(ERRORS, samplesAt([1], 7));
    const at = NOON + 2 * MINUTE;
    const given = simulate({
      alarms: [band],
      source,
      ...span,
      options: { band: () => () => ({ lower: 0, upper: 5 }) },
    });

    expect(given.explain('band', at)).toMatchObject({ state: 'ALARM', certainty: 'documented' });
    expect(given.explain('band', at)).not.toHaveProperty('notes');
    expect(simulate({ alarms: [band], source, ...span }).explain('band', at)).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      notes: [expect.stringContaining('stand-in model')],
    });
  });
});

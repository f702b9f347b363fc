import { describe, expect, it } from 'vitest';
import { simulate } from '../../../../alarm-simulator/src/index.ts';
import { connect } from '../../../src/backtest/history/connect.ts';
import type { HistorySeries } from '../../../src/backtest/history/types.ts';
import { compositeAlarm, connectOne, HOUR, LATENCY, MINUTE, metricAlarm, START, seriesOf, setsOf } from '../support.ts';

const statistic = (name: string, period: number, values: readonly number[]): HistorySeries =>
  seriesOf(values, { form: { type: 'statistic', statistic: name }, period, step: period * 1000 });

/** When a simulated alarm first goes into ALARM; undefined if it never does. */
function firstAlarm(alarm: ReturnType<typeof metricAlarm>, history: readonly HistorySeries[], to: number) {
  const { connected, source } = connectOne(alarm, history);
  const { transitions } = simulate({ alarms: [connected.simulated], source, from: START, to });
  return transitions.find((transition) => transition.to === 'ALARM')?.at;
}

describe('alarms joined with a history', () => {
  it('of published values are as sure as the documentation', () => {
    const { connected } = connectOne(metricAlarm(), [seriesOf([1, 2, 3])]);

    expect(connected).toMatchObject({ certainty: 'documented', notes: [], from: START, to: START + 2 * MINUTE });
  });

  it('keep their own metric for whoever reads about them', () => {
    const { connected } = connectOne(metricAlarm(), [seriesOf([1])]);

    expect(connected.alarm).toMatchObject({ query: { metric: LATENCY } });
  });

  it('see a row that sums up a period when the period is over, and no minute sooner', () => {
    const quarterHours = [1, 1, 500, 1].map((mean) => mean);

    const at = firstAlarm(metricAlarm({ Period: 900 }), [setsOf(quarterHours, 0, 900)], START + HOUR);

    expect(at).toBe(START + 45 * MINUTE);
  });

  it('see the same as in single values where the rows are as long as the period', () => {
    const values = [50, 150, 150, 50, 50, 150];
    const alarm = metricAlarm({ EvaluationPeriods: 2, DatapointsToAlarm: 2 });

    const fromRows = firstAlarm(alarm, [statistic('Average', 60, values)], START + HOUR);
    const fromValues = firstAlarm(alarm, [seriesOf(values)], START + HOUR);

    expect(fromRows).toBe(fromValues);
  });

  it('are told that percentiles are lost in statistic sets', () => {
    const p90 = metricAlarm({ Statistic: undefined, ExtendedStatistic: 'p90' });

    const { connected } = connectOne(p90, [setsOf([10, 20, 30], 5, 60)]);

    expect(connected.certainty).toBe('undocumented');
    expect(connected.notes.join()).toContain('3 of 3 rows of sets.csv are statistic sets that hide them');
  });

  it('lose nothing in sets whose values are all alike', () => {
    const p90 = metricAlarm({ Statistic: undefined, ExtendedStatistic: 'p90' });

    const { connected } = connectOne(p90, [setsOf([10, 20, 30], 0, 60)]);

    expect(connected).toMatchObject({ certainty: 'documented', notes: [] });
  });

  it('put averages together with the same weight, and say so', () => {
    const { connected } = connectOne(metricAlarm({ Period: 300 }), [statistic('Average', 60, [1, 2, 3, 4, 5])]);

    expect(connected.certainty).toBe('inferred');
    expect(connected.notes.join()).toContain('each with the same weight');
  });

  it('count the samples of SampleCount', () => {
    const busy = metricAlarm({ Statistic: 'SampleCount', Period: 120, Threshold: 9 });

    const at = firstAlarm(busy, [statistic('SampleCount', 60, [4, 4, 6, 6])], START + HOUR);

    // Minutes 2 and 3 have 4 + 6 samples; minute 3 is over at minute 4 of the clock.
    expect(at).toBe(START + 3 * MINUTE);
  });

  it('take published values rather than what was summed up', () => {
    const { connected } = connectOne(metricAlarm(), [statistic('Average', 60, [1, 1]), seriesOf([2, 2])]);

    expect(connected).toMatchObject({ certainty: 'documented', notes: [] });
  });

  it('take percentiles of just their own period rather than finer ones', () => {
    const p90 = metricAlarm({ Statistic: undefined, ExtendedStatistic: 'p90', Period: 300 });

    const { connected } = connectOne(p90, [statistic('p90', 60, [1]), statistic('p90', 300, [1])]);

    expect(connected.certainty).toBe('inferred');
    expect(connected.notes.join()).not.toContain('stand-in');
  });

  it('take values without a unit as those that they ask for, and say so', () => {
    const { connected } = connectOne(metricAlarm({ Unit: 'Milliseconds' }), [seriesOf([1])]);

    expect(connected.notes).toEqual([
      'history.csv names no unit: its values are taken as Milliseconds, which the alarm asks for',
    ]);
  });

  it.each([
    [
      'another metric',
      metricAlarm({ MetricName: 'Errors' }),
      [seriesOf([1])],
      'nothing in it is Shop/Errors{Service=web}',
    ],
    [
      'another unit',
      metricAlarm({ Unit: 'Seconds' }),
      [seriesOf([1], { unit: 'Bytes' })],
      'is in Bytes, and the alarm counts Seconds only',
    ],
    ['coarser rows', metricAlarm(), [setsOf([1], 0, 300)], "coarser than the alarm's period of 60 s"],
    ['rows that do not fit', metricAlarm({ Period: 300 }), [setsOf([1], 0, 120)], 'is no multiple of that'],
    [
      'another statistic',
      metricAlarm(),
      [statistic('Sum', 60, [1])],
      'has Sum of Shop/Latency{Service=web}, and the alarm needs Average',
    ],
    [
      'two units',
      metricAlarm(),
      [seriesOf([1], { unit: 'Bytes' }), seriesOf([1], { unit: 'Bits' })],
      'set Unit of the alarm',
    ],
  ])('have no history in %s', (_, alarm, history, reason) => {
    const { connected, skipped } = connect([alarm], history);

    expect(connected).toEqual([]);
    expect(skipped).toMatchObject([{ alarm: { name: 'Slow' }, reason: expect.stringContaining(reason) }]);
  });

  it('that are composite begin with the latest of their children', () => {
    const other = metricAlarm({ AlarmName: 'Errors', MetricName: 'Errors' });
    const errors = { ...seriesOf([undefined, 1, 1]), metric: { ...LATENCY, metricName: 'Errors' } };

    const { connected } = connect(
      [compositeAlarm('Both', 'ALARM("Slow") AND ALARM("Errors")'), metricAlarm(), other],
      [seriesOf([1, 1]), errors],
    );

    expect(connected.map(({ alarm, from }) => [alarm.name, from])).toEqual([
      ['Both', START + MINUTE],
      ['Slow', START],
      ['Errors', START + MINUTE],
    ]);
  });

  it('that are composite cannot be told without one of their children', () => {
    const { skipped } = connect(
      [compositeAlarm('Both', 'ALARM("Slow") AND ALARM("Gone")'), metricAlarm()],
      [seriesOf([1])],
    );

    expect(skipped).toMatchObject([{ reason: 'it refers to Gone, which has no history' }]);
  });
});

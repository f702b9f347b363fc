import { describe, expect, it } from 'vitest';
import type { AlarmDefinition } from '../../../alarm-simulator/src/index.ts';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { connect } from '../../src/backtest/history/connect.ts';
import { DEFAULT_MEASURE } from '../../src/backtest/measure/types.ts';
import { compositeAlarm, HOUR, LATENCY, MINUTE, metricAlarm, START, seriesOf, withPeaks } from './support.ts';

/** Ten hours of 50, with 500 for ten minutes after two, and for thirty after five hours. */
const VALUES = withPeaks(600, 50, [
  [120, 10, 500],
  [300, 30, 500],
]);

async function backtest(
  alarms: readonly AlarmDefinition[] = [metricAlarm()],
  options: Partial<Parameters<typeof runBacktest>[0]> = {},
) {
  const result = await runBacktest({
    connection: connect(alarms, [seriesOf(VALUES)]),
    measure: DEFAULT_MEASURE,
    ...options,
  });
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  return result.backtest;
}

describe('a backtest', () => {
  it('tells the stretches in ALARM, the notifications and the time in each state', async () => {
    const { alarms, stretch } = await backtest();

    const outcome = alarms[0]?.outcome;
    expect(stretch).toEqual({ from: START, to: START + 10 * HOUR });
    expect(outcome?.intervals.map(({ from, to }) => [(from - START) / MINUTE, (to - START) / MINUTE])).toEqual([
      [121, 131],
      [301, 331],
    ]);
    expect(outcome?.notifications).toMatchObject([
      { at: START + 121 * MINUTE, from: 'OK', to: 'ALARM', actions: ['arn:aws:sns:eu-west-1:123456789012:on-call'] },
      { at: START + 301 * MINUTE },
    ]);
    expect(outcome?.timeInState.ALARM).toBe(40 * MINUTE);
    const { from, to } = outcome?.covered ?? { from: 0, to: 0 };
    expect(Object.values(outcome?.timeInState ?? {}).reduce((sum, time) => sum + time, 0)).toBe(to - from);
    expect(outcome?.detection).toBeUndefined();
  });

  it('knows which incidents an alarm told of', async () => {
    const incidents = [
      { name: 'slow disk', start: START + 5 * HOUR, end: START + 6 * HOUR },
      { name: 'nobody noticed', start: START + 8 * HOUR, end: START + 9 * HOUR },
    ];

    const { alarms } = await backtest(undefined, { incidents });

    expect(alarms[0]?.outcome.detection).toMatchObject({
      incidents: [{ outcome: 'detected', timeToDetectMs: MINUTE }, { outcome: 'missed' }],
      falseAlarms: 1,
    });
    expect(alarms[0]?.outcome.intervals.map(({ incidents: touched }) => touched)).toEqual([[], ['slow disk']]);
  });

  it('keeps to the time that is asked for', async () => {
    const { alarms, stretch } = await backtest(undefined, { from: START + 4 * HOUR, to: START + 315 * MINUTE });

    expect(stretch).toEqual({ from: START + 4 * HOUR, to: START + 315 * MINUTE });
    expect(alarms[0]?.outcome.intervals).toMatchObject([{ from: START + 301 * MINUTE, open: true }]);
  });

  it('simulates what a composite alarm refers to, and tells only of what is asked for', async () => {
    const alarms = [metricAlarm(), compositeAlarm('Shop', 'ALARM("Slow")')];

    const result = await backtest(alarms, { wanted: new Set(['Shop']) });

    expect(result.alarms.map(({ outcome }) => [outcome.name, outcome.intervals.length])).toEqual([['Shop', 2]]);
  });

  it('names the alarms without history beside the others', async () => {
    const { alarms, skipped } = await backtest([
      metricAlarm(),
      metricAlarm({ AlarmName: 'Errors', MetricName: 'Errors' }),
    ]);

    expect(alarms).toHaveLength(1);
    expect(skipped).toEqual([{ name: 'Errors', reason: 'no history: nothing in it is Shop/Errors{Service=web}' }]);
  });

  it('fails with the reasons if no alarm has a history', async () => {
    const connection = connect([metricAlarm({ MetricName: 'Errors' })], [seriesOf([1])]);

    const result = await runBacktest({ connection, measure: DEFAULT_MEASURE });

    expect(result).toEqual({
      status: 'error',
      lines: ['no alarm could be backtested:', 'Slow: no history: nothing in it is Shop/Errors{Service=web}'],
    });
  });

  it('fails if nothing of the history is asked for', async () => {
    const connection = connect([metricAlarm()], [seriesOf(VALUES)]);

    const result = await runBacktest({ connection, measure: DEFAULT_MEASURE, from: START + 100 * HOUR });

    expect(result).toMatchObject({ status: 'error', lines: [expect.stringContaining('check --from and --to')] });
  });

  it('lowers the certainty of everything to that of the history', async () => {
    const rows = seriesOf(VALUES, { period: 120, step: 120_000, metric: LATENCY });
    const connection = connect([metricAlarm({ Period: 120 })], [rows]);

    const result = await runBacktest({ connection, measure: DEFAULT_MEASURE });

    const outcome = result.status === 'success' ? result.backtest.alarms[0]?.outcome : undefined;
    expect(outcome?.certainty).toBe('inferred');
    expect(outcome?.timeByCertainty.documented).toBe(0);
    expect(outcome?.intervals.every(({ certainty }) => certainty === 'inferred')).toBe(true);
  });
});

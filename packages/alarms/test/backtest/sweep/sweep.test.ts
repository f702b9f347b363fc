import { describe, expect, it } from 'vitest';
import { simulate } from '../../../../alarm-simulator/src/index.ts';
import { scoreOf } from '../../../src/backtest/sweep/score.ts';
import { sweep } from '../../../src/backtest/sweep/sweep.ts';
import { connectOne, DAY, HOUR, MINUTE, metricAlarm, START, seriesOf, withPeaks } from '../support.ts';

/** Ten days: an hour of 300 on each of five of them, which are incidents, and a lone minute of 200 every 100 minutes. */
const INCIDENT_DAYS = [1, 3, 5, 7, 9];
const LONE = Array.from({ length: 144 }, (_, index) => [index * 100, 1, 200] as const);
const VALUES = withPeaks(14_400, 50, [...LONE, ...INCIDENT_DAYS.map((day) => [day * 1440 - 720, 60, 300] as const)]);
const INCIDENTS = INCIDENT_DAYS.map((day) => ({
  name: `day ${day}`,
  start: START + day * DAY - 12 * HOUR,
  end: START + day * DAY - 11 * HOUR,
}));

const setUp = (changes: Record<string, unknown> = {}) => {
  const { connected, source } = connectOne(metricAlarm(changes), [seriesOf(VALUES)]);
  const alarm = connected.simulated;
  if (alarm.kind !== 'metric') throw new Error('not a metric alarm');
  return {
    alarm,
    source,
    covered: { from: START, to: START + 10 * DAY },
    incidents: INCIDENTS,
    tolerance: { beforeMs: 15 * MINUTE, afterMs: 15 * MINUTE },
    maxFalseAlarmsPerWeek: 1,
  };
};

describe('a sweep', () => {
  it('finds a setting that keeps the incidents and loses the false alarms, and checks it on later data', async () => {
    const result = await sweep(setUp());

    const { recommended, present, confirmation } = result;
    expect(present.training.falseAlarms).toBeGreaterThan(50);
    expect(recommended.training).toMatchObject({ incidents: 3, detected: 3, falseAlarms: 0 });
    expect(recommended.validation).toMatchObject({ incidents: 2, detected: 2, falseAlarms: 0 });
    expect(['better', 'mixed']).toContain(confirmation);
  });

  it('chooses without a look at the later part', async () => {
    const honest = await sweep(setUp());
    const input = setUp();
    const border = honest.split.validation?.from ?? 0;
    const other = VALUES.map((value, index) => (START + index * MINUTE >= border ? 10_000 - value : value));
    const { connected, source } = connectOne(metricAlarm(), [seriesOf(other)]);
    if (connected.simulated.kind !== 'metric') throw new Error('not a metric alarm');

    const altered = await sweep({ ...input, alarm: connected.simulated, source });

    expect(altered.recommended.setting).toEqual(honest.recommended.setting);
    expect(altered.settings.map(({ training }) => training)).toEqual(honest.settings.map(({ training }) => training));
  });

  it('does with the present setting what the alarm itself does', async () => {
    const { present } = await sweep(setUp({ Threshold: 250, EvaluationPeriods: 3, DatapointsToAlarm: 2 }));

    expect(present.setting).toEqual({ threshold: 250, datapointsToAlarm: 2, evaluationPeriods: 3 });
    expect(present.training).toMatchObject({ detected: 3, falseAlarms: 0, meanTimeToDetectMs: 2 * MINUTE });
  });

  it('gives each setting the score of an alarm of its own', async () => {
    const input = setUp({ Threshold: 100, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    const { covered, incidents, tolerance, source } = input;

    const { settings, split } = await sweep(input);

    for (const { setting, training, validation } of settings) {
      const { threshold, evaluationPeriods, datapointsToAlarm } = setting;
      const own = { Threshold: threshold, EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm };
      const { alarm } = setUp(own);
      const { intervals } = simulate({ alarms: [alarm], source, ...covered });
      const inAlarm = intervals(alarm.name).filter(({ state }) => state === 'ALARM');
      const scores = [split.training, split.validation].map(
        (part) => part && scoreOf(inAlarm, incidents, part, tolerance),
      );
      expect([training, validation]).toEqual(scores);
    }
  });

  it('tells how far it is', async () => {
    const told: (readonly [number, number])[] = [];

    const { settings } = await sweep({ ...setUp(), onProgress: (done, all) => told.push([done, all]) });

    expect(told[0]).toEqual([0, settings.length]);
    expect(told.at(-1)).toEqual([settings.length, settings.length]);
  });

  it('stops when it is interrupted', async () => {
    await expect(sweep({ ...setUp(), signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});

import { describe, expect, it } from 'vitest';
import { type AlarmState, type Datapoint, evaluateWindow, type ThresholdRule, type Window } from '../src/index.ts';

/** Each sentence is a notification that CloudWatch sent, as far as not marked otherwise; the data are made to fit. */

function points(...values: readonly [number, string][]): Datapoint[] {
  return values.map(([value, time]) => ({ value, timestamp: Date.parse(`${time}Z`) }));
}

function reason(rule: Partial<ThresholdRule>, window: Window, previous: AlarmState = 'OK'): string {
  const whole = { comparisonOperator: 'GreaterThanThreshold', threshold: 0, evaluationPeriods: 1, ...rule } as const;
  return evaluateWindow(whole, window, previous).reason;
}

function minutes(count: number, value: number, newest: string): Datapoint[] {
  const end = Date.parse(`${newest}Z`);
  return Array.from({ length: count }, (_, index) => ({ value, timestamp: end - (count - 1 - index) * 60_000 }));
}

const gaps = (count: number): undefined[] => Array.from({ length: count }, () => undefined);

describe('the reason of a state', () => {
  it('lists the breaching datapoints, newest first', () => {
    const window = points(
      [10.8, '2022-11-08T02:30:00'],
      [1, '2022-11-08T02:35:00'],
      [10.7, '2022-11-08T02:40:00'],
      [2, '2022-11-08T02:45:00'],
    );
    const rule = {
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 10.7,
      evaluationPeriods: 4,
      datapointsToAlarm: 2,
    } as const;

    expect(reason(rule, window)).toBe(
      'Threshold Crossed: 2 out of the last 4 datapoints [10.7 (08/11/22 02:40:00), 10.8 (08/11/22 02:30:00)] were ' +
        'greater than or equal to the threshold (10.7) (minimum 2 datapoints for OK -> ALARM transition).',
    );
  });

  it('lists the good datapoints on the way back, and needs N - M + 1 of them', () => {
    const window = points(
      [1, '2021-12-21T06:41:00'],
      [0, '2021-12-21T06:42:00'],
      [1, '2021-12-21T06:43:00'],
      [0, '2021-12-21T06:44:00'],
      [0, '2021-12-21T06:45:00'],
    );

    expect(reason({ evaluationPeriods: 5, datapointsToAlarm: 3 }, window, 'ALARM')).toBe(
      'Threshold Crossed: 3 out of the last 5 datapoints [0.0 (21/12/21 06:45:00), 0.0 (21/12/21 06:44:00), 0.0 ' +
        '(21/12/21 06:42:00)] were not greater than the threshold (0.0) (minimum 3 datapoints for ALARM -> OK transition).',
    );
  });

  it('is in the singular for one datapoint', () => {
    const window = points([613, '2024-03-16T12:15:00']);
    const rule = {
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      evaluationPeriods: 20,
      datapointsToAlarm: 1,
      treatMissingData: 'notBreaching',
    } as const;

    expect(reason(rule, [...gaps(21), ...window])).toBe(
      'Threshold Crossed: 1 out of the last 20 datapoints [613.0 (16/03/24 12:15:00)] was greater than or equal to the ' +
        'threshold (1.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM ' +
        'transition).',
    );
  });

  it('names neither M nor N if the alarm sets no M', () => {
    const window = points([5.5, '2019-08-05T16:54:00']);
    const rule = { comparisonOperator: 'GreaterThanOrEqualToThreshold', threshold: 2 } as const;

    expect(reason(rule, window)).toBe(
      'Threshold Crossed: 1 datapoint [5.5 (05/08/19 16:54:00)] was greater than or equal to the threshold (2.0).',
    );
  });

  it('says how many missing datapoints were filled in, without M', () => {
    const window = [...gaps(9), ...points([2, '2026-08-19T09:36:00'])];
    const rule = {
      comparisonOperator: 'LessThanOrEqualToThreshold',
      evaluationPeriods: 8,
      treatMissingData: 'breaching',
    } as const;

    expect(reason(rule, window, 'ALARM')).toBe(
      'Threshold Crossed: 1 datapoint [2.0 (19/08/26 09:36:00)] was not less than or equal to the threshold (0.0) and 7 ' +
        'missing datapoints were treated as [Breaching].',
    );
  });

  it('shows only the newest five of five or more, after the sentence', () => {
    const window = minutes(24, 1, '2024-12-19T08:33:00');

    expect(reason({ evaluationPeriods: 24 }, window)).toBe(
      'Threshold Crossed: 24 datapoints were greater than the threshold (0.0). The most recent datapoints which crossed ' +
        'the threshold: [1.0 (19/12/24 08:33:00), 1.0 (19/12/24 08:32:00), 1.0 (19/12/24 08:31:00), 1.0 (19/12/24 ' +
        '08:30:00), 1.0 (19/12/24 08:29:00)].',
    );
  });

  it('shows five with M at the very end', () => {
    const window = minutes(5, 0, '2020-04-29T23:32:00');
    const rule = {
      comparisonOperator: 'LessThanThreshold',
      threshold: 65,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
    } as const;

    expect(reason(rule, window)).toBe(
      'Threshold Crossed: 5 out of the last 5 datapoints were less than the threshold (65.0). The most recent datapoints ' +
        'which crossed the threshold: [0.0 (29/04/20 23:32:00), 0.0 (29/04/20 23:31:00), 0.0 (29/04/20 23:30:00), 0.0 ' +
        '(29/04/20 23:29:00), 0.0 (29/04/20 23:28:00)] (minimum 5 datapoints for OK -> ALARM transition).',
    );
  });

  it.each([
    [1, 'breaching', 'no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].'],
    [2, 'breaching', 'no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].'],
    [
      3,
      'notBreaching',
      'no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
    ],
  ] as const)('says what no data for %d period(s) counted as (%s)', (evaluationPeriods, treatMissingData, words) => {
    expect(reason({ evaluationPeriods, treatMissingData }, gaps(evaluationPeriods + 2))).toBe(
      `Threshold Crossed: ${words}`,
    );
  });

  it('says so if the missing datapoints alone decided', () => {
    const window = [...gaps(4), ...points([0, '2026-09-05T10:00:00'])];
    const rule = { evaluationPeriods: 3, datapointsToAlarm: 2, treatMissingData: 'breaching' } as const;

    expect(reason(rule, window)).toBe(
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    );
  });

  it('counts the unknown datapoints of an alarm without data', () => {
    expect(reason({ evaluationPeriods: 5 }, gaps(7))).toBe('Insufficient Data: 5 datapoints were unknown.');
    // Inferred: no capture of one period is known.
    expect(reason({ evaluationPeriods: 1 }, gaps(3))).toBe('Insufficient Data: 1 datapoint was unknown.');
  });

  it('is in words of our own if the state is retained, for AWS then says nothing', () => {
    expect(reason({ evaluationPeriods: 2, treatMissingData: 'ignore' }, gaps(4))).toMatch(
      /^State retained: no datapoints/,
    );
    const old = [...points([1, '2026-09-05T10:00:00']), ...gaps(4)];
    expect(reason({ evaluationPeriods: 3, treatMissingData: 'ignore' }, old)).toMatch(/^State retained: too few/);
  });
});

describe('the reason data', () => {
  const at = Date.UTC(2016, 11, 1, 16, 5);

  it('have the form of StateReasonData', () => {
    const window = [
      { timestamp: at - 120_000, value: 1, sampleCount: 2 },
      { timestamp: at - 60_000, value: 3, sampleCount: 4 },
    ];
    const rule = {
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 2,
      period: 60,
      statistic: 'Average',
      unit: 'Percent',
    } as const;

    const { reasonData } = evaluateWindow(rule, window, 'OK', at);

    expect(reasonData).toEqual({
      version: '1.0',
      queryDate: '2016-12-01T16:05:00.000+0000',
      startDate: '2016-12-01T16:03:00.000+0000',
      unit: 'Percent',
      statistic: 'Average',
      period: 60,
      recentDatapoints: [1, 3],
      threshold: 0,
      evaluatedDatapoints: [
        { timestamp: '2016-12-01T16:04:00.000+0000', sampleCount: 4, value: 3 },
        { timestamp: '2016-12-01T16:03:00.000+0000', sampleCount: 2, value: 1 },
      ],
    });
  });

  it('date the missing datapoints and have no start if all are missing', () => {
    const rule = { comparisonOperator: 'GreaterThanThreshold', threshold: 5, evaluationPeriods: 2 } as const;

    const { reasonData } = evaluateWindow(rule, gaps(4), 'OK', at);

    expect(reasonData).not.toHaveProperty('startDate');
    expect(reasonData.recentDatapoints).toEqual([]);
    expect(reasonData.evaluatedDatapoints).toEqual([
      { timestamp: '2016-12-01T16:04:00.000+0000' },
      { timestamp: '2016-12-01T16:03:00.000+0000' },
    ]);
  });
});

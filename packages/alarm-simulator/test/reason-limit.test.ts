import { describe, expect, it } from 'vitest';
import {
  type AlarmState,
  type ComparisonOperator,
  type Datapoint,
  evaluateWindow,
  type Verdict,
} from '../src/index.ts';

/**
 * Two edges: the example of the user guide. Upper edge: a captured notification. Lower edge: inferred from them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */

function point(value: number, time: string, lower: number, upper: number): Datapoint {
  return { value, timestamp: Date.parse(`${time}Z`), band: { lower, upper } };
}

function verdict(
  comparisonOperator: ComparisonOperator,
  points: readonly Datapoint[],
  previous: AlarmState,
  datapointsToAlarm = points.length,
): Verdict {
  return evaluateWindow({ comparisonOperator, evaluationPeriods: points.length, datapointsToAlarm }, points, previous);
}

const LOW = point(0, '2019-10-03T15:58:00', 0.020599444741798756, 0.3006915352732461);
const GOOD = point(0.166666666664241, '2019-10-03T15:57:00', 0.0206719426210418, 0.30076870222143803);
const HIGH = point(239, '2024-07-25T07:21:00', 101.5, 225.71426732099445);
const CALM = point(209, '2024-07-25T06:59:00', 101.5, 330.3191408914422);

describe('the reason of an anomaly alarm', () => {
  it('names both edges of a band that was left', () => {
    expect(verdict('LessThanLowerOrGreaterThanUpperThreshold', [LOW], 'OK')).toMatchObject({
      state: 'ALARM',
      reason:
        'Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (03/10/19 15:58:00)] was less than the lower thresholds ' +
        '[0.020599444741798756] or greater than the upper thresholds [0.3006915352732461] (minimum 1 datapoint for OK -> ALARM transition).',
    });
  });

  it('names both edges of a band that holds', () => {
    expect(verdict('LessThanLowerOrGreaterThanUpperThreshold', [GOOD], 'ALARM')).toMatchObject({
      state: 'OK',
      reason:
        'Thresholds Crossed: 1 out of the last 1 datapoints [0.166666666664241 (03/10/19 15:57:00)] was not less than the lower ' +
        'thresholds [0.0206719426210418] or not greater than the upper thresholds [0.30076870222143803] (minimum 1 datapoint for ALARM -> OK transition).',
    });
  });

  it('names the upper edge alone', () => {
    expect(verdict('GreaterThanUpperThreshold', [HIGH], 'OK').reason).toBe(
      'Thresholds Crossed: 1 out of the last 1 datapoints [239.0 (25/07/24 07:21:00)] was greater than the upper thresholds ' +
        '[225.71426732099445] (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(verdict('GreaterThanUpperThreshold', [CALM], 'ALARM').reason).toBe(
      'Thresholds Crossed: 1 out of the last 1 datapoints [209.0 (25/07/24 06:59:00)] was not greater than the upper thresholds ' +
        '[330.3191408914422] (minimum 1 datapoint for ALARM -> OK transition).',
    );
  });

  it('names the lower edge alone', () => {
    expect(verdict('LessThanLowerThreshold', [LOW], 'OK').reason).toContain(
      'was less than the lower thresholds [0.020599444741798756] (minimum',
    );
  });

  it('has an edge for each datapoint that it lists', () => {
    const newer = { ...LOW, timestamp: LOW.timestamp + 60_000, band: { lower: 1, upper: 2 } };

    expect(verdict('LessThanLowerThreshold', [LOW, newer], 'OK').reason).toContain(
      '[0.0 (03/10/19 15:59:00), 0.0 (03/10/19 15:58:00)] were less than the lower thresholds [1.0, 0.020599444741798756]',
    );
  });
});

describe('the reason data of an anomaly alarm', () => {
  it('have the edges instead of a threshold, oldest first', () => {
    const newer = { ...LOW, timestamp: LOW.timestamp + 60_000, band: { lower: 1, upper: 2 } };
    const { reasonData } = verdict('LessThanLowerOrGreaterThanUpperThreshold', [LOW, newer], 'OK');

    expect(reasonData).not.toHaveProperty('threshold');
    expect(reasonData).toMatchObject({
      recentDatapoints: [0, 0],
      recentLowerThresholds: [0.020599444741798756, 1],
      recentUpperThresholds: [0.3006915352732461, 2],
    });
  });

  it('have the one edge that counts, also beside each datapoint', () => {
    const { reasonData } = verdict('GreaterThanUpperThreshold', [HIGH], 'OK');

    expect(reasonData).not.toHaveProperty('recentLowerThresholds');
    expect(reasonData).toMatchObject({
      recentUpperThresholds: [225.71426732099445],
      evaluatedDatapoints: [{ timestamp: '2024-07-25T07:21:00.000+0000', value: 239, threshold: 225.71426732099445 }],
    });
  });
});

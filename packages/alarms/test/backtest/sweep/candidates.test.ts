import { describe, expect, it } from 'vitest';
import {
  quantile,
  roundThreshold,
  settingCandidates,
  thresholdCandidates,
} from '../../../src/backtest/sweep/candidates.ts';
import { metricAlarm } from '../support.ts';

const TO_THOUSAND = Float64Array.from({ length: 1000 }, (_, index) => index + 1);

describe('thresholds to try', () => {
  it('are the present one and quantiles above, for an alarm on high values', () => {
    const thresholds = thresholdCandidates(900, 'GreaterThanThreshold', TO_THOUSAND);

    expect(thresholds).toContain(900);
    expect(thresholds).toEqual(expect.arrayContaining([750, 950, 990, 999]));
    expect(thresholds).toEqual(thresholds.toSorted((first, second) => first - second));
  });

  it('are quantiles below, for an alarm on low values', () => {
    const thresholds = thresholdCandidates(20, 'LessThanThreshold', TO_THOUSAND);

    expect(thresholds).toEqual(expect.arrayContaining([10, 20, 50, 250]));
    expect(Math.max(...thresholds)).toBe(250);
  });

  it('leave gaps out', () => {
    const thresholds = thresholdCandidates(5, 'GreaterThanThreshold', Float64Array.of(Number.NaN, 1, Number.NaN, 2));

    expect(thresholds.every(Number.isFinite)).toBe(true);
  });

  it('are the present one alone without data', () => {
    expect(thresholdCandidates(5, 'GreaterThanThreshold', new Float64Array())).toEqual([5]);
  });

  it('have three significant digits, as people write them', () => {
    expect([63.7243, 0.0123456, 0, 123_456].map(roundThreshold)).toEqual([63.7, 0.0123, 0, 123_000]);
  });

  it('are values that occur', () => {
    expect([0, 0.5, 0.9, 1].map((share) => quantile(Float64Array.of(1, 2, 3, 4), share))).toEqual([1, 2, 4, 4]);
  });
});

describe('settings to try', () => {
  it('keep within what CloudWatch takes', () => {
    const settings = settingCandidates(metricAlarm({ Period: 43_200, EvaluationPeriods: 14 }), TO_THOUSAND);

    expect(Math.max(...settings.map(({ evaluationPeriods }) => evaluationPeriods))).toBe(14);
    expect(settings.every(({ evaluationPeriods: n, datapointsToAlarm: m }) => m <= n && n * 43_200 <= 604_800)).toBe(
      true,
    );
  });

  it('hold each of them once, the present one among them', () => {
    const settings = settingCandidates(metricAlarm({ EvaluationPeriods: 7, DatapointsToAlarm: 4 }), TO_THOUSAND);

    expect(new Set(settings.map((one) => JSON.stringify(one))).size).toBe(settings.length);
    expect(settings).toContainEqual({ threshold: 100, datapointsToAlarm: 4, evaluationPeriods: 7 });
  });
});

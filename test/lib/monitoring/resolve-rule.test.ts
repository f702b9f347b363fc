import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmRule } from '../../../lib/monitoring/alarms/alarm-spec.ts';
import { resolveRule } from '../../../lib/monitoring/alarms/resolve-rule.ts';

const RULE: AlarmRule = {
  threshold: 2000,
  comparison: 'above',
  period: 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 3,
  statistic: 'p90',
  treatMissingData: 'notBreaching',
};

const errorsOf = (override: Parameters<typeof resolveRule>[2], rule: AlarmRule = RULE) => {
  const result = resolveRule('highLatency', rule, override);
  return result.ok ? [] : result.errors;
};

describe('a rule with overrides', () => {
  it('is the rule itself without any', () => {
    expect(resolveRule('highLatency', RULE)).toEqual({ ok: true, rule: RULE });
  });

  it('takes each override and keeps the rest', () => {
    const override = { threshold: 900, statistic: 'p99', treatMissingData: 'breaching' } as const;

    const result = resolveRule('highLatency', RULE, override);

    expect(result).toEqual({ ok: true, rule: { ...RULE, ...override } });
  });

  it('lets all periods breach when there are fewer of them than its own M', () => {
    const result = resolveRule('highLatency', RULE, { evaluationPeriods: 1 });

    expect(result).toMatchObject({ ok: true, rule: { evaluationPeriods: 1, datapointsToAlarm: 1 } });
  });

  it('keeps its own M when there are more periods', () => {
    const result = resolveRule('highLatency', RULE, { evaluationPeriods: 10 });

    expect(result).toMatchObject({ ok: true, rule: { evaluationPeriods: 10, datapointsToAlarm: 3 } });
  });

  it('accepts a threshold of 0', () => {
    expect(resolveRule('highLatency', RULE, { threshold: 0 })).toMatchObject({ ok: true, rule: { threshold: 0 } });
  });
});

describe('an override that cannot work', () => {
  it('asks for more breaching periods than are evaluated', () => {
    expect(errorsOf({ datapointsToAlarm: 6 })).toEqual([
      'alarms.highLatency.datapointsToAlarm is 6, but only 5 periods are evaluated: write at most 5, or raise evaluationPeriods',
    ]);
  });

  it.each([10, 30, 90, 0, -60])('has a period of %i s, which no metric here is published with', (period) => {
    expect(errorsOf({ period })[0]).toContain(`alarms.highLatency.period is ${period} s`);
  });

  it('looks back more than a day with a short period', () => {
    expect(errorsOf({ evaluationPeriods: 1441 })).toEqual([
      'alarms.highLatency.evaluationPeriods is 1441, which with a period of 60 s spans 86460 s: CloudWatch allows 86400 s, so write at most 1440',
    ]);
  });

  it('may look back a week with a period of an hour, but not longer', () => {
    expect(errorsOf({ period: 3600, evaluationPeriods: 168 })).toEqual([]);
    expect(errorsOf({ period: 3600, evaluationPeriods: 169 })).toHaveLength(1);
  });

  it('has a statistic that CloudWatch does not know', () => {
    expect(errorsOf({ statistic: 'median' })[0]).toMatch(/statistic is "median": write a CloudWatch statistic/);
  });

  it('changes the statistic of an alarm that is computed from fixed ones', () => {
    const { statistic: _statistic, ...computed } = RULE;

    expect(errorsOf({ statistic: 'p90' }, computed)[0]).toMatch(/computed from fixed statistics: leave it out/);
  });

  it('is reported with all its faults at once', () => {
    expect(errorsOf({ period: 30, datapointsToAlarm: 9, statistic: 'median' })).toHaveLength(3);
  });
});

it.each(['Average', 'Sum', 'SampleCount', 'p99', 'p99.9', 'p100', 'tm99', 'wm90', 'IQM', 'PR(:100)', 'TM(2%:98%)'])(
  '%s is a statistic',
  (statistic) => {
    expect(errorsOf({ statistic })).toEqual([]);
  },
);

it('whatever is overridden, a rule that is accepted can be deployed', () => {
  const anyOverride = fc.record(
    {
      period: fc.integer({ min: -60, max: 100_000 }),
      evaluationPeriods: fc.integer({ min: 1, max: 20_000 }),
      datapointsToAlarm: fc.integer({ min: 1, max: 20_000 }),
    },
    { requiredKeys: [] },
  );

  fc.assert(
    fc.property(anyOverride, (override) => {
      const result = resolveRule('highLatency', RULE, override);
      if (!result.ok) return;
      const { period, evaluationPeriods, datapointsToAlarm } = result.rule;
      expect(period % 60).toBe(0);
      expect(datapointsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
      expect(period * evaluationPeriods).toBeLessThanOrEqual(period < 3600 ? 86_400 : 604_800);
    }),
  );
});

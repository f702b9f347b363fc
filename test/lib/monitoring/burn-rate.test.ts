import { describe, expect, it } from 'vitest';
import { BURN_RATES, burnThreshold } from '../../../lib/monitoring/alarms/burn-rate.ts';
import { alarmNamed, metricsOf, resolve, synthesize, validationErrors } from './support.ts';

const { template } = synthesize();

describe('the burn rates', () => {
  it.each(BURN_RATES.map((burn) => [burn.key, burn] as const))(
    '%s: the long window fires when the stated part of a 30-day budget is gone',
    (_key, { rate, long, budgetPercent }) => {
      expect((100 * rate * long.toHours()) / (30 * 24)).toBeCloseTo(budgetPercent);
    },
  );

  it.each(BURN_RATES.map((burn) => [burn.key, burn] as const))(
    '%s: the short window is a twelfth of the long one, as the workbook advises',
    (_key, { long, short }) => {
      expect(long.toMinutes() / short.toMinutes()).toBe(12);
    },
  );
});

describe('a window', () => {
  it.each([
    ['Fast', 'Long', 3600, 14.4],
    ['Fast', 'Short', 300, 14.4],
    ['Slow', 'Long', 21_600, 6],
    ['Slow', 'Short', 1800, 6],
  ])('%s %s is one period of %i s with a threshold of %f %%', (key, length, period, threshold) => {
    const alarm = alarmNamed(template, `Availability-${key}-Burn-${length}-Window-Alarm`);

    expect(metricsOf(alarm).map((metric) => metric.period)).toEqual([period, period]);
    expect(alarm).toMatchObject({ Threshold: threshold, EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  });

  it('that is long does not fire for one or two failures', () => {
    const { Metrics } = alarmNamed(template, 'Availability-Fast-Burn-Long-Window-Alarm');

    expect(Metrics?.[0]?.Expression).toBe('IF(errors1h >= 3, 100 * errors1h / (errors1h + successes1h), 0)');
  });

  it('takes the least number of failures that is set', () => {
    const changed = synthesize({ availability: { minimumFailures: 10 } }).template;

    const { Metrics } = alarmNamed(changed, 'Availability-Slow-Burn-Long-Window-Alarm');

    expect(Metrics?.[0]?.Expression).toContain('errors6h >= 10');
  });
});

describe('the composite', () => {
  it('fires while both of its windows do', () => {
    const rule = String(resolve(alarmNamed(template, 'Availability-Fast-Burn-Alarm').AlarmRule, template));

    expect(rule).toMatch(
      /^\(ALARM\("[^"]+Fast-Burn-Long-Window-Alarm"\) AND ALARM\("[^"]+Fast-Burn-Short-Window-Alarm"\)\)$/,
    );
  });

  it('says how long the budget lasts', () => {
    const descriptions = ['Fast', 'Slow'].map(
      (key) => alarmNamed(template, `Availability-${key}-Burn-Alarm`).AlarmDescription,
    );

    expect(descriptions[0]).toContain('gone in 50 hours');
    expect(descriptions[1]).toContain('gone in 5 days');
  });
});

describe('the objective', () => {
  it.each([
    [0.99, 14.4, 14.4],
    [0.999, 14.4, 1.44],
    [0.9995, 6, 0.3],
    [0.95, 6, 30],
  ])('%f at rate %f gives %f %%, without the noise of floating point', (objective, rate, percent) => {
    expect(burnThreshold(objective, rate)).toBe(percent);
  });

  it('moves the thresholds', () => {
    const stricter = synthesize({ availability: { objective: 0.999 } }).template;

    expect(alarmNamed(stricter, 'Availability-Slow-Burn-Short-Window-Alarm').Threshold).toBe(0.6);
  });

  it('that allows so many failures that an alarm could never fire stops synthesis', () => {
    expect(validationErrors({ availability: { objective: 0.93 } })).toEqual([
      'availability.objective is 0.93, which allows so many failures that even a total outage spends the budget less than ' +
        '14.4 times too fast, and its alarm could never fire: write more than 0.931',
    ]);
  });

  it('just above that works', () => {
    expect(validationErrors({ availability: { objective: 0.9311 } })).toEqual([]);
  });

  it.each([1, 0, 99, Number.NaN])('%f is no objective', (objective) => {
    expect(validationErrors({ availability: { objective } })[0]).toMatch(/write a fraction such as 0.99/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf, chunksOf } from '../../../src/backtest/cloudwatch/chunks.ts';
import { planRequests } from '../../../src/backtest/cloudwatch/requests.ts';
import { RETENTION, resolutionFor } from '../../../src/backtest/cloudwatch/retention.ts';
import { DAY, HOUR, LATENCY, MINUTE, metricAlarm, START } from '../support.ts';

const NOW = START + 500 * DAY;
const MARGIN = 10 * MINUTE;

describe('the datapoints that are asked for', () => {
  it.each([
    ['a day ago', 60, 1, 60],
    ['20 days ago', 300, 20, 300],
    ['100 days ago', 3600, 100, 3600],
    ['a day ago, in minutes although the alarm has hours', 3600, 1, 60],
    ['20 days ago, no finer than what is kept', 3600, 20, 300],
  ])('from %s are those that CloudWatch keeps', (_, period, days, expected) => {
    const from = NOW - days * DAY;

    expect(resolutionFor(period, false, from, NOW)).toEqual({ period: expected, from });
  });

  it.each([
    [60, 15, 60],
    [900, 63, 300],
    [5400, 63, 300],
    [3600, 455, 3600],
    [86_400, 455, 3600],
  ])('for a period of %i s go back %i days, because coarser ones cannot stand for it', (period, days, tier) => {
    const resolution = resolutionFor(period, false, NOW - 460 * DAY, NOW);

    expect(resolution).toMatchObject({ from: NOW - days * DAY + MARGIN, cutBy: { period: tier } });
  });

  it('go back three hours for a period below a minute', () => {
    const resolution = resolutionFor(30, false, NOW - DAY, NOW);

    expect(resolution).toMatchObject({ period: 10, from: NOW - 3 * HOUR + MARGIN, cutBy: { kept: '3 hours' } });
  });

  it('have just the period of the alarm for a percentile', () => {
    expect(resolutionFor(900, true, NOW - DAY, NOW)).toMatchObject({ period: 900 });
  });

  it('are always kept, and never coarser than the period', () => {
    const periods = fc.constantFrom(10, 20, 30, 60, 120, 300, 900, 3600, 7200, 86_400);
    fc.assert(
      fc.property(periods, fc.integer({ min: 0, max: 500 * 24 }), (period, hours) => {
        const { period: asked, from } = resolutionFor(period, false, NOW - hours * HOUR, NOW);

        const kept = RETENTION.filter((tier) => tier.period <= asked).at(-1);
        expect(period % asked).toBe(0);
        expect(from).toBeGreaterThan(NOW - (kept?.keptMs ?? 0));
      }),
    );
  });
});

describe('the requests for alarms', () => {
  const plan = (changes: Record<string, unknown>[], from = NOW - DAY) =>
    planRequests(changes.map(metricAlarm), { from, to: NOW, now: NOW });

  it('name each metric and statistic once', () => {
    const requests = plan([{}, { AlarmName: 'Other', Threshold: 5 }, { AlarmName: 'Max', Statistic: 'Maximum' }]);

    expect(requests.map(({ query }) => query.statistic)).toEqual(['Average', 'Maximum']);
  });

  it('ask for the number of samples only where averages are put together', () => {
    const [average, maximum] = plan([{}, { AlarmName: 'Max', Statistic: 'Maximum' }]);

    expect(average?.counts).toMatchObject({ metric: LATENCY, statistic: 'SampleCount' });
    expect(maximum?.counts).toBeUndefined();
  });

  it('say where CloudWatch has nothing fine enough any more', () => {
    const [request] = plan([{}], NOW - 100 * DAY);

    expect(request?.from).toBe(NOW - 15 * DAY + MARGIN);
    expect(request?.notes).toEqual([expect.stringContaining('CloudWatch keeps datapoints of 60 s for 15 days')]);
  });

  it('are none for what is gone altogether', () => {
    expect(planRequests([metricAlarm()], { from: NOW - 100 * DAY, to: NOW - 90 * DAY, now: NOW })).toEqual([]);
  });
});

describe('the parts of a query', () => {
  const query = { metric: LATENCY, statistic: 'Sum', period: 60 };

  it('are whole days of minutes, but for the first and the last', () => {
    const chunks = chunksOf(query, START + HOUR, START + 2 * DAY + HOUR);

    expect(chunks.map(({ from, to, whole }) => [from - START, to - START, whole])).toEqual([
      [HOUR, DAY, false],
      [DAY, 2 * DAY, true],
      [2 * DAY, 2 * DAY + HOUR, false],
    ]);
  });

  it('of the same day are asked for together, as many as a response holds', () => {
    const day = Array.from({ length: 100 }, () => chunksOf(query, START, START + DAY)).flat();

    const sizes = batchesOf([...day, ...chunksOf(query, START + DAY, START + 2 * DAY)]).map(({ length }) => length);

    expect(sizes).toEqual([70, 30, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { emitted, HOUR, MINUTE, type Request, SECOND, START, simulate, timesOf, traffic } from './simulation.ts';
import { synthesize } from './support.ts';

const ALARM = 'High-Latency-Alarm';
const { template } = synthesize();

/** When the alarm of the template pages for these requests; newest datapoint up to a minute late, as seen on AWS. */
function pages(requests: readonly Request[], until: number, lagMinutes = 1): number[] {
  return timesOf(simulate(template, emitted(requests), { until, only: [ALARM], lagMinutes }), ALARM, 'ALARM');
}

const SLOW_FROM = START + 20 * MINUTE;
const UNTIL = START + HOUR;

/** The model is slow for every request from some second of a minute on. */
const slowFrom = (from: number, perMinute: number, latencyMs = 3000) =>
  traffic(START, UNTIL, perMinute, (at) => ({ latencyMs: at >= from ? latencyMs : 100 }));

describe('a slow model pages within five minutes', () => {
  it.each([1, 2, 10, 60, 600])('at %i requests a minute, whatever second it begins in', (perMinute) => {
    for (let second = 0; second < 60; second += 5) {
      const from = SLOW_FROM + second * SECOND;

      const [page] = pages(slowFrom(from, perMinute), UNTIL);

      expect(page).toBeDefined();
      expect(Number(page) - from).toBeLessThanOrEqual(5 * MINUTE);
    }
  });

  it('if only every fourth request is slow', () => {
    const requests = traffic(START, UNTIL, 60, (at, index) => ({
      latencyMs: at >= SLOW_FROM && index % 4 === 0 ? 3000 : 100,
    }));

    expect(Number(pages(requests, UNTIL)[0]) - SLOW_FROM).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('but with a request every two minutes it takes three of them, because one or two may be chance', () => {
    const [page] = pages(slowFrom(SLOW_FROM, 0.5), UNTIL);

    expect((Number(page) - SLOW_FROM) / MINUTE).toBeGreaterThan(5);
    expect((Number(page) - SLOW_FROM) / MINUTE).toBeLessThanOrEqual(7);
  });
});

describe('one slow request does not page', () => {
  it.each([0.1, 0.5, 1, 2, 10, 60, 600])('at %f requests a minute', (perMinute) => {
    const all = traffic(START, UNTIL, perMinute);
    const middle = Math.floor(all.length / 2);
    const requests = all.map((request, index) => ({ ...request, latencyMs: index === middle ? 29_000 : 100 }));

    expect(pages(requests, UNTIL)).toEqual([]);
  });

  it('before a silence, where CloudWatch would page early if missing data were left to it', () => {
    const requests = [...traffic(START, SLOW_FROM, 1), { at: SLOW_FROM, latencyMs: 29_000 }];

    expect(pages(requests, UNTIL)).toEqual([]);
  });

  it('after a silence', () => {
    const requests = [{ at: START + 30 * MINUTE, latencyMs: 29_000 }];

    expect(pages(requests, UNTIL)).toEqual([]);
  });

  it('nor do two in neighbouring minutes', () => {
    const requests = traffic(START, UNTIL, 1, (_at, index) => ({
      latencyMs: index === 30 || index === 31 ? 9000 : 100,
    }));

    expect(pages(requests, UNTIL)).toEqual([]);
  });

  it('nor does one in twenty, for as long as it lasts', () => {
    const requests = traffic(START, UNTIL, 60, (_at, index) => ({ latencyMs: index % 20 === 0 ? 9000 : 100 }));

    expect(pages(requests, UNTIL)).toEqual([]);
  });
});

describe('the other rules that were considered', () => {
  const pagesWith = (alarms: object, requests: readonly Request[]) => {
    const other = synthesize({ alarms: { highLatency: alarms } }).template;
    return timesOf(simulate(other, emitted(requests), { until: UNTIL, only: [ALARM], lagMinutes: 1 }), ALARM, 'ALARM');
  };
  const oneSlow = [...traffic(START, SLOW_FROM, 1), { at: SLOW_FROM, latencyMs: 29_000 }];

  it('one minute alone pages for one slow request', () => {
    expect(pagesWith({ evaluationPeriods: 1 }, oneSlow)).toHaveLength(1);
  });

  it('missing data left missing pages for one slow request after a silence', () => {
    const afterSilence = [...traffic(START, START + 5 * MINUTE, 1), { at: START + 30 * MINUTE, latencyMs: 29_000 }];

    expect(pagesWith({ treatMissingData: 'missing' }, afterSilence)).toHaveLength(1);
  });

  it('the average pages for a model that serves eleven of twelve in time', () => {
    const requests = traffic(START, UNTIL, 60, (_at, index) => ({ latencyMs: index % 12 === 0 ? 29_000 : 100 }));

    expect(pagesWith({ statistic: 'Average' }, requests)).toHaveLength(1);
    expect(pages(requests, UNTIL)).toEqual([]);
  });
});

it('a model that is fast again ends the alarm within five minutes', () => {
  const fastFrom = SLOW_FROM + 10 * MINUTE;
  const requests = traffic(START, UNTIL, 10, (at) => ({ latencyMs: at >= SLOW_FROM && at < fastFrom ? 3000 : 100 }));
  const transitions = simulate(template, emitted(requests), { until: UNTIL, only: [ALARM], lagMinutes: 1 });

  expect(timesOf(transitions, ALARM, 'ALARM')).toHaveLength(1);
  expect(Number(timesOf(transitions, ALARM, 'OK')[0]) - fastFrom).toBeLessThanOrEqual(5 * MINUTE);
});

import { describe, expect, it } from 'vitest';
import {
  FLAT_BYTES_PER_MINUTE,
  failuresOf,
  flatChecks,
  lossChecks,
  overheadOf,
  problemsOf,
  stepChecks,
} from '../../scripts/load/judge.ts';
import type { Rest, Sample, Step } from '../../scripts/load/results.ts';
import { LATENCY, load, PLAN, step } from './results-of-tests.ts';

describe('overhead', () => {
  it('is the time since a request was due, less the model’s own', () => {
    expect(overheadOf({ p50: 5, p90: 6, p99: 9, p999: 20, max: 40 }, 2)).toEqual({
      p50: 3,
      p90: 4,
      p99: 7,
      p999: 18,
      max: 38,
    });
  });

  it('is never below nothing', () => {
    expect(overheadOf({ ...LATENCY, p50: 1 }, 2).p50).toBe(0);
  });
});

describe('a rate', () => {
  it('is kept up with when answers are slow, but none is missing', () => {
    expect(failuresOf(100, load())).toEqual([]);
    expect(failuresOf(100, load({ dropped: 1 }))).not.toEqual([]);
  });

  it('is held when every request is answered in time', () => {
    expect(problemsOf(100, load(), { ...LATENCY, p99: 19.9 })).toEqual([]);
  });

  it('is not held when one request in a hundred takes too long', () => {
    expect(problemsOf(100, load(), { ...LATENCY, p99: 20 })).toEqual(['p99 overhead 20.0 ms']);
  });

  it('is not held when answers come slower than requests', () => {
    expect(problemsOf(100, load({ answeredPerSecond: 96.9 }), LATENCY)).toEqual(['96.9 answers a second']);
  });

  it.each([
    [{ '200': 99, '503': 1 }, '1 answers 503'],
    [{ '200': 99, '0': 1 }, '1 without answer'],
  ])('is not held with the answers %j', (byStatus, problem) => {
    expect(problemsOf(100, load({ byStatus }), LATENCY)).toEqual([problem]);
  });

  it('is not held when requests could not even be sent', () => {
    expect(problemsOf(100, load({ dropped: 3 }), LATENCY)).toEqual(['3 requests were not sent: too many under way']);
  });
});

const SENT = { sent: 100, ok: 98, failed: 2, recorded: 100 };
const METRICS = { SuccessCount: 98, 'SuccessCount by EndpointName': 98, ErrorCount: 2, LatencyMs: 12_345 };
const COUNTS = {
  metrics: METRICS,
  apiRequests: 100,
  inferenceLines: 100,
};
const RECORDS = { stored: 97, pending: 3, lost: 0, deadLettered: 0 };
const failing = (checks: readonly { holds: boolean; what: string }[]) =>
  checks.filter(({ holds }) => !holds).map(({ what }) => what);

describe('losses', () => {
  it('are none when each request left its metrics, its record and its line', () => {
    expect(failing(lossChecks(SENT, COUNTS, RECORDS))).toEqual([]);
  });

  it.each([
    ['sum of SuccessCount', { metrics: { ...COUNTS.metrics, SuccessCount: 97 } }],
    ['sum of SuccessCount by EndpointName', { metrics: { ...COUNTS.metrics, 'SuccessCount by EndpointName': 99 } }],
    ['sum of ErrorCount', { metrics: { ...COUNTS.metrics, ErrorCount: 1 } }],
    ['requests that the API counted', { apiRequests: 99 }],
    ['log lines that tell an inference', { inferenceLines: 101 }],
  ])('are found in the %s', (what, wrong) => {
    expect(failing(lossChecks(SENT, { ...COUNTS, ...wrong }, RECORDS))).toEqual([what]);
  });

  it('are found in the metrics when there are none at all', () => {
    expect(failing(lossChecks(SENT, { ...COUNTS, metrics: {} }, RECORDS))).toContain('sum of SuccessCount');
  });

  it('are not told from requests whose answer says nothing', () => {
    // Prepare: three of a hundred had no answer
    const sent = { ...SENT, ok: 95, recorded: 97 };
    const found = (successes: number) =>
      lossChecks(sent, { ...COUNTS, metrics: { ...METRICS, SuccessCount: successes } }, RECORDS);

    // Act
    const failures = [94, 95, 98, 99].map((successes) => failing(found(successes)));

    // Assess
    expect(failures).toEqual([['sum of SuccessCount'], [], [], ['sum of SuccessCount']]);
  });

  it('are found in the records', () => {
    const [check] = lossChecks(SENT, COUNTS, { ...RECORDS, lost: 1 }).filter(({ holds }) => !holds);
    expect(check).toEqual({ what: 'records stored or pending', holds: false, detail: '99 of 100' });
  });
});

const MINUTES = 30;

/** Half an hour of load with a value for each minute. */
const growing = (rssPerMinute: number, handlesPerMinute = 0): Sample[] =>
  Array.from({ length: MINUTES }, (_, minute) => ({
    at: minute * 60_000,
    rss: 300e6 + minute * rssPerMinute,
    held: 50e6 + minute * rssPerMinute,
    handles: 40 + Math.round(minute * handlesPerMinute),
  }));

/** What is there before and after that half hour. */
const resting = (rssPerMinute: number, handlesPerMinute = 0): Rest => ({
  before: { rss: 250e6, handles: 30 },
  after: { rss: 250e6 + MINUTES * rssPerMinute, handles: 30 + MINUTES * handlesPerMinute },
  loadMs: MINUTES * 60_000,
});

describe('flat', () => {
  it('is what stays', () => {
    expect(failing(flatChecks(growing(0), resting(0)))).toEqual([]);
  });

  it('is what grows by less than a megabyte a minute', () => {
    const growth = FLAT_BYTES_PER_MINUTE * 0.99;
    expect(failing(flatChecks(growing(growth), resting(growth)))).toEqual([]);
  });

  it('is not what grows by more, records included', () => {
    const checks = flatChecks(growing(FLAT_BYTES_PER_MINUTE * 1.01), resting(0));
    expect(failing(checks)).toEqual(['resident memory under load', 'heap and buffers after a collection']);
  });

  it('are not file handles that become more', () => {
    expect(failing(flatChecks(growing(0, 0.2), resting(0)))).toEqual(['file handles under load']);
  });

  it('is not memory that the process does not give back when it rests', () => {
    expect(failing(flatChecks(growing(0), resting(FLAT_BYTES_PER_MINUTE * 1.01)))).toEqual(['resident memory at rest']);
  });

  it('are not file handles that are never closed, be it four of ninety thousand requests', () => {
    expect(failing(flatChecks(growing(0), resting(0, 4 / MINUTES)))).toEqual(['file handles at rest']);
  });

  it('cannot be told from a single sample', () => {
    expect(failing(flatChecks(growing(0).slice(0, 1), resting(0)))).toContain('resident memory under load');
  });

  it('says so where the system tells no handles', () => {
    // Prepare
    const samples = growing(0).map(({ handles: _, ...rest }) => rest);
    const { before, after, loadMs } = resting(0);
    const rest = { before: { ...before, handles: undefined }, after, loadMs };

    // Act
    const checks = flatChecks(samples, rest).filter(({ what }) => what.startsWith('file handles'));

    // Assess
    expect(checks.map(({ detail }) => detail)).toEqual(['the system does not tell', 'the system does not tell']);
  });
});

describe('what the steps promise', () => {
  const broken: Step = { ...step(200), problems: ['p99 overhead 31.0 ms'] };

  it('is the rate, for a steady load', () => {
    expect(stepChecks([broken], 'steady', PLAN)).toEqual([
      {
        what: '200 requests a second for 20 s, p99 overhead below 20 ms',
        holds: false,
        detail: 'p99 overhead 31.0 ms',
      },
    ]);
  });

  it('is only to find the end, for a curve: where requests pile up, not where they are slow', () => {
    const piledUp: Step = { ...step(300), keepsUp: false, problems: ['200.0 answers a second'] };

    expect(stepChecks([step(100), broken, piledUp], 'curve', PLAN)).toEqual([
      { what: 'the curve', holds: true, detail: 'holds 100 requests a second; keeps up with 200; breaks at 300' },
    ]);
  });

  it('says when a curve has found no end', () => {
    expect(stepChecks([step(100)], 'curve', PLAN)[0]?.detail).toBe(
      'holds 100 requests a second; keeps up with 100; the breaking point lies higher',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { runsPerMonth } from '../../src/profile/schedule.ts';
import { defaultTraces, overMonth, peakRate, requestsPerMonth } from '../../src/profile/traffic.ts';

const OFFICE = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 16 ? 30 : 0));

describe('a day that repeats', () => {
  test('gives a month its requests: 8 of 24 hours at 30 a second', () => {
    expect(requestsPerMonth(OFFICE, 720)).toBe(30 * 3600 * 8 * 30);
  });

  test('has its peak in its busiest hour', () => {
    expect(peakRate(OFFICE)).toBe(30);
  });

  test('is summed hour by hour where something does not grow with the rate', () => {
    expect(overMonth(OFFICE, 24, (rate) => Math.min(rate, 1))).toBe(8 * 3600);
  });
});

test.each([
  [0, 0],
  [0.5, 0.5],
  [1, 1],
  [21, 2],
])("X-Ray's default rule records of %d requests a second %d", (rate, traces) => {
  expect(defaultTraces(rate)).toBeCloseTo(traces, 9);
});

test.each([
  ['rate(1 hour)', 730],
  ['rate(5 minutes)', 8760],
  ['rate(2 days)', 730 / 48],
  ['cron(0 3 ? * MON *)', 730 / 168],
  ['cron(0 3 ? * MON,FRI,MON *)', (730 / 168) * 2],
  ['cron(30 4 * * ? *)', 730 / 24],
  ['cron(30 4 ? * * *)', 730 / 24],
  ['cron(0/5 * * * ? *)', undefined],
  ['cron(0 3 1 * ? *)', undefined],
  ['rate(0 minutes)', undefined],
  ['every monday', undefined],
])('%s fires in a month of 730 hours %d times', (expression, runs) => {
  const counted = runsPerMonth(expression, 730);

  if (runs === undefined) expect(counted).toBeUndefined();
  else expect(counted).toBeCloseTo(runs, 9);
});

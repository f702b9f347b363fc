import { describe, expect, it } from 'vitest';
import { MadeUpMetrics } from '../../src/console/made-up-metrics.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const metric = (metricName: string) => ({ namespace: 'Any', metricName, dimensions: { A: 'b' } });
const source = new MadeUpMetrics(() => START + 60 * MINUTE);
const values = (name: string, from = START, to = START + 60 * MINUTE) =>
  [...source.samples(metric(name), from, to)].map(({ value }) => value);

describe('made-up metrics', () => {
  it('are the same each time they are asked for', () => {
    expect(values('Latency')).toEqual(values('Latency'));
    expect(values('Latency')).not.toEqual(values('Duration'));
  });

  it('have a value a minute, and none of the future', () => {
    expect(values('Latency', START, START + 120 * MINUTE)).toHaveLength(60);
    expect(values('Latency', START + 60 * MINUTE, START + 90 * MINUTE)).toEqual([]);
  });

  it('behave as their name says', () => {
    expect(values('Errors').filter((value) => value === 0).length).toBeGreaterThan(40);
    expect(Math.max(...values('CPUUtilization'))).toBeLessThanOrEqual(100);
    expect(values('Invocations').every(Number.isInteger)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { MemorySource, type MetricIdentity, metricKey } from '../src/index.ts';

const METRIC: MetricIdentity = { namespace: 'Shop', metricName: 'Errors', dimensions: { Service: 'a', Zone: 'b' } };

const at = (...times: readonly number[]): { timestamp: number; value: number }[] =>
  times.map((timestamp) => ({ timestamp, value: timestamp }));

describe('a source in memory', () => {
  it('gives the samples from the first instant up to before the last, in order', () => {
    const source = new MemorySource().add(METRIC, at(30, 10, 20)).add(METRIC, at(15));

    expect([...source.samples(METRIC, 10, 30)].map(({ value }) => value)).toEqual([10, 15, 20]);
    expect([...source.samples(METRIC, 31, 99)]).toEqual([]);
  });

  it('knows a metric by its dimensions in any order', () => {
    const source = new MemorySource().add(METRIC, at(1));
    const turned = { ...METRIC, dimensions: { Zone: 'b', Service: 'a' } };

    expect([...source.samples(turned, 0, 9)]).toHaveLength(1);
    expect(metricKey(turned)).toBe(metricKey(METRIC));
  });

  it('has nothing of another metric', () => {
    const source = new MemorySource().add(METRIC, at(1));

    expect([...source.samples({ ...METRIC, dimensions: {} }, 0, 9)]).toEqual([]);
  });
});

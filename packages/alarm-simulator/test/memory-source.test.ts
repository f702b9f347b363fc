import { describe, expect, it } from 'vitest';
import { MemorySource, type MetricIdentity, metricKey, type Published, type SampleColumns } from '../src/index.ts';

const METRIC: MetricIdentity = { namespace: 'Shop', metricName: 'Errors', dimensions: { Service: 'a', Zone: 'b' } };

const at = (...times: readonly number[]): { timestamp: number; value: number }[] =>
  times.map((timestamp) => ({ timestamp, value: timestamp }));

const times = (samples: Iterable<Published>): number[] => [...samples].map(({ timestamp }) => timestamp);

describe('a source in memory', () => {
  it('gives the samples from the first instant up to before the last, in order', () => {
    const source = new MemorySource().add(METRIC, at(30, 10, 20)).add(METRIC, at(15));

    expect(times(source.samples(METRIC, 10, 30))).toEqual([10, 15, 20]);
    expect(times(source.samples(METRIC, 31, 99))).toEqual([]);
  });

  it('gives back what was added: counts, units and statistic sets', () => {
    const samples: Published[] = [
      { timestamp: 1, value: 5 },
      { timestamp: 2, value: 6, count: 3, unit: 'Seconds' },
      { timestamp: 3, sampleCount: 4, sum: 20, minimum: 2, maximum: 9 },
    ];

    expect([...new MemorySource().add(METRIC, samples).samples(METRIC, 0, 9)]).toEqual([
      { timestamp: 1, value: 5, count: 1, unit: 'None' },
      { timestamp: 2, value: 6, count: 3, unit: 'Seconds' },
      { timestamp: 3, sampleCount: 4, sum: 20, minimum: 2, maximum: 9, unit: 'None' },
    ]);
  });

  it('keeps samples of one instant in the order in which they came', () => {
    const source = new MemorySource().add(METRIC, [
      { timestamp: 7, value: 1 },
      { timestamp: 3, value: 2 },
      { timestamp: 7, value: 3 },
    ]);

    expect([...source.columns(METRIC).values.subarray(0, 3)]).toEqual([2, 1, 3]);
  });

  it('grows beyond its first arrays', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ timestamp: 500 - index, value: index, count: 2 }));

    const { length, timestamps, values, counts } = new MemorySource().add(METRIC, many).columns(METRIC);

    expect([length, timestamps[0], values[0], counts?.[499]]).toEqual([500, 1, 499, 2]);
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

describe('columns', () => {
  const columns: SampleColumns = {
    length: 2,
    timestamps: Float64Array.of(10, 20, 0),
    values: Float64Array.of(1, 2, 0),
    unit: 'Count',
  };

  it('are taken as they are, without a copy', () => {
    expect(new MemorySource().addColumns(METRIC, columns).columns(METRIC)).toBe(columns);
  });

  it('give their rows as samples, no more than they say they have', () => {
    expect([...new MemorySource().addColumns(METRIC, columns).samples(METRIC, 0, 99)]).toEqual([
      { timestamp: 10, value: 1, unit: 'Count' },
      { timestamp: 20, value: 2, unit: 'Count' },
    ]);
  });

  it('mix with samples, before and after', () => {
    const source = new MemorySource().add(METRIC, at(5)).addColumns(METRIC, columns).add(METRIC, at(15));
    const other = new MemorySource().addColumns(METRIC, columns).add(METRIC, at(15));

    expect(times(source.samples(METRIC, 0, 99))).toEqual([5, 10, 15, 20]);
    expect(times(other.samples(METRIC, 0, 99))).toEqual([10, 15, 20]);
  });

  it.each<[string, Partial<SampleColumns>, RegExp]>([
    ['a column is short', { values: new Float64Array(1) }, /values has 1 rows, not 2/],
    ['units are short', { unit: ['Count'] }, /unit has 1 rows, not 2/],
    ['time goes back', { timestamps: Float64Array.of(20, 10) }, /timestamps\[1\] is before the one before it/],
    ['sets have one end only', { minimums: new Float64Array(2) }, /minimums and maximums/],
  ])('are refused if %s', (_, fault, message) => {
    expect(() => new MemorySource().addColumns(METRIC, { ...columns, ...fault })).toThrow(message);
  });
});

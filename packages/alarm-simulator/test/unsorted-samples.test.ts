import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distributed, distributedValue, percentileOf } from '../src/distribution.ts';
import { SortedSamples } from '../src/sorted-samples.ts';
import { FEW_ROWS, fillCounts, percentileOfFew } from '../src/unsorted-samples.ts';

type Row = readonly [value: number, count: number];

/** Rows with ties, without a value, without a sample, and now and then with a negative value. */
const row = fc.tuple(fc.constantFrom(0, 1, 1, 2, 3, 5, 8, Number.NaN, -1), fc.constantFrom(1, 1, 2, 7, 0));
const rows = fc.array(row, { maxLength: FEW_ROWS });

const columns = (of: readonly Row[], counted: boolean) => ({
  values: Float64Array.from(of, ([value]) => value),
  counts: counted ? Float64Array.from(of, ([, count]) => count) : undefined,
});

/** The samples in order; undefined where a statistic may not be taken of them. */
function sortedOf(of: readonly Row[], counted: boolean): SortedSamples | undefined {
  const sorted = new SortedSamples();
  for (const [value, count] of of) {
    if (!Number.isNaN(value) && (!counted || count > 0)) sorted.add(value, counted ? count : 1);
  }
  return sorted.length === 0 || (sorted.values[0] ?? -1) < 0 ? undefined : sorted;
}

const percentile = (rank: number) => ({ type: 'percentile', name: `p${rank}`, percentile: rank }) as const;

describe('a percentile of few rows', () => {
  it('is that of the samples in order', () => {
    const property = fc.property(rows, fc.boolean(), fc.constantFrom(0, 10, 50, 90, 99, 100), (of, counted, rank) => {
      const { values, counts } = columns(of, counted);
      const sorted = sortedOf(of, counted);

      const value = percentileOfFew({ values, counts }, 0, of.length, percentile(rank));

      expect(value).toBe(sorted === undefined ? Number.NaN : percentileOf(percentile(rank), sorted));
    });

    fc.assert(property, { numRuns: 2000 });
  });

  it.each([
    ['p90 of five samples is the largest', 90, [3, 9, 1, 4, 2], 9],
    ['p50 of five samples is the third', 50, [3, 9, 1, 4, 2], 3],
    ['p0 of five samples is the smallest', 0, [3, 9, 1, 4, 2], 1],
    ['p50 of infinities is missing', 50, [Number.POSITIVE_INFINITY], Number.NaN],
    ['p50 of equal samples is each of them', 50, [4, 4, 4], 4],
    ['p99 of none is missing', 99, [Number.NaN], Number.NaN],
  ])('%s', (_, rank, values, expected) => {
    const value = percentileOfFew(
      { values: Float64Array.from(values), counts: undefined },
      0,
      values.length,
      percentile(rank),
    );

    expect(value).toBe(expected);
  });
});

describe('samples between two values', () => {
  it.each([
    ['percentileRank', true],
    ['trimmedCount', false],
  ] as const)('give the %s of the samples in order', (measure, share) => {
    const bounds = fc.record({
      from: fc.constantFrom(Number.NEGATIVE_INFINITY, 0, 1, 2),
      to: fc.constantFrom(3, 5, Infinity),
    });
    const property = fc.property(rows, fc.boolean(), bounds, (of, counted, { from, to }) => {
      const limits = { unit: 'value', from, to } as const;
      const statistic: Distributed = { type: 'bounded', name: 'any', measure, bounds: limits };
      const sorted = sortedOf(of, counted);
      const result = new Float64Array(1);

      fillCounts(columns(of, counted), { from: Int32Array.of(0), to: Int32Array.of(of.length) }, limits, share, result);

      expect(result[0]).toBe(sorted === undefined ? Number.NaN : distributedValue(statistic, sorted));
    });

    fc.assert(property, { numRuns: 500 });
  });
});

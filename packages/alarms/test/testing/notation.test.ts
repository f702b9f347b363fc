import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, parseDistribution } from '../../src/testing/notation/distribution.ts';
import { expandSeries } from '../../src/testing/notation/expand.ts';
import { parseSeries } from '../../src/testing/notation/parse-series.ts';
import { lengthOf, type Segment } from '../../src/testing/notation/segment.ts';

const START = Date.UTC(2025, 0, 13);

function values(text: string): (number | undefined)[] {
  const parsed = parseSeries(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const samples = expandSeries(parsed.segments, { start: START, interval: 60_000, seed: 'x' });
  return Array.from({ length: lengthOf(parsed.segments) }, (_, index) => {
    const sample = samples.find(({ timestamp }) => timestamp === START + index * 60_000);
    return sample !== undefined && 'value' in sample ? sample.value : undefined;
  });
}

function messageOf(text: string): string {
  const parsed = parseSeries(text);
  return parsed.ok ? '' : parsed.message;
}

describe('a series in the notation of promtool', () => {
  // The first four are the examples of its documentation, without `stale`, which CloudWatch does not have.
  it.each([
    ['-2+4x3', [-2, 2, 6, 10]],
    ['1-2x4', [1, -1, -3, -5, -7]],
    ['1x4', [1, 1, 1, 1, 1]],
    ['1 _x3 2', [1, undefined, undefined, undefined, 2]],
    ['_', [undefined]],
    ['0x0', [0]],
    ['  5   .5 1e3 ', [5, 0.5, 1000]],
    ['+3 -4', [3, -4]],
    ['0.1+0.1x2', [0.1, 0.2, 0.1 + 2 * 0.1]],
    ['1e+2x1', [100, 100]],
  ])('%s stands for its values', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['1 2y 3', 'at character 3, "2y": write values such as'],
    ['1+2', 'at character 1, "1+2": say how many steps, for example 1+2x5'],
    ['1 NaN', 'at character 3, "NaN": CloudWatch stores finite numbers only'],
    ['stale', 'CloudWatch stores finite numbers only'],
    ['_x0', 'stands for nothing'],
    ['1e999', 'too large a number'],
    ['1x2000000', 'makes the series longer than 1000000 values'],
    ['   ', 'has no values'],
    ['1x-3', 'write values such as'],
  ])('%s is refused with its place', (text, message) => {
    expect(messageOf(text)).toContain(message);
  });

  it('has as many values as its parts say, whatever they are', () => {
    const part = fc.oneof(
      fc
        .tuple(fc.integer({ min: -99, max: 99 }), fc.nat(9))
        .map(([value, times]) => ({ text: `${value}x${times}`, length: times + 1 })),
      fc.integer({ min: 1, max: 9 }).map((times) => ({ text: `_x${times}`, length: times })),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 9 }), (parts) => {
        expect(values(parts.map(({ text }) => text).join(' '))).toHaveLength(
          parts.reduce((sum, { length }) => sum + length, 0),
        );
      }),
    );
  });
});

describe('a distribution', () => {
  it.each([
    ['constant(5)', { type: 'constant', value: 5 }],
    ['uniform(1, 2)', { type: 'uniform', low: 1, high: 2 }],
    [' normal( 200 , 3e1 ) ', { type: 'normal', mean: 200, deviation: 30 }],
    ['lognormal(200,0.5)', { type: 'lognormal', median: 200, sigma: 0.5 }],
  ] as const)('%s is read', (text, distribution) => {
    expect(parseDistribution(text)).toEqual({ ok: true, distribution });
  });

  it.each([
    ['poisson(3, 4)', 'there is no distribution "poisson"'],
    ['normal(200)', 'write constant(value)'],
    ['constant(1, 2)', 'write constant(value)'],
    ['normal(1, 2, 3)', 'write constant(value)'],
    ['normal(a, 2)', '"a" is no number'],
    ['normal(1, -2)', 'the deviation is at least 0'],
    ['uniform(3, 2)', 'the first number is the lower one'],
    ['lognormal(0, 1)', 'the median is above 0'],
    ['200', 'write constant(value)'],
  ])('%s is refused', (text, message) => {
    expect(parseDistribution(text)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
});

function drawn(of: Distribution, count: number, seed = 'a', length = 1): number[] {
  const segments: Segment[] = [{ type: 'samples', count, of, length }];
  return expandSeries(segments, { start: START, interval: 60_000, seed }).flatMap((sample) =>
    'value' in sample ? Array.from({ length: sample.count ?? 1 }, () => sample.value) : [],
  );
}

const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
const deviation = (list: readonly number[]) => Math.sqrt(mean(list.map((value) => (value - mean(list)) ** 2)));
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

describe('samples in an interval', () => {
  it('of a normal distribution have its mean and deviation', () => {
    const sample = drawn({ type: 'normal', mean: 200, deviation: 30 }, 10_000);

    expect(mean(sample)).toBeCloseTo(200, -0.5);
    expect(deviation(sample)).toBeCloseTo(30, -0.5);
  });

  it('of a uniform distribution lie between its ends and fill them', () => {
    const sample = drawn({ type: 'uniform', low: 5, high: 7 }, 10_000);

    expect(Math.min(...sample)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...sample)).toBeLessThan(7);
    expect(mean(sample)).toBeCloseTo(6, 1);
  });

  it('of a lognormal distribution have its median, and a mean above it', () => {
    const sample = drawn({ type: 'lognormal', median: 200, sigma: 1 }, 10_000);

    expect(median(sample) / 200).toBeCloseTo(1, 1);
    expect(mean(sample)).toBeGreaterThan(250);
  });

  it('are the same each time, and others with another seed or in another interval', () => {
    const of: Distribution = { type: 'normal', mean: 0, deviation: 1 };
    const twice = drawn(of, 5, 'a', 2);

    expect(drawn(of, 5, 'a', 2)).toEqual(twice);
    expect(drawn(of, 5, 'b', 2)).not.toEqual(twice);
    expect(twice.slice(0, 5)).not.toEqual(twice.slice(5));
  });

  it('do not change when the interval before them does', () => {
    const of: Distribution = { type: 'normal', mean: 0, deviation: 1 };
    const second = (first: Segment) =>
      expandSeries([first, { type: 'samples', count: 3, of, length: 1 }], {
        start: START,
        interval: 60_000,
        seed: 'a',
      }).slice(-3);

    expect(second({ type: 'missing', length: 1 })).toEqual(second({ type: 'line', from: 5, step: 0, length: 1 }));
  });

  it('lie evenly inside it', () => {
    const samples = expandSeries([{ type: 'samples', count: 4, of: { type: 'uniform', low: 0, high: 1 }, length: 1 }], {
      start: START,
      interval: 60_000,
      seed: 'a',
      unit: 'Seconds',
    });

    expect(samples.map(({ timestamp }) => timestamp - START)).toEqual([0, 15_000, 30_000, 45_000]);
    expect(samples[0]?.unit).toBe('Seconds');
  });

  it('are a statistic set where one is given', () => {
    const set = { sampleCount: 4, sum: 10, minimum: 1, maximum: 5 };

    expect(
      expandSeries([{ type: 'statistics', set, length: 1 }], { start: START, interval: 60_000, seed: 'a' }),
    ).toEqual([{ timestamp: START, ...set }]);
  });
});

import { describe, expect, it } from 'vitest';
import { addSample, emptySummary, toDatapoint } from '../src/aggregate.ts';
import { type Datapoint, parseStatistic, type Sample, type Statistic, type StatisticSet } from '../src/index.ts';
import { lowSampleCount } from '../src/statistics.ts';

function statistic(name: string): Statistic {
  const parsed = parseStatistic(name);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return parsed.value;
}

type Unstamped = Omit<Sample, 'timestamp'> | Omit<StatisticSet, 'timestamp'>;

function datapoint(name: string, samples: readonly Unstamped[], unit?: string): Datapoint | undefined {
  const parsed = statistic(name);
  const summary = emptySummary(parsed);
  for (const sample of samples) addSample(summary, { timestamp: 0, ...sample }, unit);
  return toDatapoint(parsed, 0, summary);
}

const values = (...list: readonly number[]): { value: number }[] => list.map((value) => ({ value }));
const oneTo = (count: number): { value: number }[] => values(...Array.from({ length: count }, (_, index) => index + 1));

describe('names of statistics', () => {
  it.each(['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p0', 'p50', 'p99.9', 'p100', 'tm90', 'IQM'])(
    '%s is read',
    (name) => {
      expect(statistic(name).name).toBe(name);
    },
  );

  it.each([
    ['tm90', 'trimmedMean', 0, 90],
    ['TM(10%:90%)', 'trimmedMean', 10, 90],
    ['TM(:95%)', 'trimmedMean', 0, 95],
    ['TM(5%:)', 'trimmedMean', 5, 100],
    ['IQM', 'trimmedMean', 25, 75],
    ['wm98', 'winsorizedMean', 0, 98],
    ['WM(10%:90%)', 'winsorizedMean', 10, 90],
    ['tc99.9', 'trimmedCount', 0, 99.9],
    ['TC(80%:)', 'trimmedCount', 80, 100],
    ['ts90', 'trimmedSum', 0, 90],
    ['TS(80%:)', 'trimmedSum', 80, 100],
  ])('%s is the %s of the samples from %d to %d per cent', (name, measure, from, to) => {
    expect(statistic(name)).toMatchObject({ measure, bounds: { unit: 'percent', from, to } });
  });

  it.each([
    ['TM(150:1000)', 'trimmedMean', 150, 1000],
    ['WM(:0.5)', 'winsorizedMean', Number.NEGATIVE_INFINITY, 0.5],
    ['TC(0.005:0.030)', 'trimmedCount', 0.005, 0.03],
    ['TS(500:)', 'trimmedSum', 500, Number.POSITIVE_INFINITY],
    ['PR(:300)', 'percentileRank', Number.NEGATIVE_INFINITY, 300],
    ['PR(100:2000)', 'percentileRank', 100, 2000],
  ])('%s is the %s of the samples above %d up to %d', (name, measure, from, to) => {
    expect(statistic(name)).toMatchObject({ measure, bounds: { unit: 'value', from, to } });
  });

  it.each([
    'average',
    'p101',
    'p',
    'P99',
    'p-1',
    'TM(90%:10%)',
    'TM(:)',
    'TM(10%:90)',
    'TC(500:80)',
    'WM(0%:101%)',
    'wm101',
    'pr90',
    'median',
    '',
  ])('%j is unknown', (name) => {
    expect(parseStatistic(name)).toMatchObject({ ok: false, errors: [{ message: /^unknown statistic/ }] });
  });

  it('of percentile ranks take values only', () => {
    expect(parseStatistic('PR(10%:90%)')).toMatchObject({ ok: false, errors: [{ message: /PR takes values only/ }] });
  });
});

describe('simple statistics', () => {
  const samples = [{ value: 2, count: 3 }, { value: 10 }];

  it.each([
    ['Average', 4],
    ['Sum', 16],
    ['Minimum', 2],
    ['Maximum', 10],
    ['SampleCount', 4],
  ])('%s counts a value as often as it occurred', (name, value) => {
    expect(datapoint(name, samples)).toMatchObject({ value, sampleCount: 4 });
  });

  it('give no datapoint without a sample', () => {
    expect(datapoint('Sum', [])).toBeUndefined();
    expect(datapoint('SampleCount', [{ value: 1, count: 0 }])).toBeUndefined();
  });

  it('leave out what CloudWatch would refuse', () => {
    expect(datapoint('Sum', values(1, Number.NaN, Number.POSITIVE_INFINITY))).toMatchObject({
      value: 1,
      sampleCount: 1,
    });
  });
});

describe('percentiles', () => {
  it.each([
    ['p50', 50],
    ['p90', 90],
    ['p99', 99],
    ['p100', 100],
    ['p0', 1],
    ['p99.9', 100],
  ])('%s of 1 to 100 is %d: the greatest of what remains', (name, value) => {
    expect(datapoint(name, oneTo(100))?.value).toBe(value);
  });

  it('are that of the values, not of their order or packing', () => {
    const packed = [{ value: 5, count: 9 }, { value: 100 }];

    expect(datapoint('p90', packed)?.value).toBe(5);
    expect(datapoint('p90', [...packed].reverse())?.value).toBe(5);
    expect(datapoint('p91', packed)?.value).toBe(100);
  });

  it('carry the values between which other roundings would choose', () => {
    expect(datapoint('p90', values(1, 2, 3))).toMatchObject({ value: 3, spread: [2, 3] });
  });

  it('carry no spread where all roundings agree', () => {
    expect(datapoint('p90', values(7, 7, 7))).not.toHaveProperty('spread');
    expect(datapoint('p50', values(7))).not.toHaveProperty('spread');
  });

  it('do not exist for negative values', () => {
    expect(datapoint('p90', values(-1, 2, 3))).toBeUndefined();
    expect(datapoint('Average', values(-1, 2, 5))?.value).toBe(2);
  });
});

describe('trimmed means', () => {
  it('leave out the highest', () => {
    expect(datapoint('tm90', values(1, 1, 1, 1, 1, 1, 1, 1, 1, 1000))?.value).toBe(1);
  });

  it('leave out both ends', () => {
    expect(datapoint('TM(10%:90%)', oneTo(10))?.value).toBe(5.5);
    expect(datapoint('IQM', values(0, 4, 6, 100))?.value).toBe(5);
  });

  it('of a single sample are that sample', () => {
    expect(datapoint('IQM', values(3))?.value).toBe(3);
    expect(datapoint('tm50', values(3))?.value).toBe(3);
  });

  it('carry the means that other roundings would give', () => {
    const { value, spread } = datapoint('tm90', values(1, 2, 30)) ?? {};

    expect(value).toBe(11);
    expect(spread).toEqual([1.5, 11]);
  });
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
describe('statistics between bounds', () => {
  it.each([
    // The ten highest per cent of 1 to 100 are 91 to 100.
    ['tc90', 90],
    ['ts90', 4095],
    ['TC(10%:90%)', 80],
    ['TS(80%:)', 1810],
    ['tm90', 45.5],
    // 99 and 100 count as 98, the 98th percentile.
    ['wm98', 50.47],
    ['WM(10%:90%)', 50.4],
    // "Exclusive of the lower bound, inclusive of the upper bound."
    ['TC(10:20)', 10],
    ['TS(10:20)', 155],
    ['TM(10:20)', 15.5],
    ['WM(10:20)', 18.55],
    ['PR(:30)', 30],
    ['PR(30:)', 70],
    ['PR(30:40)', 10],
  ])('%s of 1 to 100 is %d', (name, value) => {
    expect(datapoint(name, oneTo(100))?.value).toBeCloseTo(value, 10);
  });

  it('count a value as often as it occurred', () => {
    const samples = [{ value: 1, count: 9 }, { value: 100 }];

    expect(datapoint('tc90', samples)?.value).toBe(9);
    expect(datapoint('TC(50:)', samples)?.value).toBe(1);
    expect(datapoint('PR(:50)', samples)?.value).toBe(90);
    expect(datapoint('wm90', samples)?.value).toBe(1);
  });

  it('of no sample in bounds are 0 if they count or add up, and no datapoint if they are a mean', () => {
    expect(datapoint('TC(200:)', oneTo(100))?.value).toBe(0);
    expect(datapoint('TS(200:)', oneTo(100))?.value).toBe(0);
    expect(datapoint('PR(200:)', oneTo(100))?.value).toBe(0);
    expect(datapoint('TM(200:)', oneTo(100))).toBeUndefined();
  });

  it('hang on rounding only if the bounds are shares', () => {
    expect(datapoint('tc50', oneTo(3))).toMatchObject({ value: 2, spread: [1, 2] });
    expect(datapoint('TC(:1.5)', oneTo(3))).not.toHaveProperty('spread');
  });
});

describe('statistic sets', () => {
  const set = { sampleCount: 4, sum: 20, minimum: 2, maximum: 9 };

  it.each([
    ['Average', 5],
    ['Sum', 20],
    ['Minimum', 2],
    ['Maximum', 9],
    ['SampleCount', 4],
  ])('give %s', (name, value) => {
    expect(datapoint(name, [set])).toMatchObject({ value, sampleCount: 4 });
  });

  it('add up with samples', () => {
    expect(datapoint('Average', [set, { value: 30 }])).toMatchObject({ value: 10, sampleCount: 5 });
    expect(datapoint('Maximum', [set, { value: 30 }])?.value).toBe(30);
  });

  it.each(['p90', 'tm90', 'tc90', 'PR(:5)', 'IQM'])('of several values give no %s', (name) => {
    expect(datapoint(name, [set])).toBeUndefined();
    expect(datapoint(name, [set, { value: 3 }])).toBeUndefined();
  });

  it('give percentiles if they hide no value: one sample, or minimum and maximum alike', () => {
    expect(datapoint('p90', [{ sampleCount: 1, sum: 7, minimum: 7, maximum: 7 }])?.value).toBe(7);
    expect(datapoint('p50', [{ sampleCount: 9, sum: 45, minimum: 5, maximum: 5 }, { value: 100 }])?.value).toBe(5);
  });

  it('without samples or numbers count for nothing', () => {
    expect(datapoint('Sum', [{ ...set, sampleCount: 0 }])).toBeUndefined();
    expect(datapoint('Sum', [{ ...set, sum: Number.NaN }])).toBeUndefined();
    expect(datapoint('Sum', [{ ...set, maximum: Number.POSITIVE_INFINITY }])).toBeUndefined();
  });
});

describe('units', () => {
  const mixed = [
    { value: 1, unit: 'Seconds' },
    { value: 1000, unit: 'Milliseconds' },
  ];

  it('filter the samples if the alarm names one', () => {
    expect(datapoint('Sum', mixed, 'Seconds')).toMatchObject({ value: 1 });
    expect(datapoint('Sum', mixed, 'Bytes')).toBeUndefined();
  });

  it('are None where a sample names none', () => {
    expect(datapoint('Sum', values(1), 'None')?.value).toBe(1);
    expect(datapoint('Sum', values(1), 'Count')).toBeUndefined();
  });

  it('that are mixed make the result undocumented if the alarm names none', () => {
    expect(datapoint('Sum', mixed)).toMatchObject({ value: 1001, certainty: 'undocumented' });
    expect(datapoint('Sum', values(1, 2))).not.toHaveProperty('certainty');
  });
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
describe('the number of samples that a percentile needs', () => {
  it.each([
    ['p99', 1000],
    ['p99.9', 10_000],
    ['p95', 200],
    ['p90', 100],
    ['p50', 20],
    ['p10', 100],
    ['p100', 0],
    ['p0', 0],
    ['tm90', 0],
    ['Average', 0],
  ])('%s: %d', (name, count) => {
    expect(lowSampleCount(statistic(name))).toBe(count);
  });
});

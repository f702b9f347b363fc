import { describe, expect, it } from 'vitest';
import { addSample, emptySummary, toDatapoint } from '../src/aggregate.ts';
import { type Datapoint, parseStatistic, type Sample, type Statistic } from '../src/index.ts';
import { lowSampleCount } from '../src/statistics.ts';

function statistic(name: string): Statistic {
  const parsed = parseStatistic(name);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return parsed.value;
}

function datapoint(name: string, samples: readonly Omit<Sample, 'timestamp'>[], unit?: string): Datapoint | undefined {
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

  it('of trimmed means may give both ends', () => {
    expect(statistic('TM(10%:90%)')).toMatchObject({ from: 10, to: 90 });
    expect(statistic('TM(:95%)')).toMatchObject({ from: 0, to: 95 });
    expect(statistic('TM(5%:)')).toMatchObject({ from: 5, to: 100 });
  });

  it.each(['average', 'p101', 'p', 'P99', 'p-1', 'TM(90%:10%)', 'TM(:)', 'median', ''])('%j is unknown', (name) => {
    expect(parseStatistic(name)).toMatchObject({
      ok: false,
      errors: [{ message: /^unknown statistic|not supported/ }],
    });
  });

  it.each(['wm98', 'tc90', 'ts90', 'PR(:300)', 'TC(80:500)', 'TM(150:1000)'])('%s is named as unsupported', (name) => {
    const parsed = parseStatistic(name);

    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).toContain('is not supported');
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

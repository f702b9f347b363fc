import { describe, expect, it } from 'vitest';
import type { SampleSource } from '../../alarm-simulator/src/index.ts';
import { evaluateWidget, type MetricData } from '../src/index.ts';
import {
  drawn,
  eachMinute,
  HALF_HOUR,
  HOUR,
  LATENCY,
  MINUTE,
  metricWidget,
  NOON,
  sourcesOf,
} from './helpers/sources.ts';

const ROW = ['Shop', 'Latency', 'Service', 'cart'];
const row = (rendering: object) => [...ROW, rendering];

const TEN = [10, 20, 30, 40, null, 60, 70, 80, 90, 100];

const latency = (values: readonly (number | null)[], unit?: string) => ({
  metrics: [[LATENCY, eachMinute(values, NOON, unit)]] as const,
});

const values = ({ series }: MetricData) => series.map((each) => each.values);
const tenMinutes = { start: NOON, end: NOON + 10 * MINUTE };

describe('datapoints of a metric', () => {
  it('are one for each period, and null where there is no sample', () => {
    const { series, problems } = drawn([row({ period: 60 })], latency(TEN), { range: tenMinutes });

    expect(problems).toEqual([]);
    expect(series[0]?.values).toEqual(TEN);
    expect(series[0]?.timestamps).toEqual(TEN.map((_, index) => NOON + index * MINUTE));
    expect(series[0]?.period).toBe(60);
  });

  it.each([
    ['Average', [25, 80]],
    ['Sum', [100, 400]],
    ['Minimum', [10, 60]],
    ['Maximum', [40, 100]],
    ['SampleCount', [4, 5]],
    // The nearest rank: the second of four, the third of five.
    ['p50', [20, 80]],
    ['PR(:30)', [75, 0]],
  ])('sum up the samples of a longer period: %s', (stat, expected) => {
    const data = drawn([row({ stat })], latency(TEN), { range: tenMinutes, period: 300 });

    expect(values(data)).toEqual([expected]);
  });

  it('begin at multiples of the period, the first one whole', () => {
    const range = { start: NOON + 2 * MINUTE, end: NOON + 7 * MINUTE };

    const { series } = drawn([row({ stat: 'Sum' })], latency(TEN), { range, period: 300 });

    expect(series[0]?.timestamps).toEqual([NOON, NOON + 5 * MINUTE]);
    expect(series[0]?.values).toEqual([100, 400]);
  });

  it('are made of statistic sets and of values that occurred several times', () => {
    const published = [
      { timestamp: NOON, sampleCount: 4, sum: 40, minimum: 1, maximum: 30 },
      { timestamp: NOON + MINUTE, value: 5, count: 6 },
    ];
    const of = (stat: string) =>
      values(drawn([row({ stat })], { metrics: [[LATENCY, published]] }, { range: tenMinutes, period: 120 }))[0]?.[0];

    expect(['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'].map(of)).toEqual([10, 70, 7, 1, 30]);
    // What a set hides, a percentile cannot know.
    expect(of('p50')).toBeNull();
  });

  it('of five seconds are made of the samples of those', () => {
    const samples = [0, 4, 5, 14].map((second) => ({ timestamp: NOON + second * 1000, value: second }));
    const range = { start: NOON, end: NOON + 15_000 };

    const data = drawn(
      [row({ period: 5, stat: 'Sum' })],
      { metrics: [[LATENCY, samples]], now: NOON + HOUR },
      { range },
    );

    expect(values(data)).toEqual([[4, 5, 14]]);
  });

  it('are as many nulls where there is no such metric', () => {
    const data = drawn([['Shop', 'Nothing', { period: 60 }]], latency(TEN), { range: tenMinutes });

    expect(values(data)).toEqual([Array(10).fill(null)]);
  });

  it('come alike from a source without columns, which is asked once for each range', () => {
    const memory = sourcesOf(latency(TEN));
    const asked: (readonly [number, number])[] = [];
    const samples: SampleSource = {
      samples(metric, from, to, asOf) {
        asked.push([from, to]);
        return memory.samples.samples(metric, from, to, asOf);
      },
    };
    const widget = metricWidget({ period: 60, metrics: [row({ stat: 'p90' }), row({ stat: 'Sum' })] });

    const data = evaluateWidget(widget, tenMinutes, { ...memory, samples });

    expect(data).toEqual(evaluateWidget(widget, tenMinutes, memory));
    expect(asked).toEqual([[NOON, NOON + 10 * MINUTE]]);
  });
});

describe('units', () => {
  it('are named where all samples agree', () => {
    expect(drawn([ROW], latency(TEN, 'Milliseconds')).series[0]?.unit).toBe('Milliseconds');
  });

  it('are not named where samples differ, or have none', () => {
    const mixed = [...eachMinute([1], NOON, 'Seconds'), ...eachMinute([1], NOON + MINUTE, 'Milliseconds')];

    expect(drawn([ROW], { metrics: [[LATENCY, mixed]] }).series[0]).not.toHaveProperty('unit');
    expect(drawn([ROW], latency(TEN, 'None')).series[0]).not.toHaveProperty('unit');
  });

  it('of a number of samples are none of the samples', () => {
    expect(drawn([row({ stat: 'SampleCount' })], latency(TEN, 'Milliseconds')).series[0]?.unit).toBe('Count');
  });
});

describe('the newest datapoint', () => {
  const now = NOON + 10 * MINUTE + 30_000;
  const range = { start: NOON, end: now };
  const until = (data: MetricData) => ((data.series[0]?.timestamps.at(-1) ?? 0) - NOON) / MINUTE;

  it('is that of a period that ended at least a minute ago', () => {
    expect(until(drawn([row({ period: 60 })], { ...latency(TEN), now }, { range }))).toBe(8);
    expect(until(drawn([row({ period: 300 })], { ...latency(TEN), now }, { range }))).toBe(0);
    expect(until(drawn([row({ period: 300 })], { ...latency(TEN), now: now + MINUTE }, { range }))).toBe(5);
  });

  it('is that of the period under way with live data', () => {
    expect(until(drawn([row({ period: 60 })], { ...latency(TEN), now }, { range, liveData: true }))).toBe(10);
  });
});

describe('the period', () => {
  const drawnWith = (period: number, hours: number, periodOverride: 'auto' | 'inherit', ageHours = hours) => {
    const start = NOON - ageHours * HOUR;
    const sources = sourcesOf({ now: NOON });
    const widget = metricWidget({ metrics: [row({ period })] });
    return evaluateWidget(widget, { start, end: start + hours * HOUR }, sources, { periodOverride }).series[0]?.period;
  };

  it.each([
    [60, 3, 60],
    [60, 4, 300],
    [60, 24, 300],
    [900, 24, 900],
    [60, 25, 3600],
    [60, 24 * 7, 3600],
    [7200, 24 * 7, 7200],
    [60, 24 * 64, 86_400],
  ])('of %i s rises with a range of %i hours to %i s if the dashboard says so', (period, hours, expected) => {
    expect(drawnWith(period, hours, 'auto')).toBe(expected);
  });

  it('stays as it is if the dashboard inherits it', () => {
    expect(drawnWith(60, 24 * 7, 'inherit')).toBe(60);
  });

  it.each([
    [10, 4, 60],
    [60, 24 * 14, 60],
    [60, 24 * 16, 300],
    [60, 24 * 64, 3600],
  ])('of %i s is not shorter than what CloudWatch keeps after %i hours: %i s', (period, age, expected) => {
    expect(drawnWith(period, 1, 'inherit', age)).toBe(expected);
  });

  it('is the whole range where a widget of one value asks for it', () => {
    const settings = { range: { start: NOON + 500, end: NOON + 10 * MINUTE + 500 }, setPeriodToTimeRange: true };

    const data = drawn([row({ stat: 'Sum', period: 60 })], latency(TEN), { ...settings, view: 'singleValue' });

    // Without the sample at noon, which is before the range.
    expect(values(data)).toEqual([[490]]);
    expect(data.series[0]).toMatchObject({ period: 600, timestamps: [NOON + 500] });
  });

  it('is the whole range also if that is hours long and begins within a minute', () => {
    const samples = eachMinute(Array(300).fill(1));
    const range = { start: NOON + 30_000, end: NOON + 3 * HOUR + 30_000 };
    const settings = { range, setPeriodToTimeRange: true, view: 'pie' };

    for (const [stat, expected] of [
      ['Sum', 180],
      ['SampleCount', 180],
      ['p50', 1],
    ] as const) {
      expect(values(drawn([row({ stat })], { metrics: [[LATENCY, samples]] }, settings))).toEqual([[expected]]);
    }
  });

  it('is not the range for a graph over time', () => {
    const data = drawn([row({ period: 60 })], latency(TEN), { range: tenMinutes, setPeriodToTimeRange: true });

    expect(values(data)).toEqual([TEN]);
  });
});

describe('the range', () => {
  it('is that of the widget if it has one', () => {
    const data = drawn([ROW], { ...latency(TEN), now: NOON + HOUR }, { start: '-PT30M' });

    expect(data.range).toEqual({ start: NOON + 30 * MINUTE, end: NOON + HOUR });
  });

  it('is no longer than metrics are kept', () => {
    const data = drawn([ROW], latency(TEN), { range: { start: 0, end: NOON }, periodOverride: 'inherit' });

    expect(data.range.start).toBe(NOON - 455 * 24 * HOUR);
    expect(data.series[0]?.timestamps.length).toBe(455 * 24);
  });

  it('may be empty', () => {
    expect(values(drawn([ROW], latency(TEN), { range: { start: NOON, end: NOON } }))).toEqual([[]]);
  });
});

describe('rows', () => {
  it('are drawn in their order, on their axes and in their colours, without the hidden ones', () => {
    const rows = [row({ id: 'a', color: 'red' }), row({ id: 'b', visible: false }), row({ id: 'c', yAxis: 'right' })];

    const { series } = drawn(rows, latency(TEN), { range: HALF_HOUR });

    expect(series).toMatchObject([
      { id: 'a', color: 'red', axis: 'left' },
      { id: 'c', axis: 'right' },
    ]);
  });
});

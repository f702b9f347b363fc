import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignSeries,
  indexFrom,
  isolatedPoints,
  type PlotSeries,
  stackSeries,
  valueAt,
} from '../src/app/chart/plot-data.ts';
import { axisCaption, plotOf, type TimeChartModel } from '../src/app/chart/plot-model.ts';
import { extent, niceStep, valueScale } from '../src/app/chart/scale.ts';
import { makeSeries } from './helpers/series.ts';

const line = (values: readonly (number | null)[], period = 60, from = 0): PlotSeries => ({
  timestamps: values.map((_, index) => from + index * period * 1000),
  values,
  period,
});

describe('few datapoints', () => {
  it('stay as they are, gaps included', () => {
    const aligned = alignSeries([line([1, null, 3])], { start: 0, end: 120_000 }, 100);

    expect(aligned).toEqual({ times: [0, 60_000, 120_000], values: [[1, null, 3]] });
  });

  it('of another period do not break a line', () => {
    const aligned = alignSeries([line([1, 2, 3]), line([9], 180)], { start: 0, end: 120_000 }, 100);

    expect(aligned.values[1]).toEqual([9, undefined, undefined]);
  });

  it('outside the range are left out but for the neighbours, towards which the line runs', () => {
    const aligned = alignSeries([line([1, 2, 3, 4, 5, 6])], { start: 130_000, end: 170_000 }, 100);

    expect(aligned.times).toEqual([120_000, 180_000]);
  });
});

describe('many datapoints', () => {
  const range = { start: 0, end: 10_000 * 60_000 };

  it('become two for each column, and a few outside', () => {
    const { times } = alignSeries([line(new Array(10_000).fill(1))], range, 200);

    expect(times).toHaveLength(404);
  });

  it('keep their least and greatest, wherever these are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 500, maxLength: 900 }), (values) => {
        const span = { start: 0, end: (values.length - 1) * 60_000 };

        const [drawn = []] = alignSeries([line(values)], span, 50).values;

        expect(extent(drawn)).toEqual(extent(values));
      }),
      { numRuns: 50 },
    );
  });

  it('keep a gap that is as wide as a column', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index >= 5000 && index < 5200 ? null : 7));

    const [drawn = []] = alignSeries([line(values)], range, 100).values;

    expect(drawn.filter((value) => value === null).length).toBeGreaterThanOrEqual(1);
    expect(drawn.filter((value) => value === 7).length).toBeGreaterThan(90);
  });

  it('keep the order of a rise', () => {
    const [drawn = []] = alignSeries([line(Array.from({ length: 10_000 }, (_, index) => index))], range, 100).values;
    const known = drawn.filter((value) => typeof value === 'number');

    expect(known).toEqual([...known].sort((one, other) => one - other));
  });
});

describe('a line at an instant', () => {
  it('has the value of the period that holds it, null in a gap, and nothing outside', () => {
    const series = line([1, null, 3]);

    expect([0, 59_999, 60_000, 179_999, 180_000, -1].map((at) => valueAt(series, at))).toEqual([
      1,
      1,
      null,
      3,
      undefined,
      undefined,
    ]);
  });

  it('is found by halves', () => {
    expect([-1, 0, 1, 10, 11, 30, 31].map((at) => indexFrom([0, 10, 20, 30], at))).toEqual([0, 0, 1, 1, 2, 3, 4]);
  });
});

describe('stacked lines', () => {
  it('add up from the bottom', () => {
    const stacked = stackSeries([line([1, 2]), line([10, 20])]);

    expect(stacked.map(({ values }) => values)).toEqual([
      [1, 2],
      [11, 22],
    ]);
  });

  it('have a gap only where no line has a datapoint', () => {
    const [, top] = stackSeries([line([1, null, null]), line([10, 20, null])]);

    expect(top?.values).toEqual([11, 20, null]);
  });

  it('of a longer period count in each of the shorter ones', () => {
    const [, top] = stackSeries([line([1, 1, 1]), line([5], 180)]);

    expect(top?.values).toEqual([6, 6, 6]);
  });
});

describe('datapoints without neighbours', () => {
  it('are found between gaps and at the ends', () => {
    expect(isolatedPoints([1, null, 2, 3, null, 4, undefined, null, 5])).toEqual([0, 5, 8]);
  });
});

describe('a value axis', () => {
  it.each([
    [0.07, 0.1],
    [1, 1],
    [1.1, 2],
    [2.2, 2.5],
    [30, 50],
    [70, 100],
  ])('with %d between marks takes %d', (distance, step) => {
    expect(niceStep(distance)).toBeCloseTo(step, 12);
  });

  it('begins at zero unless all data are far from it', () => {
    expect(valueScale(10, 100).min).toBe(0);
    expect(valueScale(90, 100).min).toBe(90);
  });

  it('keeps the ends that the body gives', () => {
    expect(valueScale(10, 70, { min: 0, max: 100 })).toMatchObject({ min: 0, max: 100, ticks: [0, 25, 50, 75, 100] });
  });

  it('has room around a single value and around nothing', () => {
    expect(valueScale(5, 5)).toMatchObject({ min: 0, max: 6 });
    expect(valueScale(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toMatchObject({ min: 0, max: 1 });
  });

  it('holds all data and has marks in order, whatever they are', () => {
    const numbers = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];

        const { min, max, ticks } = valueScale(low, high);

        expect(min).toBeLessThanOrEqual(low + Math.abs(low) * 1e-9);
        expect(max).toBeGreaterThanOrEqual(high - Math.abs(high) * 1e-9);
        expect(ticks.length).toBeLessThanOrEqual(12);
        expect(ticks).toEqual([...ticks].sort((first, second) => first - second));
      }),
    );
  });
});

describe('a graph over time', () => {
  const end = 100 * 60_000;
  const model = (changes: Partial<TimeChartModel> = {}): TimeChartModel => ({
    title: 'x',
    range: { start: 0, end },
    series: [
      {
        data: makeSeries({ label: 'a', end, points: 90, base: 50, unit: 'Milliseconds' }),
        style: { color: '#000', dash: [] },
      },
      {
        data: makeSeries({ label: 'b', end, points: 90, base: 900, axis: 'right' }),
        style: { color: '#000', dash: [] },
      },
    ],
    stacked: false,
    axes: { left: { showUnits: true }, right: { showUnits: true } },
    annotations: { horizontal: [], vertical: [], marks: [] },
    offset: 0,
    ...changes,
  });

  it('has an axis for each side that has lines', () => {
    const { hasRight, scales } = plotOf(model(), 800, 200);

    expect(hasRight).toBe(true);
    expect(scales.left.max).toBeLessThan(scales.right.max);
  });

  it('shows its thresholds and the datapoints that are marked', () => {
    const horizontal = [{ value: 5000, fill: 'none' as const, axis: 'left' as const }];
    const marks = [{ at: 0, value: 7000, verdict: 'breaching' as const }];

    const { scales } = plotOf(model({ annotations: { horizontal, vertical: [], marks } }), 800, 200);

    expect(scales.left.max).toBeGreaterThanOrEqual(7000);
  });

  it('is drawn thin only where datapoints are close', () => {
    expect([plotOf(model(), 800, 200).dense, plotOf(model(), 100, 200).dense]).toEqual([false, true]);
  });

  it('stacks the lines of each side apart', () => {
    const { scales } = plotOf(model({ stacked: true }), 800, 200);

    expect(scales.left.max).toBeLessThan(400);
  });

  it.each([
    [undefined, true, 'Milliseconds'],
    [undefined, false, ''],
    ['ms', true, 'ms'],
    ['Time', true, 'Time (Milliseconds)'],
    ['Time', false, 'Time'],
  ])('with the label %s and units %s says "%s"', (label, showUnits, text) => {
    const axes = { left: { ...(label ? { label } : {}), showUnits }, right: { showUnits: true } };

    expect(axisCaption(model({ axes }), 'left')).toBe(text);
  });
});

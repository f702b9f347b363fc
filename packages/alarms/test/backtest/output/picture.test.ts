import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extremes, toColumns } from '../../../src/backtest/output/html/downsample.ts';
import { numberTicks, timeTicks } from '../../../src/backtest/output/html/scale.ts';
import { timePlot } from '../../../src/backtest/output/html/time-plot.ts';
import { DAY, HOUR, MINUTE, START } from '../support.ts';

const series = (values: readonly number[]) => ({ start: START, period: MINUTE, values: Float64Array.from(values) });

describe('the columns of a picture', () => {
  it('hide no peak of a minute in a year', () => {
    const values = new Array<number>(525_600).fill(1);
    values[300_000] = 99;

    const columns = toColumns(series(values), { from: START, to: START + 365 * DAY }, 1000);

    expect(extremes(columns)).toEqual([1, 99]);
    expect(columns.high.filter((value) => value === 99)).toHaveLength(1);
  });

  it('reach from the lowest to the highest datapoint, however many there are', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 100 }),
        (values, count) => {
          const { low, high } = toColumns(series(values), { from: START, to: START + values.length * MINUTE }, count);

          const real = values.filter((one) => !Number.isNaN(one));
          const expected = real.length === 0 ? undefined : [Math.min(...real), Math.max(...real)];
          expect(extremes({ low, high })).toEqual(expected);
          expect(low.every((one, index) => Number.isNaN(one) === Number.isNaN(high[index] ?? 0))).toBe(true);
        },
      ),
    );
  });

  it('leave gaps where there are none', () => {
    const values = Float64Array.of(1, Number.NaN, 3);

    const { low } = toColumns({ start: START, period: MINUTE, values }, { from: START, to: START + 3 * MINUTE }, 3);

    expect(Array.from(low)).toEqual([1, Number.NaN, 3]);
  });
});

describe('the marks of an axis', () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0, 0.07, 4, [0, 0.02, 0.04, 0.06]],
    [-3, 3, 3, [-2, 0, 2]],
  ])('from %f to %f are round', (from, to, count, expected) => {
    expect(numberTicks(from, to, count)).toEqual(expected);
  });

  it('are months in a year, and the year where it begins', () => {
    const labels = timeTicks({ from: Date.UTC(2025, 5, 15), to: Date.UTC(2026, 5, 15) }, 12).map(({ label }) => label);

    expect(labels).toEqual(['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec', '2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun']);
  });

  it('are hours in a day, and the day where it begins', () => {
    const labels = timeTicks({ from: START - 2 * HOUR, to: START + 6 * HOUR }, 8).map(({ label }) => label);

    expect(labels).toEqual(['22:00', '23:00', '5 Jan', '01:00', '02:00', '03:00', '04:00', '05:00']);
  });
});

describe('a time series', () => {
  const stretch = { from: START, to: START + DAY };
  const input = { label: 'picture', stretch, intervals: [], incidents: [], width: 400, height: 100 };

  it('draws an alarm of a minute in a day wide enough to be seen', () => {
    const interval = {
      from: START,
      to: START + MINUTE,
      reason: '',
      certainty: 'documented',
      incidents: [],
      open: false,
    } as const;

    const { svg } = timePlot({ ...input, intervals: [interval] });

    expect(svg).toMatch(/<rect class="alarm"[^>]* width="2"/);
  });

  it('joins alarms that would lie on one pixel, and says how many there are', () => {
    const intervals = [0, 2, 4].map((minute) => ({
      from: START + minute * MINUTE,
      to: START + (minute + 1) * MINUTE,
      reason: '',
      certainty: 'documented' as const,
      incidents: [],
      open: false,
    }));

    const { svg } = timePlot({ ...input, intervals });

    expect(svg.match(/class="alarm"/g)).toHaveLength(1);
    expect(svg).toContain('in ALARM 3 times');
  });

  it('without datapoints says so', () => {
    const { svg } = timePlot({ ...input, series: series([Number.NaN]) });

    expect(svg).toContain('no datapoints');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeriesBuilder } from '../../../src/backtest/history/series-builder.ts';

const row = (timestamp: number, value: number, count = 1) => ({
  timestamp,
  value,
  count,
  minimum: Number.NaN,
  maximum: Number.NaN,
});

describe('the columns of a series', () => {
  it('are in the order of time whatever the order of the rows, those of one instant as they came', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer()), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const builder = new SeriesBuilder();
        for (const [timestamp, value] of pairs) builder.add(row(timestamp, value));

        const { length, timestamps, values } = builder.columns(undefined);

        const read = Array.from({ length }, (_, index) => [timestamps[index], values[index]]);
        expect(read).toEqual(pairs.toSorted(([first], [second]) => first - second));
      }),
    );
  });

  it('grow with the rows', () => {
    const builder = new SeriesBuilder();
    for (let index = 0; index < 5000; index++) builder.add(row(index, index));

    const { length, values } = builder.columns(undefined);

    expect([length, values[4999]]).toEqual([5000, 4999]);
  });

  it('leave out counts where every value occurred once, and extremes where there are no sets', () => {
    const once = new SeriesBuilder();
    once.add(row(0, 1));
    const twice = new SeriesBuilder();
    twice.add(row(0, 1, 2));

    expect(once.columns('Count')).toMatchObject({ length: 1, unit: 'Count' });
    expect(once.columns(undefined)).not.toHaveProperty('counts');
    expect(twice.columns(undefined)).toHaveProperty('counts');
    expect(twice.columns(undefined)).not.toHaveProperty('minimums');
  });
});

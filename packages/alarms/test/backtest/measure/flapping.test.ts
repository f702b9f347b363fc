import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flappingEpisodes } from '../../../src/backtest/measure/flapping.ts';

const RULE = { entries: 3, windowMs: 60 };

/** Stretches in ALARM of 5 that begin at these instants. */
const at = (...starts: readonly number[]) => starts.map((from) => ({ from, to: from + 5 }));

describe('flapping', () => {
  it('is three times into ALARM within the window', () => {
    expect(flappingEpisodes(at(0, 20, 60), RULE)).toEqual([{ from: 0, to: 65, entries: 3 }]);
  });

  it('is not three times in longer than the window', () => {
    expect(flappingEpisodes(at(0, 20, 61), RULE)).toEqual([]);
  });

  it('that goes on is one episode', () => {
    expect(flappingEpisodes(at(0, 20, 40, 60, 80, 100), RULE)).toEqual([{ from: 0, to: 105, entries: 6 }]);
  });

  it('that comes again is another episode', () => {
    expect(flappingEpisodes(at(0, 10, 20, 500, 510, 520), RULE)).toEqual([
      { from: 0, to: 25, entries: 3 },
      { from: 500, to: 525, entries: 3 },
    ]);
  });

  it('counts no entry twice', () => {
    const starts = fc.uniqueArray(
      fc.integer({ min: 0, max: 1000 }).map((one) => one * 6),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(starts, (unordered) => {
        const intervals = at(...unordered.toSorted((first, second) => first - second));

        const episodes = flappingEpisodes(intervals, RULE);

        const counted = episodes.reduce((sum, { entries }) => sum + entries, 0);
        const inside = intervals.filter(({ from }) => episodes.some((one) => from >= one.from && from < one.to));
        expect(counted).toBe(inside.length);
        expect(episodes.every(({ entries }) => entries >= 3)).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedSamples } from '../src/sorted-samples.ts';

type Entry = readonly [value: number, count: number];

const entry = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 1, 2, 0.5));

function content(sorted: SortedSamples): Entry[] {
  return Array.from({ length: sorted.length }, (_, place): Entry => [sorted.values[place]!, sorted.counts[place]!]);
}

function expected(entries: readonly Entry[]): Entry[] {
  return [...entries].sort(([one, count], [other, otherCount]) => one - other || count - otherCount);
}

function filled(entries: readonly Entry[]): SortedSamples {
  const sorted = new SortedSamples();
  for (const [value, count] of entries) sorted.add(value, count);
  return sorted;
}

describe('sorted samples', () => {
  it('are in order, whatever the order they came in', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 80 }), (entries) => {
        expect(content(filled(entries))).toEqual(expected(entries));
      }),
    );
  });

  it('that slid to a place are those that began there', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 80 }), fc.nat(), (entries, cut) => {
        const kept = cut % entries.length;
        const sorted = filled(entries);
        for (const [value, count] of entries.slice(0, kept)) sorted.remove(value, count);

        expect(content(sorted)).toEqual(expected(entries.slice(kept)));
        expect(sorted.total).toBe(filled(entries.slice(kept)).total);
        expect(sorted.even).toBe(entries.slice(kept).every(([, count]) => count === 1));
      }),
    );
  });

  it('in which one entry replaced another are those with the other entry', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 300 }), fc.nat(), entry, (entries, place, next) => {
        const out = place % entries.length;
        const [value, count] = entries[out]!;
        const kept = entries.toSpliced(out, 1);
        const sorted = filled(entries);
        sorted.replace(value, count, ...next);

        expect(content(sorted)).toEqual(expected([next, ...kept]));
        expect(sorted.total).toBe(filled(expected([next, ...kept])).total);
        expect(sorted.even).toBe([next, ...kept].every(([, each]) => each === 1));
      }),
    );
  });

  it('are none after they are cleared', () => {
    const sorted = filled([
      [1, 2],
      [3, 1],
    ]);
    sorted.clear();

    expect([sorted.length, sorted.total, sorted.even]).toEqual([0, 0, true]);
  });
});

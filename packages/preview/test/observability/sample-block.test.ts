import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_CAPACITY, SampleBlock } from '../../src/observability/sample-block.ts';
import { createRandom } from '../../src/random.ts';

const START = Date.UTC(2026, 0, 1);
const all = (block: SampleBlock) => [...block.samples(START, START + 60_000)];

describe('a block', () => {
  it('gives back what was put into it', () => {
    // The sum of equal values within 10 s is all that may be stored together.
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 59_999 }), fc.double({ noNaN: true }))), (points) => {
        const block = new SampleBlock();
        for (const [at, value] of points) block.add(START + at, value, 1, 'Count');
        const stored = all(block);
        expect(stored.reduce((sum, { count }) => sum + count, 0)).toBe(points.length);
        expect(new Set(stored.map(({ value }) => value))).toEqual(new Set(points.map(([, value]) => value)));
      }),
    );
  });

  it('stores values that take turns as one each', () => {
    const block = new SampleBlock();
    for (let index = 0; index < 1000; index += 1) block.add(START, index % 5, 1, 'Count');
    expect(all(block).map(({ count }) => count)).toEqual([200, 200, 200, 200, 200]);
  });

  it('keeps equal values of different units apart', () => {
    const block = new SampleBlock();
    for (const unit of ['Count', undefined, 'Count']) block.add(START, 1, 1, unit);
    expect(all(block).map(({ unit, count }) => [unit, count])).toEqual([
      ['Count', 2],
      [undefined, 1],
    ]);
  });

  it('keeps everything when it is trimmed, and goes on', () => {
    const block = new SampleBlock();
    for (const value of [1, 2, 3]) block.add(START, value, 1, undefined);
    block.trim();
    block.add(START, 4, 1, undefined);
    expect(all(block).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  });
});

describe('a full block', () => {
  const COUNT = 10 * BLOCK_CAPACITY;
  const random = createRandom(1);
  // A long tail, as latencies have.
  const values = Array.from({ length: COUNT }, () => 5 - Math.log(1 - random()) * 20);
  const block = new SampleBlock();
  for (const [index, value] of values.entries()) block.add(START + (index * 60_000) / COUNT, value, 1, 'Milliseconds');
  const stored = all(block).sort((one, other) => one.value - other.value);
  const sorted = [...values].sort((one, other) => one - other);

  it('does not grow', () => {
    expect(block.size).toBeLessThanOrEqual(BLOCK_CAPACITY);
  });

  it('keeps count, sum and extremes', () => {
    const sum = stored.reduce((total, { value, count }) => total + value * count, 0);
    expect(stored.reduce((total, { count }) => total + count, 0)).toBe(COUNT);
    expect(sum / values.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 10);
    expect([stored[0]?.value, stored.at(-1)?.value]).toEqual([sorted[0], sorted.at(-1)]);
  });

  it.each([1, 50, 90, 99, 99.9])('has a p%s less than one percent off', (p) => {
    // Act
    let seen = 0;
    const found = stored.find(({ count }) => {
      seen += count;
      return seen >= (p / 100) * COUNT;
    });

    // Assess
    const exact = sorted[Math.ceil((p / 100) * COUNT) - 1] ?? 0;
    expect(Math.abs((found?.value ?? 0) / exact - 1)).toBeLessThan(0.01);
  });

  it('is bounded whatever the values are', () => {
    const wild = new SampleBlock();
    for (let index = 0; index < 3 * BLOCK_CAPACITY; index += 1) {
      wild.add(START + index, (random() - 0.5) * 10 ** (300 * random()), 1, undefined);
    }
    expect(wild.size).toBeLessThanOrEqual(BLOCK_CAPACITY);
    expect(all(wild).reduce((sum, { count }) => sum + count, 0)).toBe(3 * BLOCK_CAPACITY);
  });

  it('keeps values in their 10 s', () => {
    const perMoment = new Map<number, number>();
    for (const { timestamp, count } of stored) {
      const moment = Math.floor((timestamp - START) / 10_000);
      perMoment.set(moment, (perMoment.get(moment) ?? 0) + count);
    }
    for (const count of perMoment.values()) expect(Math.abs(count - COUNT / 6)).toBeLessThanOrEqual(1);
  });
});

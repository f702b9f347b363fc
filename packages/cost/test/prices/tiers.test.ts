import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charge } from '../../src/prices/tiers.ts';

const METRICS = [{ upTo: 10_000, price: 0.3 }, { upTo: 250_000, price: 0.1 }, { price: 0.05 }];

describe('a quantity under tiers', () => {
  test.each([
    ['inside the first tier', 100, 30],
    ['at the end of the first tier', 10_000, 3000],
    ['one above the first tier', 10_001, 3000.1],
    ['inside the second tier', 20_000, 3000 + 1000],
    ['in the last tier', 260_000, 3000 + 24_000 + 500],
    ['of nothing', 0, 0],
  ])('%s costs each part at its own price', (_, quantity, amount) => {
    expect(charge(quantity, METRICS).amount).toBeCloseTo(amount, 6);
  });

  test('what is free comes off the beginning and still counts towards the tiers', () => {
    const charged = charge(10_005, METRICS, 10);

    expect(charged.parts).toEqual([
      { quantity: 9990, price: 0.3 },
      { quantity: 5, price: 0.1 },
    ]);
  });

  test('less than what is free costs nothing', () => {
    expect(charge(5, METRICS, 10)).toEqual({ amount: 0, parts: [], unpriced: 0 });
  });

  test('what lies above the last known tier is left unpriced, not guessed', () => {
    const charged = charge(15, [{ upTo: 10, price: 1 }]);

    expect(charged).toEqual({ amount: 10, parts: [{ quantity: 10, price: 1 }], unpriced: 5 });
  });

  test('more never costs less, and the parts add up', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(1000), fc.nat(50), (quantity, more, free) => {
        const [less, all] = [charge(quantity, METRICS, free), charge(quantity + more, METRICS, free)];
        const counted = all.parts.reduce((sum, part) => sum + part.quantity, 0);

        expect(all.amount).toBeGreaterThanOrEqual(less.amount);
        expect(counted + Math.min(free, quantity + more)).toBe(quantity + more);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { breaches, COMPARISON_WORDS, sidesOf } from '../src/comparison.ts';
import type { ComparisonOperator } from '../src/index.ts';

const OPERATORS = Object.keys(COMPARISON_WORDS) as ComparisonOperator[];

describe('the sides of a comparison', () => {
  it.each(OPERATORS)('%s: are those on which a value breaches', (operator) => {
    const { below, above, equal } = sidesOf(operator);

    for (const value of [-1, 0, 1, 2, 3, 4, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(breaches(operator, value, 2)).toBe((below && value < 2) || (above && value > 2) || (equal && value === 2));
    }
  });
});

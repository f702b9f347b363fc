import { describe, expect, test } from 'vitest';
import { MONTHS, monthStart, SALES_DAYS } from '../calendar.ts';
import { field } from '../csv.ts';
import { createItems, priceInMonth } from '../items.ts';
import { createRandom, fixedRandom } from '../random.ts';
import { CATEGORIES, SERIES, SHOPS } from '../retail.ts';

describe('a field', () => {
  test.each([
    ['東京・銀座店', '東京・銀座店'],
    ['Berlin, Mitte', '"Berlin, Mitte"'],
    ['Berlin "Mitte"', '"Berlin ""Mitte"""'],
    ['', ''],
    [-1, '-1'],
  ])('%j is written as %s', (value, expected) => {
    expect(field(value)).toBe(expected);
  });

  test.each(['a\\b', 'a\nb', 'a\rb'])('%j is refused: the readers of the lake would break on it', (value) => {
    expect(() => field(value)).toThrow('leave out backslashes and line breaks');
  });
});

describe('the names written by hand', () => {
  const names = [
    ...CATEGORIES.flatMap(({ name, products }) => [name, ...products]),
    ...SERIES,
    ...SHOPS.map(({ name }) => name),
  ];

  test('can all be written', () => {
    expect(() => names.map(field)).not.toThrow();
  });

  test('have Japanese, commas and quotes among them', () => {
    const kinds = [/\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u, /,/, /"/, /\p{Script=Cyrillic}/u];

    expect(kinds.map((kind) => names.some((name) => kind.test(name)))).toEqual([true, true, true, true]);
  });
});

describe('an item', () => {
  test('has a name of its own, however many there are', () => {
    const items = createItems(20_000, 1);

    expect(new Set(items.map(({ name }) => name)).size).toBe(20_000);
  });

  test('costs what its category costs', () => {
    for (const { categoryId, cents } of createItems(500, 1)) {
      const [low, high] = CATEGORIES[categoryId]!.cents;
      expect(cents).toBeGreaterThanOrEqual(low);
      expect(cents).toBeLessThanOrEqual(high + 9);
    }
  });

  test('has one price in a month, lower in some, and a higher one after years', () => {
    const items = createItems(500, 1);
    const relative = (block: number) => items.map((item) => priceInMonth(item, block, 1) / item.cents);

    const [first, last] = [relative(0), relative(MONTHS - 1)];

    expect(Math.min(...first)).toBeLessThan(0.95);
    expect(Math.max(...last)).toBeGreaterThan(1.03);
    expect(priceInMonth(items[0]!, 5, 1)).toBe(priceInMonth(items[0]!, 5, 1));
  });
});

describe('the calendar', () => {
  test('has every day from January 2013 to October 2015', () => {
    expect(SALES_DAYS).toHaveLength(365 + 365 + 304);
    expect(SALES_DAYS[0]).toMatchObject({ date: '2013-01-01', block: 0, weekday: 2 });
    expect(SALES_DAYS.at(-1)).toMatchObject({ date: '2015-10-31', block: MONTHS - 1, weekday: 6 });
  });

  test('knows the first day of a month', () => {
    expect([0, 12, 33].map(monthStart)).toEqual(['2013-01-01', '2014-01-01', '2015-10-01']);
  });
});

describe('the numbers', () => {
  test('repeat with the seed', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return [random(), random(), random()];
    };

    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('are spread evenly', () => {
    const random = createRandom(1);
    const tenths = new Array(10).fill(0);

    for (let count = 0; count < 100_000; count += 1) tenths[Math.floor(random() * 10)] += 1;

    expect(Math.min(...tenths)).toBeGreaterThan(9_600);
    expect(Math.max(...tenths)).toBeLessThan(10_400);
  });

  test('that belong to integers do not depend on what was drawn before', () => {
    expect(fixedRandom(1, 2, 3)).toBe(fixedRandom(1, 2, 3));
    expect(fixedRandom(1, 2, 3)).not.toBe(fixedRandom(1, 3, 2));
  });
});

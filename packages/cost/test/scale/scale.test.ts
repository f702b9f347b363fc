import { describe, expect, test } from 'vitest';
import { withParts } from '../../../cli/src/marked-parts.ts';
import { autoscaling, concurrency, doublings, rateAt, withHeadroom } from '../../src/scale/formulas.ts';
import { LIMITS } from '../../src/scale/limits.ts';
import { ceilings, needsOf, ownLimits } from '../../src/scale/needs.ts';
import { scaleTables } from '../../src/scale/page.ts';
import { PIPELINE, templateOf } from '../support.ts';

describe("Little's law", () => {
  test('gives how many are inside, from the rate and the time inside', () => {
    expect(concurrency(1000, 52)).toBe(52);
  });

  test('gives the rate back', () => {
    expect(rateAt(concurrency(123, 45), 45)).toBeCloseTo(123, 9);
  });
});

test.each([
  [0, 0],
  [1, 4],
  [100, 130],
  [2500, 2650],
])('a mean of %d needs room for %d', (mean, room) => {
  expect(withHeadroom(mean)).toBe(room);
});

test("autoscaling aims at half of an instance's 20 requests a second", () => {
  expect(autoscaling(1000, 50, 0.5)).toEqual({ target: 600, instances: 100 });
});

test.each([
  [100, 0],
  [4000, 0],
  [4001, 1],
  [8000, 1],
  [50_000, 4],
])('%d write units a second are %d doublings away from a new table', (units, times) => {
  expect(doublings(units, 4000)).toBe(times);
});

describe('what a rate needs', () => {
  test('of 50,000 a second is above what an account has at first', () => {
    const needs = needsOf(50_000);

    expect(needs.functions.mean).toBe(2600);
    expect(needs.functions.mean).toBeGreaterThan(LIMITS.lambdaConcurrency.value);
    expect(needs.table).toEqual({ writeUnits: 50_000, partitions: 50, doublings: 4 });
  });

  test('of 10 a second fits everywhere', () => {
    expect(needsOf(10).functions.headroom).toBe(3);
    expect(needsOf(10).instances.instances).toBe(1);
  });
});

describe('ceilings', () => {
  test('begin with what breaks first', () => {
    const list = ceilings({ throttleRate: 100, maxConcurrency: 10 }, 2, 592);

    expect(list[0]).toMatchObject({ name: 'our throttle: 100 requests a second', rates: [100, 100, 100] });
    expect(list[1]?.rates).toEqual([500, 200, 50]);
  });

  test('of the table fall with the size of a record', () => {
    const rates = ceilings({}, 2, 3000).find(({ name }) => name.includes('40,000'))?.rates;

    expect(rates?.[0]).toBeCloseTo(40_000 / 3, 6);
  });

  test('of the application come from its template', () => {
    expect(ownLimits(templateOf(PIPELINE))).toEqual({ throttleRate: 100 });
  });
});

describe('the page', () => {
  test('has its tables between markers, and keeps what is around them', () => {
    const tables = scaleTables(templateOf(PIPELINE));
    const page = 'before\n<!-- cost -->\nold\n<!-- /cost -->\nafter\n';

    const written = withParts(page, { ...tables });

    expect(written).toBe(`before\n<!-- cost -->\n${tables.cost}\n<!-- /cost -->\nafter\n`);
    expect(withParts(written, { ...tables })).toBe(written);
  });

  test('marks what is above a limit', () => {
    expect(scaleTables(templateOf(PIPELINE)).needs).toContain(
      '| Function at once: mean | 0.52 | 52 | **2,600** | 1,000 |',
    );
  });

  test.each(Object.values(LIMITS))('cites a page of AWS for $id', ({ source }) => {
    expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|repost\.aws)\//);
  });
});

import { describe, expect, test } from 'vitest';
import { describeMeter, PRICED_REGIONS, parsePriceList, priceListOf } from '../../src/prices/price-list.ts';

const price = {
  meter: 'a.b',
  service: 'A',
  unit: 'request',
  tiers: [{ price: 1 }],
  source: 'https://aws.amazon.com/a/pricing/',
  evidence: 'one dollar',
  via: 'the page',
};
const file = { regions: ['us-east-1'], currency: 'USD', read: '2026-11-21', prices: [price], freeTiers: [] };

describe('the price files', () => {
  test.each(PRICED_REGIONS)('every price of %s cites a page of AWS', (region) => {
    const prices = priceListOf(region)?.prices ?? [];

    expect(prices.length).toBeGreaterThan(10);
    for (const { source } of prices) expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.*pricing\//);
  });

  test.each(PRICED_REGIONS)('every free quantity of %s belongs to a meter that has a price', (region) => {
    const list = priceListOf(region);
    const meters = list?.freeTiers.flatMap((one) => one.meters) ?? [];

    expect(meters.filter((meter) => list?.find(meter) === undefined)).toEqual([]);
  });

  test('a meter has the same unit in every Region', () => {
    const lists = PRICED_REGIONS.map((region) => priceListOf(region));
    const units = lists.flatMap((list) => list?.prices.map(({ meter, unit }) => [meter, unit] as const) ?? []);

    for (const [meter, unit] of units) expect([meter, describeMeter(meter).unit]).toEqual([meter, unit]);
  });

  test('a Region without a file has no prices', () => {
    expect(priceListOf('ap-southeast-2')).toBeUndefined();
  });
});

describe('a price file', () => {
  test('is read', () => {
    expect(parsePriceList(file).find('a.b')?.tiers).toEqual([{ price: 1 }]);
  });

  test.each<[string, unknown]>([
    ['without a source', { ...price, source: '' }],
    ['with a source that is not encrypted', { ...price, source: 'http://aws.amazon.com/' }],
    [
      'with tiers out of order',
      {
        ...price,
        tiers: [
          { upTo: 10, price: 1 },
          { upTo: 5, price: 1 },
        ],
      },
    ],
    ['with an endless tier before another', { ...price, tiers: [{ price: 1 }, { upTo: 5, price: 1 }] }],
    ['with a negative price', { ...price, tiers: [{ price: -1 }] }],
    ['with a field that nobody knows', { ...price, discount: 1 }],
  ])('%s is refused', (_, wrong) => {
    expect(() => parsePriceList({ ...file, prices: [wrong] })).toThrow();
  });

  test('with two prices for a meter is refused', () => {
    expect(() => parsePriceList({ ...file, prices: [price, price] })).toThrow('two prices');
  });

  test('without its day is refused', () => {
    expect(() => parsePriceList({ ...file, read: 'yesterday' })).toThrow();
  });
});

test('a meter without any price still says what it counts', () => {
  expect(describeMeter('sagemaker.instance.ml.p5.48xlarge')).toEqual({ service: 'SageMaker', unit: 'instance-hour' });
  expect(describeMeter('firehose.ingestion')).toEqual({ service: 'Data Firehose', unit: 'GB' });
});

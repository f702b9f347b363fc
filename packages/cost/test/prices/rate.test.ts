import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { known, type Usage, unknown } from '../../src/model/types.ts';
import { type PriceList, parsePriceList } from '../../src/prices/price-list.ts';
import { rate } from '../../src/prices/rate.ts';

const price = (meter: string, tiers: readonly { readonly upTo?: number; readonly price: number }[]) => ({
  meter,
  service: 'Service',
  unit: 'request',
  tiers,
  source: 'https://aws.amazon.com/service/pricing/',
  evidence: 'a sentence',
  via: 'the page',
});

const LIST: PriceList = parsePriceList({
  regions: ['us-east-1'],
  currency: 'USD',
  read: '2026-11-21',
  prices: [
    price('tiered', [{ upTo: 100, price: 2 }, { price: 1 }]),
    price('flat', [{ price: 3 }]),
    price('cheap', [{ price: 1 }]),
    price('open', [{ upTo: 10, price: 1 }]),
  ],
  freeTiers: [
    { id: 'shared', meters: ['flat', 'cheap'], quantity: 10, source: 'https://aws.amazon.com/', evidence: 'free' },
  ],
});

const usage = (meter: string, value: number, component = meter): Usage => ({
  meter,
  component,
  resource: { stack: 'App', logicalId: component, type: 'T' },
  quantity: known(value, `${value}`),
});

function amounts(usages: readonly Usage[], freeTier = false): (number | undefined)[] {
  return rate(usages, LIST, freeTier).map(({ price: one }) => (one.status === 'priced' ? one.amount : undefined));
}

describe('usages of one meter', () => {
  test('are charged together, each with its share', () => {
    expect(amounts([usage('tiered', 150, 'a'), usage('tiered', 50, 'b')])).toEqual([225, 75]);
  });

  test('show the tiers that they fall into together', () => {
    const [line] = rate([usage('tiered', 150)], LIST, false);

    expect(line?.price).toMatchObject({ tiers: '100 requests at $2.00, 50 requests at $1.00', unitPrice: 250 / 150 });
  });

  test('inside one tier show none', () => {
    const [line] = rate([usage('tiered', 50)], LIST, false);

    expect(line?.price).not.toHaveProperty('tiers');
  });

  test('of nothing cost nothing, at the price of the first tier', () => {
    const [line] = rate([usage('tiered', 0)], LIST, false);

    expect(line?.price).toMatchObject({ status: 'priced', amount: 0, unitPrice: 2 });
  });

  test('that reach beyond the known tiers are all unknown', () => {
    const lines = rate([usage('open', 6, 'a'), usage('open', 5, 'b')], LIST, false);

    expect(lines.map(({ price: one }) => one)).toEqual([
      { status: 'unknown', reason: 'no price that could be cited for so much: 11 requests' },
      { status: 'unknown', reason: 'no price that could be cited for so much: 11 requests' },
    ]);
  });

  test('add up to the same amount however they are divided', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 }), (parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const divided = amounts(parts.map((part, at) => usage('tiered', part, `${at}`)));

        expect(divided.reduce<number>((sum, amount = 0) => sum + amount, 0)).toBeCloseTo(
          amounts([usage('tiered', whole)])[0] ?? Number.NaN,
          6,
        );
      }),
    );
  });
});

describe('what is free', () => {
  test('is taken off only when asked for', () => {
    expect(amounts([usage('flat', 12)])).toEqual([36]);
    expect(amounts([usage('flat', 12)], true)).toEqual([6]);
  });

  test('is shared by meters in their order', () => {
    expect(amounts([usage('cheap', 8), usage('flat', 6)], true)).toEqual([4, 0]);
  });

  test('is shared by the usages of a meter too', () => {
    expect(amounts([usage('flat', 10, 'a'), usage('flat', 30, 'b')], true)).toEqual([22.5, 67.5]);
  });
});

describe('a line is unknown', () => {
  test('with the reason of its quantity', () => {
    const [line] = rate([{ ...usage('flat', 1), quantity: unknown('give it') }], LIST, false);

    expect(line?.price).toEqual({ status: 'unknown', reason: 'give it' });
  });

  test('without a price, even if there is nothing of it', () => {
    expect(amounts([usage('unheard', 5), usage('unheard', 0)])).toEqual([undefined, undefined]);
  });

  test('without a price list', () => {
    const [line] = rate([usage('flat', 5)], undefined, true);

    expect(line?.price.status).toBe('unknown');
  });

  test('and does not count for the others', () => {
    const none = { ...usage('tiered', 0, 'none'), quantity: unknown('?') };

    expect(amounts([none, usage('tiered', 100)])).toEqual([undefined, 200]);
  });
});

import type { CostLine, LinePrice, Usage } from '../model/types.ts';
import { unitPriceText } from '../output/format.ts';
import { describeMeter, type Price, type PriceList } from './price-list.ts';
import { type Charge, charge } from './tiers.ts';

const NO_PRICE = 'no price that could be cited for this Region';

/**
 * Puts prices on usages. Tiers and what is free hold for an account and Region, not for a resource: the usages of a
 * meter are added up, charged together, and each pays its share by quantity.
 */
export function rate(usages: readonly Usage[], list: PriceList | undefined, freeTier: boolean): CostLine[] {
  const totals = totalsOf(usages);
  const free = freeTier && list ? freeQuantities(totals, list) : new Map<string, number>();
  const charges = new Map<string, Charge>();
  for (const [meter, total] of totals) {
    const price = list?.find(meter);
    if (price) charges.set(meter, charge(total, price.tiers, free.get(meter)));
  }
  return usages.map((usage) => {
    const price = list?.find(usage.meter);
    const { service, unit } = describeMeter(usage.meter);
    return { ...usage, service, unit, price: linePrice(usage, price, charges, totals) };
  });
}

function totalsOf(usages: readonly Usage[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { meter, quantity } of usages) {
    if (quantity.status === 'known') totals.set(meter, (totals.get(meter) ?? 0) + quantity.value);
  }
  return totals;
}

function freeQuantities(totals: ReadonlyMap<string, number>, { freeTiers }: PriceList): Map<string, number> {
  const free = new Map<string, number>();
  for (const { meters, quantity } of freeTiers) {
    let left = quantity;
    for (const meter of meters) {
      const used = Math.min(left, totals.get(meter) ?? 0);
      free.set(meter, used);
      left -= used;
    }
  }
  return free;
}

function linePrice(
  { meter, quantity }: Usage,
  price: Price | undefined,
  charges: ReadonlyMap<string, Charge>,
  totals: ReadonlyMap<string, number>,
): LinePrice {
  if (quantity.status === 'unknown') return { status: 'unknown', reason: quantity.reason };
  const charged = charges.get(meter);
  const total = totals.get(meter) ?? 0;
  if (!price || !charged) return { status: 'unknown', reason: NO_PRICE };
  if (charged.unpriced > 0) {
    return {
      status: 'unknown',
      reason: `no price that could be cited for so much: ${formatTotal(total)} ${price.unit}s`,
    };
  }
  const share = total === 0 ? 0 : quantity.value / total;
  const amount = charged.amount * share;
  return {
    status: 'priced',
    amount,
    unitPrice: quantity.value === 0 ? (price.tiers[0]?.price ?? 0) : amount / quantity.value,
    ...(charged.parts.length > 1 ? { tiers: tierText(charged, price.unit) } : {}),
    source: price.source,
  };
}

const formatTotal = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

function tierText({ parts }: Charge, unit: string): string {
  return parts.map(({ quantity, price }) => `${formatTotal(quantity)} ${unit}s at ${unitPriceText(price)}`).join(', ');
}

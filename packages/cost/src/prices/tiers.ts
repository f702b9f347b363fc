/** A price that holds up to a monthly quantity; the last tier of a list has no end, unless its end is all that is known. */
export interface Tier {
  /** Quantity of a month up to which the price holds, counted from 0. @default - no end */
  readonly upTo?: number | undefined;
  /** US dollars for one unit. */
  readonly price: number;
}

/** The part of a quantity that falls into one tier. */
export interface TierPart {
  readonly quantity: number;
  readonly price: number;
}

export interface Charge {
  /** US dollars, of the part whose price is known. */
  readonly amount: number;
  readonly parts: readonly TierPart[];
  /** Part of the quantity that lies above the last tier whose price is known. */
  readonly unpriced: number;
}

/**
 * What a month's quantity costs. Each part of it is charged at its own tier's price, as AWS's pages describe tiers
 * ("first 10,000 metrics", "next 240,000 metrics"). What is free is taken off the beginning of the first tier and
 * counts towards the tiers' ends: *inferred* from the pages' examples, none of which crosses a tier.
 */
export function charge(quantity: number, tiers: readonly Tier[], free = 0): Charge {
  const parts: TierPart[] = [];
  let from = Math.min(free, quantity);
  for (const { upTo = Number.POSITIVE_INFINITY, price } of tiers) {
    const to = Math.min(quantity, upTo);
    if (to <= from) continue;
    parts.push({ quantity: to - from, price });
    from = to;
  }
  return {
    amount: parts.reduce((sum, part) => sum + part.quantity * part.price, 0),
    parts,
    unpriced: quantity - from,
  };
}

import { MONTHS } from './calendar.ts';
import { createRandom, fixedRandom } from './random.ts';
import { CATEGORIES, SERIES } from './retail.ts';

export interface Item {
  /** Its place in the list, from 0 on. */
  readonly id: number;
  readonly name: string;
  readonly categoryId: number;
  /** Price of one piece in the first month, in hundredths. */
  readonly cents: number;
  /** How much it sells, compared with the other items of its category. */
  readonly popularity: number;
  /** First month in which it is sold. */
  readonly launched: number;
}

/** Share of the items that come later than the first month. */
const LATE_SHARE = 0.3;
const PROMOTION_SHARE = 0.1;
const PROMOTION = 0.85;
/** Prices rise each year by this share. */
const INFLATION = 0.02;

/** Items, spread over all categories; names are all different. */
export function createItems(count: number, seed: number): readonly Item[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, id) => {
    const categoryId = id % CATEGORIES.length;
    const rank = Math.floor(id / CATEGORIES.length);
    const [low, high] = CATEGORIES[categoryId]?.cents ?? [0, 0];
    // Most are cheap: the square of a uniform number.
    const place = random() ** 2;
    return {
      id,
      name: itemName(categoryId, rank),
      categoryId,
      cents: retailPrice(low + place * (high - low)),
      // The first of a category sell best, the others less and less, but never nothing.
      popularity: (0.5 + random()) / (rank + 4),
      launched: random() < LATE_SHARE ? Math.floor(random() * (MONTHS - 2)) : 0,
    };
  });
}

function itemName(categoryId: number, rank: number): string {
  const products = CATEGORIES[categoryId]?.products ?? [];
  const product = products[rank % products.length];
  const series = SERIES[Math.floor(rank / products.length) % SERIES.length];
  const edition = Math.floor(rank / (products.length * SERIES.length)) + 1;
  return edition === 1 ? `${product} ${series}` : `${product} ${series} No. ${edition}`;
}

/** Price of an item in a month, in hundredths: it rises slowly, and falls in the months of its promotions. */
export function priceInMonth(item: Item, block: number, seed: number): number {
  const promotion = fixedRandom(seed, item.id, block) < PROMOTION_SHARE ? PROMOTION : 1;
  return retailPrice(item.cents * (1 + (INFLATION * block) / 12) * promotion);
}

/** The next price that ends in 9. */
const retailPrice = (cents: number): number => Math.floor(cents / 10) * 10 + 9;

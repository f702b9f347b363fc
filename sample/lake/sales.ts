import { MONTHS, SALES_DAYS, type SalesDay } from './calendar.ts';
import { type Item, priceInMonth } from './items.ts';
import { createRandom, type Random } from './random.ts';
import { CATEGORIES, SHOPS } from './retail.ts';

/** Pieces of one item that a shop sold on a day. */
export interface Sale {
  readonly date: string;
  readonly block: number;
  readonly shopId: number;
  readonly item: Item;
  readonly cents: number;
  /** Negative when more came back than were sold. */
  readonly pieces: number;
}

/** Of an average day, Sunday first. */
const WEEK = [1.3, 0.8, 0.75, 0.8, 0.9, 1.15, 1.5] as const;
/** Of an average month, January first. */
const YEAR = [0.95, 0.85, 0.95, 0.9, 0.9, 0.9, 0.95, 1, 1, 1.05, 1.2, 1.7] as const;
const RETURN_SHARE = 0.012;
/** Days and shops differ from what is expected by up to this share. */
const NOISE = 0.3;
/** Draws of an item until the next one that is free is taken. */
const DRAWS = 24;

/**
 * Sales by day, oldest first; a shop has an item at most once a day. Only one day is in memory.
 *
 * Which shop sells how many rows on a day comes from its size, growth, the week and the year; which items, from their
 * category's share, season and growth, and from their popularity.
 */
export function* salesByDay(items: readonly Item[], rows: number, seed: number): Generator<readonly Sale[]> {
  const random = createRandom(seed);
  const counts = rowsByShopAndDay(rows, random);
  const taken = new Int32Array(items.length).fill(-1);
  let month: Month | undefined;
  for (const [dayIndex, day] of SALES_DAYS.entries()) {
    if (month?.block !== day.block) month = new Month(items, day.block, seed);
    const sales: Sale[] = [];
    for (const [shopId] of SHOPS.entries()) {
      const key = dayIndex * SHOPS.length + shopId;
      for (let left = counts[key] ?? 0; left > 0; left -= 1) {
        const item = month.draw(random, taken, key);
        const { date, block } = day;
        sales.push({ date, block, shopId, item, cents: month.cents(item), pieces: piecesSold(random) });
      }
    }
    yield sales;
  }
}

function piecesSold(random: Random): number {
  const kind = random();
  if (kind < RETURN_SHARE) return -1;
  if (kind < 0.82) return 1;
  return kind < 0.95 ? 2 : 3 + Math.floor(random() * 8);
}

/** Exactly `rows` rows, shared out to shops and days by weight: each gets the difference of the rounded running sum. */
function rowsByShopAndDay(rows: number, random: Random): Int32Array {
  const sums = new Float64Array(SALES_DAYS.length * SHOPS.length);
  let sum = 0;
  for (const [dayIndex, day] of SALES_DAYS.entries()) {
    for (const [shopId] of SHOPS.entries()) {
      sum += shopWeight(shopId, day) * (1 + NOISE * (2 * random() - 1));
      sums[dayIndex * SHOPS.length + shopId] = sum;
    }
  }
  let before = 0;
  return Int32Array.from(sums, (upTo) => {
    const rounded = Math.floor((rows * upTo) / sum);
    const share = rounded - before;
    before = rounded;
    return share;
  });
}

function shopWeight(shopId: number, { block, weekday, month, years }: SalesDay): number {
  const shop = SHOPS[shopId];
  if (shop === undefined) return 0;
  const [first, last] = shop.open ?? [0, MONTHS];
  if (block < first || block > last) return 0;
  return shop.weight * Math.max(0.2, 1 + shop.growth * years) * (WEEK[weekday] ?? 1) * (YEAR[month] ?? 1);
}

/** What is sold in one month, and at what price. */
class Month {
  readonly block: number;
  private readonly items: readonly Item[];
  private readonly sums: Float64Array;
  private readonly prices: Int32Array;

  constructor(items: readonly Item[], block: number, seed: number) {
    this.items = items;
    this.block = block;
    let sum = 0;
    this.sums = Float64Array.from(items, (item) => {
      sum += itemWeight(item, block);
      return sum;
    });
    this.prices = Int32Array.from(items, (item) => priceInMonth(item, block, seed));
  }

  cents(item: Item): number {
    return this.prices[item.id] ?? 0;
  }

  /** An item that is not yet taken for this key; it is then. */
  draw(random: Random, taken: Int32Array, key: number): Item {
    let index = 0;
    for (let draws = 0; draws < DRAWS; draws += 1) {
      index = this.find(random() * (this.sums[this.sums.length - 1] ?? 0));
      if (taken[index] !== key) break;
    }
    for (let steps = 0; taken[index] === key; steps += 1) {
      if (steps > this.items.length)
        throw new RangeError('a shop has no more items to sell on a day; ask for less rows');
      index = (index + 1) % this.items.length;
    }
    taken[index] = key;
    const item = this.items[index];
    if (item === undefined) throw new RangeError(`there is no item ${index}`);
    return item;
  }

  /** First item whose running sum is above the value. */
  private find(value: number): number {
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sums[middle] ?? 0) > value) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function itemWeight(item: Item, block: number): number {
  const category = CATEGORIES[item.categoryId];
  if (category === undefined || block < item.launched) return 0;
  const share = category.weight * Math.max(0.1, 1 + (category.growth * block) / 12);
  return share * (category.season[block % 12] ?? 1) * item.popularity;
}

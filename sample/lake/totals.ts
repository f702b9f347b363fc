import { MONTHS, monthStart } from './calendar.ts';
import { CATEGORIES, SHOPS } from './retail.ts';
import type { Sale } from './sales.ts';

export interface Totals {
  readonly rows: number;
  readonly pieces: number;
  /** Price times pieces, in hundredths; what came back is taken off. */
  readonly revenueCents: number;
}

export interface CategoryMonthTotals extends Totals {
  readonly categoryId: number;
  /** Month, counted from 0 = January 2013. */
  readonly block: number;
  /** Its first day, yyyy-MM-dd. */
  readonly month: string;
}

/** What a query over the generated files must give. Exact: hundredths and pieces stay below 2^53. */
export interface SampleTotals extends Totals {
  /** Only where something was sold or came back; by month, then by category. */
  readonly byCategoryAndMonth: readonly CategoryMonthTotals[];
  /** By the shop's id. */
  readonly byShop: readonly Totals[];
}

class Sums {
  rows = 0;
  pieces = 0;
  revenueCents = 0;

  add({ cents, pieces }: Sale): void {
    this.rows += 1;
    this.pieces += pieces;
    this.revenueCents += cents * pieces;
  }

  toTotals(): Totals {
    const { rows, pieces, revenueCents } = this;
    return { rows, pieces, revenueCents };
  }
}

/** Adds up sales as they are generated: the oracle that the files are compared with. */
export class TotalsCounter {
  private readonly all = new Sums();
  private readonly cells = Array.from({ length: MONTHS * CATEGORIES.length }, () => new Sums());
  private readonly shops = SHOPS.map(() => new Sums());

  add(sale: Sale): void {
    this.all.add(sale);
    this.cells[sale.block * CATEGORIES.length + sale.item.categoryId]?.add(sale);
    this.shops[sale.shopId]?.add(sale);
  }

  totals(): SampleTotals {
    const byCategoryAndMonth = this.cells.flatMap((sums, index) => {
      const block = Math.floor(index / CATEGORIES.length);
      const place = { categoryId: index % CATEGORIES.length, block, month: monthStart(block) };
      return sums.rows === 0 ? [] : [{ ...place, ...sums.toTotals() }];
    });
    return { ...this.all.toTotals(), byCategoryAndMonth, byShop: this.shops.map((sums) => sums.toTotals()) };
  }
}

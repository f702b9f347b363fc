/** The days of the sample: 2013-01-01 to 2015-10-31, in 34 months. */

const DAY_MS = 24 * 3600 * 1000;
const FIRST_DAY = Date.UTC(2013, 0, 1);
const LAST_DAY = Date.UTC(2015, 9, 31);

/** A day of sales. */
export interface SalesDay {
  /** yyyy-MM-dd. */
  readonly date: string;
  /** Month, counted from 0 = January 2013. */
  readonly block: number;
  /** 0 = January. */
  readonly month: number;
  /** 0 = Sunday. */
  readonly weekday: number;
  /** Years since the first day, with its fraction. */
  readonly years: number;
}

/** Every day, in order. */
export const SALES_DAYS: readonly SalesDay[] = Array.from(
  { length: (LAST_DAY - FIRST_DAY) / DAY_MS + 1 },
  (_, index): SalesDay => {
    const day = new Date(FIRST_DAY + index * DAY_MS);
    const month = day.getUTCMonth();
    return {
      date: day.toISOString().slice(0, 10),
      block: (day.getUTCFullYear() - 2013) * 12 + month,
      month,
      weekday: day.getUTCDay(),
      years: index / 365,
    };
  },
);

/** Months, January 2013 to October 2015. */
export const MONTHS = 34;

/** First day of a month, yyyy-MM-dd. */
export function monthStart(block: number): string {
  return new Date(Date.UTC(2013, block, 1)).toISOString().slice(0, 10);
}

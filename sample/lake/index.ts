/** The lake's sample: four retail tables, generated. What the stacks, the local query, benchmarks and tests use. */

export { MONTHS, monthStart } from './calendar.ts';
export { CATEGORIES, SHOPS } from './retail.ts';
export type { CategoryMonthTotals, SampleTotals, Totals } from './totals.ts';
export {
  DEFAULT_SALES_ROWS,
  DEFAULT_SEED,
  MAX_SALES_ROWS,
  type SampleOptions,
  type WrittenSample,
  writeSample,
} from './write-sample.ts';

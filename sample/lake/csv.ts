import type { TableDefinition } from '../../lib/data-lake/catalogue/table-definition.ts';
import { ITEM_CATEGORIES_TABLE, ITEMS_TABLE, SHOPS_TABLE } from '../../lib/data-lake/catalogue/tables.ts';
import type { Item } from './items.ts';
import { CATEGORIES, SHOPS } from './retail.ts';
import type { Sale } from './sales.ts';

/** The header line of a table's files: its columns, in the definition's order. */
export const headerLine = (table: TableDefinition): string => `${table.columns.map(({ name }) => name).join(',')}\n`;

/** Sales as lines of CSV: no quotes are needed, there is no text in them. */
export function salesLines(sales: readonly Sale[]): string {
  let lines = '';
  for (const { date, block, shopId, item, cents, pieces } of sales) {
    const fraction = cents % 100;
    const price = `${Math.floor(cents / 100)}.${fraction < 10 ? '0' : ''}${fraction}`;
    lines += `${date},${block},${shopId},${item.id},${price},${pieces}\n`;
  }
  return lines;
}

/** The three small tables, each as the whole text of its file. */
export function dimensionFiles(items: readonly Item[]): readonly { table: TableDefinition; text: string }[] {
  const file = (table: TableDefinition, rows: readonly (readonly (string | number)[])[]) => ({
    table,
    text: headerLine(table) + rows.map((row) => `${row.map(field).join(',')}\n`).join(''),
  });
  return [
    file(
      ITEMS_TABLE,
      items.map(({ name, id, categoryId }) => [name, id, categoryId]),
    ),
    file(
      ITEM_CATEGORIES_TABLE,
      CATEGORIES.map(({ name }, id) => [name, id]),
    ),
    file(
      SHOPS_TABLE,
      SHOPS.map(({ name }, id) => [name, id]),
    ),
  ];
}

/**
 * A field in quotes if it needs them, with its own quotes doubled (RFC 4180). Backslashes and line breaks are refused:
 * the table's reader takes the first for an escape, and does not read the second even in quotes.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
 */
export function field(value: string | number): string {
  const text = String(value);
  if (/[\\\r\n]/.test(text)) {
    throw new RangeError(
      `${JSON.stringify(text)} cannot be in a CSV file of the lake: leave out backslashes and line breaks`,
    );
  }
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

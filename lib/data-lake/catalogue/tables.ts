import type { ColumnDefinition, CsvFormat, GlueType, TableDefinition } from './table-definition.ts';

/** The lake's databases, before the deployment's prefix. */
export const SALES_DATABASE = 'sales';
export const INFERENCE_DATABASE = 'inference';
export type LakeDatabaseName = typeof SALES_DATABASE | typeof INFERENCE_DATABASE;

/** Shops whose rows the data analyst sees, unless the settings name others. */
export const DEFAULT_ANALYST_SHOPS: readonly number[] = [5];

/** Layout of every date in the CSV files; nothing else is read as a date. */
export const CSV_DATE_FORMAT = 'yyyy-MM-dd';

const column = (name: string, type: GlueType, comment: string): ColumnDefinition => ({ name, type, comment });
const csv = (serde: CsvFormat['serde']): CsvFormat => ({
  type: 'csv',
  serde,
  delimiter: ',',
  headerLines: 1,
  encoding: 'UTF-8',
});

/**
 * Row filter that leaves the rows of some shops. Works on every table with a `shop_id`.
 *
 * @throws RangeError if a number is no shop id, or there is none: a filter that lets nobody see anything is a mistake
 */
export function shopRowFilter(shopIds: readonly number[]): string {
  const wrong = shopIds.find((id) => !Number.isSafeInteger(id) || id < 0);
  if (wrong !== undefined || shopIds.length === 0) {
    throw new RangeError(
      wrong === undefined ? 'no shop given: name at least one' : `${wrong} is no shop id: write an integer from 0 on`,
    );
  }
  return shopIds.length === 1 ? `shop_id = ${shopIds[0]}` : `shop_id IN (${shopIds.join(', ')})`;
}

/** Daily transactions. Numbers and dates only, so that it needs no quotes and keeps its types. */
export const SALES_TABLE: TableDefinition = {
  name: 'sales',
  description: 'Daily sales by shop and item',
  folder: 'sales/',
  format: csv('lazy'),
  columns: [
    column('date', 'date', `Day of the sale, ${CSV_DATE_FORMAT}`),
    column('date_block_num', 'int', 'Month, counted from 0 = January 2013'),
    column('shop_id', 'int', 'Shop, in shops'),
    column('item_id', 'int', 'Item, in items'),
    column('item_price', 'decimal(10,2)', 'Price of one piece'),
    column('item_cnt_day', 'int', 'Pieces sold on the day; negative when more came back'),
  ],
  // The six columns are given and none names a customer; what a shop took for a piece is the one that is nobody else's.
  analyst: { hiddenColumns: ['item_price'], rowFilter: shopRowFilter(DEFAULT_ANALYST_SHOPS) },
};

export const ITEMS_TABLE: TableDefinition = {
  name: 'items',
  description: 'Items with their category',
  folder: 'items/',
  format: csv('quoted'),
  columns: [
    column('item_name', 'string', 'Name, in any language'),
    column('item_id', 'int', 'Item'),
    column('item_category_id', 'int', 'Category, in item_categories'),
  ],
  analyst: { hiddenColumns: [] },
};

export const ITEM_CATEGORIES_TABLE: TableDefinition = {
  name: 'item_categories',
  description: 'Categories of items',
  folder: 'item_categories/',
  format: csv('quoted'),
  columns: [
    column('item_category_name', 'string', 'Name, in any language'),
    column('item_category_id', 'int', 'Category'),
  ],
  analyst: { hiddenColumns: [] },
};

export const SHOPS_TABLE: TableDefinition = {
  name: 'shops',
  description: 'Shops',
  folder: 'shops/',
  format: csv('quoted'),
  columns: [column('shop_name', 'string', 'Name, in any language'), column('shop_id', 'int', 'Shop')],
  analyst: { hiddenColumns: [], rowFilter: shopRowFilter(DEFAULT_ANALYST_SHOPS) },
};

/** Finished inferences, one row for each; a delivery that was tried again can repeat a row. */
export const INFERENCE_TABLE: TableDefinition = {
  name: 'inference',
  description: 'Finished inferences, from the result table',
  folder: 'inference/',
  format: { type: 'parquet' },
  columns: [
    column('request_id', 'string', 'Id of the request'),
    column('status', 'string', 'SUCCEEDED or FAILED'),
    column('endpoint', 'string', 'SageMaker endpoint that was asked'),
    column('variant', 'string', 'Production variant that answered, if it told'),
    column('content_type', 'string', 'Content type of the request'),
    column('input', 'string', 'Body of the request, or its beginning'),
    column('input_bytes', 'bigint', 'Bytes of the whole body'),
    column('input_truncated', 'boolean', 'Whether input is only the beginning'),
    column('input_sha256', 'string', 'SHA-256 of the whole body, hexadecimal'),
    column('prediction', 'string', "The model's answer as text, or its beginning; empty or null after a failure"),
    column('prediction_is_json', 'boolean', 'Whether the answer was JSON'),
    column('prediction_bytes', 'bigint', 'Bytes of the whole answer; 0 after a failure'),
    column('prediction_truncated', 'boolean', 'Whether prediction is only the beginning'),
    column('latency_ms', 'double', 'Wall time of the model call in milliseconds, retries included'),
    column('created_at', 'timestamp', 'When the request arrived (UTC)'),
    column('error_code', 'string', 'Why there is no prediction; empty or null after a success'),
    column('error_message', 'string', 'The same for people'),
  ],
  partition: { ...column('date', 'string', 'Day on which the request arrived (UTC), yyyy-MM-dd'), from: '2026-01-01' },
  // What customers sent, what the model said about it, and what leads back to either.
  analyst: { hiddenColumns: ['input', 'input_sha256', 'prediction', 'error_message'] },
};

/** Every table of the lake, by its database. */
export const LAKE_TABLES: Readonly<Record<LakeDatabaseName, readonly TableDefinition[]>> = {
  [SALES_DATABASE]: [SALES_TABLE, ITEMS_TABLE, ITEM_CATEGORIES_TABLE, SHOPS_TABLE],
  [INFERENCE_DATABASE]: [INFERENCE_TABLE],
};

/**
 * Name of a database in the catalogue: with the deployment's prefix, joined with an underscore, hyphens made
 * underscores (Athena takes a name with a hyphen only in backquotes).
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export function glueDatabaseName(prefix: string, database: string): string {
  return prefix === '' ? database : `${prefix.replaceAll('-', '_')}_${database}`;
}

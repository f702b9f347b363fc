/**
 * The shape of a table's definition, free of the CDK: the constructs, the sample generator, the local query and the
 * tests all read the same data.
 */

/** Types of columns, as the Glue Data Catalog writes them. */
export type GlueType =
  | 'string'
  | 'int'
  | 'bigint'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`;

/** A column as the Data Catalog describes it. */
export interface ColumnDefinition {
  /** Lower case, as Athena and the Data Catalog fold every name. */
  readonly name: string;
  /** Type in the Data Catalog. */
  readonly type: GlueType;
  /** What it holds, and its unit. */
  readonly comment: string;
}

/**
 * How a CSV file is read.
 * - `lazy`: `LazySimpleSerDe`. Knows every type, `date` and `decimal` too, but no quotes: for columns without text.
 * - `quoted`: `OpenCSVSerDe`. Knows quotes, and of the types `string`, `int`, `bigint`, `double` and `boolean`; a `date`
 *   would have to be a number of days. An empty numeric field fails, and a line break inside quotes is not read.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
 */
export interface CsvFormat {
  /** Text with a separator. */
  readonly type: 'csv';
  /** Which reader: see above. */
  readonly serde: 'lazy' | 'quoted';
  /** Between two fields. */
  readonly delimiter: ',';
  /** Lines before the data. */
  readonly headerLines: 1;
  /** Of the text. */
  readonly encoding: 'UTF-8';
}

/** Files of Parquet: types and names come with the data. */
export interface ParquetFormat {
  /** Columns in blocks. */
  readonly type: 'parquet';
}

/**
 * A partition whose values Athena works out from a rule instead of asking the catalogue.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export interface DatePartition extends ColumnDefinition {
  /** First day that can hold data, `yyyy-MM-dd`; the last is the current day (UTC). */
  readonly from: string;
}

/** What the data analyst sees of a table, unless the settings say otherwise. */
export interface AnalystView {
  /** Columns of the table that are hidden. Never a partition key: Lake Formation filters none. */
  readonly hiddenColumns: readonly string[];
  /** Row filter of the data-cells filter (PartiQL). @default - every row */
  readonly rowFilter?: string;
}

/** A table of the lake: its files, how they are read and what its columns mean. */
export interface TableDefinition {
  /** Name in the database, lower case. */
  readonly name: string;
  /** What the table holds, as the Data Catalog shows it. */
  readonly description: string;
  /** Folder in the data bucket (or below the prefix of one's own data), with a slash at its end. */
  readonly folder: string;
  /** How its files are read. */
  readonly format: CsvFormat | ParquetFormat;
  /** Columns in the order of the files, without the partition. */
  readonly columns: readonly ColumnDefinition[];
  /** The folders `<name>=yyyy-MM-dd/` below the table's. @default - not partitioned */
  readonly partition?: DatePartition;
  /** For the standard data analyst; tables of one's own are opened by grants alone. @default - all of it */
  readonly analyst?: AnalystView;
}

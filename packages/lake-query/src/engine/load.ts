import type { ColumnType } from '../catalogue/glue-type.ts';
import type { ReadableSource, TableColumn, TableFormat } from '../catalogue/types.ts';
import type { VisibleTable } from '../persona-tables.ts';
import { quoteList, quoteName, quoteText, sqlType } from './sql.ts';

type CsvFormat = Extract<TableFormat, { type: 'csv' }>;

/** The table's name in the persona's database. */
export function qualifiedName({ table }: VisibleTable): string {
  return `${quoteName(table.database)}.${quoteName(table.name)}`;
}

export function createTableSql(view: VisibleTable): string {
  const columns = view.columns.map((column) => `${quoteName(column.name)} ${sqlType(column.type)}`);
  return `CREATE TABLE ${qualifiedName(view)} (${columns.join(', ')})`;
}

/**
 * Fills a table with what the persona may see of some files: the granted columns of the rows that the filter leaves.
 * @param fileColumns names that a self-describing file has; a column that it lacks is NULL, as in Athena
 */
export function loadTableSql(view: VisibleTable, files: readonly string[], fileColumns?: ReadonlySet<string>): string {
  const { source } = view;
  const isThere = (column: TableColumn) =>
    column.partition || fileColumns === undefined || fileColumns.has(column.name.toLowerCase());
  // Every column of the table, so that the row filter can name one that the persona does not see.
  const table = source.columns.map((column) => {
    const value = isThere(column) ? valueSql(source, column) : 'NULL';
    return `CAST(${value} AS ${sqlType(column.type)}) AS ${quoteName(column.name)}`;
  });
  const granted = view.columns.map((column) => quoteName(column.name)).join(', ');
  const where = view.rows === undefined ? '' : ` WHERE ${view.rows.sql}`;
  return `INSERT INTO ${qualifiedName(view)} SELECT ${granted} FROM (SELECT ${table.join(', ')} FROM ${scanSql(source, files)})${where}`;
}

const isText = ({ type }: TableColumn) => type.type === 'scalar' && type.sql === 'VARCHAR';

/**
 * Whether the fields are read as texts first. An empty field is an empty text but no number, and DuckDB has one list of
 * what is NULL for all columns; so where a word is NULL for texts too, the columns are told apart after reading.
 */
function readsAsText(format: CsvFormat, columns: readonly TableColumn[]): boolean {
  return format.nullText !== '' && columns.some((column) => isText(column) && !column.partition);
}

function valueSql({ format, columns }: ReadableSource, column: TableColumn): string {
  const name = quoteName(column.name);
  if (format.type !== 'csv' || column.partition || isText(column) || !readsAsText(format, columns)) return name;
  return `nullif(${name}, '')`;
}

/** The files as a relation of DuckDB. */
export function scanSql(source: ReadableSource, files: readonly string[]): string {
  const { format } = source;
  const partitions = source.columns.filter(({ partition }) => partition);
  const options = [quoteList(files), ...partitionOptions(partitions)];
  const inFiles = source.columns.filter(({ partition }) => !partition);
  switch (format.type) {
    case 'parquet':
      return `read_parquet(${[...options, 'union_by_name = true'].join(', ')})`;
    case 'json':
      return `read_json(${[...options, "format = 'newline_delimited'", `columns = ${columnTypes(inFiles)}`].join(', ')})`;
    case 'csv':
      return `read_csv(${[...options, ...csvOptions(format, inFiles)].join(', ')})`;
  }
}

function partitionOptions(partitions: readonly TableColumn[]): string[] {
  if (partitions.length === 0) return ['hive_partitioning = false'];
  return ['hive_partitioning = true', `hive_types = ${columnTypes(partitions)}`];
}

/** Columns go by position, as for Athena; what the header says does not matter. */
function csvOptions(format: CsvFormat, columns: readonly TableColumn[]): string[] {
  const texts = columns.filter(isText).map(({ name }) => name);
  const asText = readsAsText(format, columns);
  return [
    'auto_detect = false',
    'header = false',
    `skip = ${format.headerLines}`,
    `delim = ${quoteText(format.delimiter)}`,
    `quote = ${quoteText(format.quote)}`,
    `escape = ${quoteText(format.escape)}`,
    `nullstr = ${quoteList(asText ? [format.nullText] : ['', format.nullText])}`,
    ...(texts.length > 0 && !asText ? [`force_not_null = ${quoteList(texts)}`] : []),
    `columns = ${asText ? columnTypes(columns.map((column) => ({ ...column, type: TEXT }))) : columnTypes(columns)}`,
  ];
}

const TEXT: ColumnType = { type: 'scalar', name: 'string', sql: 'VARCHAR' };

function columnTypes(columns: readonly TableColumn[]): string {
  return `{${columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(sqlType(type))}`).join(', ')}}`;
}

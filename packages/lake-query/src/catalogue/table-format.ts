import type { TableFormat } from './types.ts';

export interface StorageOptions {
  /** Class of the serializer, with its package. */
  readonly serde: string;
  readonly serdeParameters: Readonly<Record<string, unknown>>;
  readonly tableParameters: Readonly<Record<string, unknown>>;
}

export type FormatResult =
  | { readonly status: 'success'; readonly format: TableFormat }
  | { readonly status: 'error'; readonly message: string };

const LAZY = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
const JSON_SERDES = ['org.openx.data.jsonserde.JsonSerDe', 'org.apache.hive.hcatalog.data.JsonSerDe'];

/** Fields of `LazySimpleSerDe` are parted by this character unless the table says otherwise. */
const LAZY_DELIMITER = '\u0001';
const LAZY_NULL = '\\N';

/**
 * How the files of a table are read, from its serializer.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
 */
export function readTableFormat(options: StorageOptions): FormatResult {
  const { serde } = options;
  if (serde === PARQUET) return { status: 'success', format: { type: 'parquet' } };
  if (JSON_SERDES.includes(serde)) return { status: 'success', format: { type: 'json' } };
  if (serde === LAZY || serde === OPEN_CSV) return readCsv(options);
  const known = [LAZY, OPEN_CSV, PARQUET, ...JSON_SERDES].map((name) => name.split('.').at(-1)).join(', ');
  const found = serde === '' ? 'it names no serializer' : `its serializer ${serde} is not known here`;
  return { status: 'error', message: `${found}; those known are ${known}` };
}

function readCsv({ serde, serdeParameters, tableParameters }: StorageOptions): FormatResult {
  const text = (name: string, otherwise: string) => String(serdeParameters[name] ?? otherwise);
  const headerLines = Number(tableParameters['skip.header.line.count'] ?? 0);
  if (!Number.isSafeInteger(headerLines) || headerLines < 0) {
    return {
      status: 'error',
      message: `skip.header.line.count is ${String(tableParameters['skip.header.line.count'])}`,
    };
  }
  const csv =
    serde === LAZY
      ? {
          delimiter: text('field.delim', text('serialization.format', LAZY_DELIMITER)),
          quote: '',
          escape: text('escape.delim', ''),
          nullText: text('serialization.null.format', LAZY_NULL),
        }
      : // A quotation mark inside quotes is doubled, which the serializer reads whatever its escape character is. A file
        // that escapes it with a backslash instead is refused when it is read.
        {
          delimiter: text('separatorChar', ','),
          quote: text('quoteChar', '"'),
          escape: text('quoteChar', '"'),
          nullText: '',
        };
  return { status: 'success', format: { type: 'csv', headerLines, ...csv } };
}

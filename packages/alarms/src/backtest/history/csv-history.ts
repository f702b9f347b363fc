import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readLayout } from './columns.ts';
import { CsvError, CsvRecords } from './csv-records.ts';
import { RowError, RowReader } from './row-reader.ts';
import type { HistoryResult, OnRead, SeriesSettings } from './types.ts';

export interface CsvOptions {
  readonly settings: SeriesSettings;
  readonly signal?: AbortSignal;
  readonly onRead?: OnRead;
}

const fail = (...lines: readonly string[]): HistoryResult => ({ status: 'error', lines });

/**
 * Reads a CSV file (`.csv`, or `.csv.gz`) of any length. Our own reader rather than DuckDB's, because it tells the line
 * and the field of the first broken row, and leaves none out.
 */
export async function readCsvHistory(file: string, { settings, signal, onRead }: CsvOptions): Promise<HistoryResult> {
  const records = new CsvRecords();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let reader: RowReader | undefined;
  let line = 1;
  let bytes = 0;
  const take = (found: Iterable<{ readonly line: number; readonly fields: readonly string[] }>) => {
    for (const record of found) {
      line = record.line;
      if (reader === undefined) reader = openReader(record.fields, settings);
      else reader.add(record.fields);
    }
  };
  try {
    for await (const piece of openFile(file)) {
      signal?.throwIfAborted();
      bytes += piece.length;
      take(records.add(decoder.decode(piece, { stream: true })));
      onRead?.({ bytes, rows: reader?.rows ?? 0 });
    }
    take(records.add(decoder.decode()));
    take(records.end());
  } catch (error) {
    signal?.throwIfAborted();
    return fail(`${file}${describe(error, line)}`);
  }
  if (reader === undefined) return fail(`${file}: is empty: the first line names the columns`);
  if (reader.rows === 0) return fail(`${file}:${line}: has no rows below its columns`);
  return { status: 'success', series: reader.finish(file) };
}

function openReader(names: readonly string[], settings: SeriesSettings): RowReader {
  const [first = '', ...more] = names;
  // Spreadsheets write a byte order mark.
  const result = readLayout([first.replace(/^\uFEFF/, ''), ...more]);
  if (!result.ok) throw new RowError(result.message);
  if (result.layout.index.metric === undefined && settings.metric === undefined) {
    throw new RowError(
      'has no columns namespace and metric: name the alarm whose metric it is with --metric, or map the file in a YAML file',
    );
  }
  return new RowReader(result.layout, settings);
}

function openFile(file: string): AsyncIterable<Buffer> {
  const stream = createReadStream(file, { highWaterMark: 1 << 18 });
  if (!file.endsWith('.gz')) return stream;
  const unpacked = createGunzip();
  // What goes wrong shows where the unpacked stream is read.
  pipeline(stream, unpacked, () => undefined);
  return unpacked;
}

function describe(error: unknown, line: number): string {
  if (error instanceof RowError) return `:${line}: ${error.message}`;
  if (error instanceof CsvError) return `:${error.line}: ${error.message}`;
  if (error instanceof TypeError) return `:${line + 1}: is no UTF-8 text from about this line on: save it as UTF-8`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  return `: cannot be read (${code})`;
}

import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SALES_TABLE } from '../../lib/data-lake/catalogue/tables.ts';
import { dimensionFiles, headerLine, salesLines } from './csv.ts';
import { createItems } from './items.ts';
import { salesByDay } from './sales.ts';
import { type SampleTotals, TotalsCounter } from './totals.ts';

export const DEFAULT_SEED = 2013;
/** About 1.6 MB: seasons show in every category, and nobody waits for it. */
export const DEFAULT_SALES_ROWS = 50_000;
/** More would leave some shop without an item that it has not yet sold that day. */
export const MAX_SALES_ROWS = 20_000_000;

export interface SampleOptions {
  /** Integer from 0 on; the same one gives the same bytes. @default DEFAULT_SEED */
  readonly seed?: number;
  /** Exact number of rows of `sales`; the number of items grows with its root. @default DEFAULT_SALES_ROWS */
  readonly salesRows?: number;
}

export interface WrittenSample {
  /** What the tables hold, added up while they were written. */
  readonly totals: SampleTotals;
  readonly items: number;
  /** Paths below the directory, `/` between their parts. */
  readonly files: readonly string[];
  /** SHA-256 over every file's path and content, in the order of `files`, hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes the four retail tables as CSV, in the lake's layout: one folder a table, `sales/` with a file for each year.
 * Memory stays flat, whatever the number of rows: one day is generated, written and forgotten.
 *
 * Synchronous, so that a construct can write the sample while it is synthesised.
 *
 * @throws RangeError if an option has a value it cannot have
 */
export function writeSample(directory: string, options: SampleOptions = {}): WrittenSample {
  const { seed, salesRows } = checked(options);
  const items = createItems(Math.max(200, Math.round(4 * Math.sqrt(salesRows))), seed);
  const counter = new TotalsCounter();
  const files = new SampleFiles(directory);
  try {
    for (const { table, text } of dimensionFiles(items)) {
      files.start(`${table.folder}${table.name}.csv`);
      files.write(text);
    }
    let year: string | undefined;
    for (const sales of salesByDay(items, salesRows, seed + 1)) {
      for (const sale of sales) counter.add(sale);
      const newYear = sales[0]?.date.slice(0, 4) ?? year;
      if (newYear !== year) {
        year = newYear;
        files.start(`${SALES_TABLE.folder}${SALES_TABLE.name}-${year}.csv`);
        files.write(headerLine(SALES_TABLE));
      }
      files.write(salesLines(sales));
    }
  } finally {
    files.end();
  }
  return { totals: counter.totals(), items: items.length, files: files.paths, sha256: files.digest() };
}

/** Files below a directory, written one after the other. */
class SampleFiles {
  readonly paths: string[] = [];
  private readonly directory: string;
  private readonly hash = createHash('sha256');
  private open: number | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  start(path: string): void {
    this.end();
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    this.open = openSync(file, 'w');
    this.paths.push(path);
    this.hash.update(path);
  }

  write(text: string): void {
    if (this.open === undefined || text === '') return;
    writeFileSync(this.open, text);
    this.hash.update(text);
  }

  end(): void {
    if (this.open !== undefined) closeSync(this.open);
    this.open = undefined;
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

function checked({ seed = DEFAULT_SEED, salesRows = DEFAULT_SALES_ROWS }: SampleOptions): Required<SampleOptions> {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed is ${seed}; write an integer from 0 on`);
  if (!Number.isSafeInteger(salesRows) || salesRows < 1 || salesRows > MAX_SALES_ROWS) {
    throw new RangeError(`salesRows is ${salesRows}; write an integer from 1 to ${MAX_SALES_ROWS}`);
  }
  return { seed, salesRows };
}

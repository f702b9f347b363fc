import { parseArgs } from 'node:util';
import { DEFAULT_SALES_ROWS, DEFAULT_SEED, writeSample } from './write-sample.ts';

const USAGE = `Writes the lake's sample: sales, items, item_categories and shops as CSV.

  node --import tsx sample/lake/main.ts <directory> [--rows ${DEFAULT_SALES_ROWS}] [--seed ${DEFAULT_SEED}]
`;

const options = {
  rows: { type: 'string', default: String(DEFAULT_SALES_ROWS) },
  seed: { type: 'string', default: String(DEFAULT_SEED) },
  help: { type: 'boolean', default: false },
} as const;

/** @returns the exit code: 0, or 2 for a mistake in the arguments */
function main(args: readonly string[]): number {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [directory, ...others] = positionals;
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    if (directory === undefined || others.length > 0) {
      process.stderr.write(USAGE);
      return 2;
    }
    const { totals, items, files, sha256 } = writeSample(directory, {
      salesRows: Number(values.rows),
      seed: Number(values.seed),
    });
    const revenue = (totals.revenueCents / 100).toFixed(2);
    process.stdout.write(
      `${totals.rows} sales of ${items} items for ${revenue}: ${files.length} files in ${directory}\n`,
    );
    process.stdout.write(`sha256 ${sha256}\n`);
    return 0;
  } catch (error) {
    if (!isMistake(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** What a user typed, and not a bug: an option that there is not, or a number out of range. */
function isMistake(error: unknown): error is Error {
  const unknownOption = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return unknownOption || error instanceof RangeError;
}

process.exitCode = main(process.argv.slice(2));

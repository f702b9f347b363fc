import { Command, InvalidArgumentError, Option } from 'commander';
import { collectContext } from '../../../cli/src/options.ts';
import { DEFAULT_ROWS, type LakeQueryOptions } from './types.ts';

const EXAMPLES = `
Examples:
  $ inferwatch lake query --as data-analyst
      what the data analyst may query: tables, columns, rows
  $ inferwatch lake query --as data-analyst "SELECT shop_id, sum(item_cnt_day) AS sold FROM sales.sales GROUP BY shop_id"
      the analyst's very rows, from the generated sample
  $ inferwatch lake query --as data-analyst --app cdk.out --json "SELECT * FROM sales.shops"
      an assembly that exists already: answers at once
  $ inferwatch lake query --as project-leader --data ./my-data --csv "SELECT * FROM sales.items" > items.csv
      data of your own: a folder that is laid out like the bucket (my-data/items/*.csv)

Each table is what the access matrix says that the persona may see: the granted columns, and the rows that the
data-cells filter leaves. The SQL is run by DuckDB on this machine; Athena's dialect is not claimed. Only queries are
run, and they reach neither files nor network.

Exit codes: 0 done, 1 the persona may not see what the query asks for, 2 wrong use or something is missing.`;

interface ParsedOptions {
  readonly as: string;
  readonly app?: string;
  readonly context: Readonly<Record<string, string>>;
  readonly data?: string;
  readonly database?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly limit?: number;
}

/** Defines `inferwatch lake`; the caller says what to do with the options of `lake query`. */
export function createLakeCommand(run: (options: LakeQueryOptions) => Promise<void>): Command {
  const query = new Command('query')
    .description("run SQL over the lake's data on this machine, seeing what a persona may see")
    .argument('[sql]', 'the query (default: show what the persona may query)')
    .requiredOption('--as <persona>', 'who asks: a name in the access matrix, for example data-analyst')
    .option('--app <path>', 'an assembly (cdk.out) or a template to read (default: the application is synthesised)')
    .option('--data <folder>', "the tables' files, laid out like the bucket (default: the sample, generated)")
    .option('--database <name>', 'look up tables without a database in this one (default: in all)')
    .addOption(new Option('--json', 'print an array of objects').conflicts('csv'))
    .option('-c, --context <key=value>', 'a setting for the synthesis; may be repeated', collectContext, {})
    .option('--csv', 'print comma-separated values')
    .option(
      '--limit <rows>',
      `rows to print (default: ${DEFAULT_ROWS} in a table, all with --json or --csv)`,
      parseLimit,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (sql: string | undefined, options: ParsedOptions) => {
      const { json, csv, ...others } = options;
      await run({ ...others, sql, output: json ? 'json' : csv ? 'csv' : 'table' });
    });
  const lake = new Command('lake').description('look into the data lake of the templates');
  return lake.addCommand(query.copyInheritedSettings(lake));
}

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Write a whole number from 1 on.');
}

import { Command, InvalidArgumentError, Option } from 'commander';
import { collectContext } from '../../../cli/src/options.ts';
import type { CostOptions } from './types.ts';

const EXAMPLES = `
Examples:
  $ inferwatch cost --rps 10
      synthesises the application and prices a month at ten inferences a second
  $ inferwatch cost --profile traffic.yaml --app cdk.out
      the same with a profile of one's own: rates by hour, sizes, latencies (docs/cost.md)
  $ inferwatch cost --rps 1000 --transport put-metric-data
      as if metrics were sent so
  $ inferwatch cost --rps 10 --max 300
      exit code 1 if a month costs more than 300 dollars
  $ inferwatch cost --rps 10 --app template.yaml --markdown cost.md

What a price or a quantity is not known of is shown as unknown and is not in the total.
Exit codes: 0 done, 1 the total is above --max, 2 wrong use or something is missing.`;

/** Defines `inferwatch cost`; the caller says what to do with its options. */
export function createCostCommand(run: (options: CostOptions) => Promise<void>): Command {
  return new Command('cost')
    .description('what a month costs, line by line, from the templates and a traffic profile')
    .option('--rps <number>', 'inferences a second, all day', parseAmount)
    .addOption(new Option('--profile <file>', 'a traffic profile in YAML').conflicts('rps'))
    .option('--app <path>', 'an assembly (cdk.out) or a template to read (default: the application is synthesised)')
    .option('--region <region>', "prices of this Region (default: the first stack's)")
    .option('--free-tier', 'take off what AWS gives to each account every month')
    .addOption(
      new Option('--transport <transport>', 'as if metrics were sent so').choices(['emf', 'put-metric-data'] as const),
    )
    .option('--max <dollars>', 'exit code 1 if the total is above', parseAmount)
    .option('--all', 'each line by itself, also those that come to nothing')
    .option('--json [file]', 'as JSON, to standard output or a file')
    .option('--markdown [file]', 'as Markdown, to standard output or a file')
    .option('-c, --context <key=value>', 'a setting for the synthesis; may be repeated', collectContext, {})
    .addHelpText('after', EXAMPLES)
    .action(async (options: CostOptions) => run(options));
}

function parseAmount(text: string): number {
  const amount = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(amount) && amount >= 0) return amount;
  throw new InvalidArgumentError('Write a number from 0, for example 10.');
}

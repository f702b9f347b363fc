import { Command, InvalidArgumentError } from 'commander';
import { BENCHMARKS_PAGE } from '../../bench/page.ts';
import { parseDurationOption } from '../../packages/cli/src/options.ts';
import type { ArrivalPattern } from '../../packages/preview/src/traffic/arrivals.ts';
import { MODES, type ModeName } from './plan.ts';

export interface LoadTestOptions {
  /** Modes that were asked for. @default - all */
  readonly modes: readonly ModeName[];
  /** Seconds instead of minutes: shows how it works, and proves nothing. */
  readonly quick: boolean;
  /** Requests a second, one rate after another until one is not kept up with. @default - the mode's */
  readonly rate?: readonly number[];
  /** Real milliseconds that are measured, at each rate. @default - the mode's */
  readonly duration?: number;
  readonly arrivals: ArrivalPattern;
  /** Keeps the processors from sleeping meanwhile. */
  readonly awake: boolean;
  /** Virtual seconds in a real second. @default - the mode's */
  readonly speed?: number;
  /** A `cdk.out` that exists already. @default - the application is synthesised */
  readonly app?: string;
  /** File that takes the results as JSON. */
  readonly json?: string;
  /** File that takes the dated tables; `true` for {@link BENCHMARKS_PAGE}. */
  readonly markdown?: true | string;
  /** Folder that takes the preview's processor profiles. */
  readonly cpuProf?: string;
}

const EXAMPLES = `
Examples:
  $ npm run test:load                       about an hour; leave the machine alone meanwhile
  $ npm run test:load -- --quick            about a minute, for a look
  $ npm run test:load -- --steady --rate 50,100,500 --duration 1m
  $ npm run test:load -- --curve --markdown
      prints the tables and writes them to ${BENCHMARKS_PAGE}
  $ npm run test:load -- --steady --duration 30s --cpu-prof profiles
      the preview's processor profile, for the browser's developer tools

Exit codes: 0 everything holds, 1 it does not, 2 it could not run.`;

interface Flags extends Omit<LoadTestOptions, 'modes'> {
  readonly steady?: boolean;
  readonly soak?: boolean;
  readonly curve?: boolean;
}

/** Defines the command; the caller says what to do with its options. */
export function createLoadTestCommand(run: (options: LoadTestOptions) => Promise<void>): Command {
  return new Command('npm run test:load --')
    .description('drives the preview from another process with requests that become due whether or not it keeps up')
    .option('--steady', '500 requests a second for five minutes: overhead, and nothing lost')
    .option('--soak', '50 requests a second for thirty minutes: memory and file handles stay flat')
    .option('--curve', 'one rate after another until the preview no longer keeps up')
    .option('--quick', 'seconds instead of minutes, at rates that every machine holds', false)
    .option('--rate <numbers>', 'requests a second instead of the mode’s, with commas between several', parseRates)
    .option('--duration <time>', 'time that is measured, instead of the mode’s', parseDurationOption)
    .option('--arrivals <pattern>', 'even, or poisson (as of many independent callers)', parseArrivals, 'even')
    .option('--awake', 'on a virtual machine: keep the processors from sleeping, with loops that give way', false)
    .option('--speed <factor>', 'virtual seconds in a real second instead of the mode’s', parseFactor)
    .option('--app <folder>', 'an assembly (cdk.out) to use (default: the application is synthesised)')
    .option('--json <file>', 'write the results to this file')
    .option('--markdown [file]', `write the dated tables (default file: ${BENCHMARKS_PAGE})`)
    .option('--cpu-prof <folder>', "write the preview's processor profiles into this folder")
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .exitOverride()
    .action(async (flags: Flags) => {
      const asked = MODES.filter((mode) => flags[mode]);
      await run({ ...flags, modes: asked.length === 0 ? MODES : asked });
    });
}

function parseFactor(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 100_000) return value;
  throw new InvalidArgumentError('Write a number above 0, for example 50.');
}

function parseRates(text: string): number[] {
  return text.split(',').map(parseFactor);
}

function parseArrivals(text: string): ArrivalPattern {
  if (text === 'even' || text === 'poisson') return text;
  throw new InvalidArgumentError('Write even or poisson.');
}

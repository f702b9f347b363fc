import { Command, InvalidArgumentError } from 'commander';
import { collectContext, parseDurationOption } from '../../../cli/src/options.ts';
import type { AlarmsBacktestOptions } from '../backtest/options.ts';
import type { LintCommandOptions } from './run-lint.ts';
import type { AlarmsTestOptions } from './run-test.ts';

const EXAMPLES = `
Examples:
  $ inferwatch alarms test
      runs alarms/*.alarms.yaml against the application's alarms
  $ inferwatch alarms lint --app cdk.out
      finds alarms that cannot work as they are meant
  $ inferwatch alarms backtest --history latency.csv --metric High-Latency-Alarm --incidents incidents.yaml
      what the alarm would have done

Each command has its own help: inferwatch alarms test --help`;

const TEST_EXAMPLES = `
Examples:
  $ inferwatch alarms test
      synthesises the application and runs its alarms/*.alarms.yaml
  $ inferwatch alarms test checkout.alarms.yaml --app cdk.out --watch
      runs again whenever the tests or the assembly change
  $ inferwatch alarms test --mutate --min-score 90
      changes each alarm a little and says which changes no test notices
  $ inferwatch alarms test --junit results.xml --json -

Exit codes: 0 every test holds, 1 one does not (or the score is too low), 2 wrong use or a broken file.`;

const LINT_EXAMPLES = `
Examples:
  $ inferwatch alarms lint
  $ inferwatch alarms lint --app template.yaml --sarif alarms.sarif --max-warnings 0

Exit codes: 0 no errors, 1 errors (or too many warnings), 2 wrong use or a broken template.`;

const BACKTEST_EXAMPLES = `
Examples:
  $ inferwatch alarms backtest --app cdk.out --history history.csv --html report.html
      what every alarm would have done, as a page with graphs
  $ inferwatch alarms backtest --history latency.parquet --metric High-Latency-Alarm --incidents incidents.yaml --sweep
      detected, missed, false alarms; and which threshold and M of N would have done better
  $ inferwatch alarms backtest --cloudwatch --region eu-west-1 --from 2026-11-01
      reads the metrics of the deployed alarms (read only), and keeps them in a cache

Exit codes: 0 done, 2 wrong use or a broken file.`;

const APP =
  'an assembly (cdk.out), a template, or the JSON of DescribeAlarms (default: the application is synthesised)';
const CONTEXT = 'a setting for the synthesis; may be repeated';

export interface AlarmsRunners {
  test(options: AlarmsTestOptions): Promise<void>;
  lint(options: LintCommandOptions): Promise<void>;
  backtest(options: AlarmsBacktestOptions): Promise<void>;
}

/** Defines `inferwatch alarms` with its commands; the caller says what to do with their options. */
export function createAlarmsCommand(run: AlarmsRunners): Command {
  const alarms = new Command('alarms')
    .description('alarms proven before deployment: unit tests, a linter, and what they would have done on real history')
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES);
  for (const command of [testCommand(run), lintCommand(run), backtestCommand(run)]) {
    alarms.addCommand(command.copyInheritedSettings(alarms));
  }
  return alarms;
}

function testCommand(run: AlarmsRunners): Command {
  return new Command('test')
    .description('run tests of alarms: series in, states and notifications out')
    .argument('[files...]', "*.alarms.yaml files, or folders that hold some (default: the application's alarms)")
    .option('--app <path>', `${APP}, for files that name none`)
    .option('--mutate', 'change each alarm, one thing at a time, and list the changes that no test notices', false)
    .option('--min-score <percent>', 'with less than this share of changes noticed, exit code 1', parsePercent)
    .option('--watch', 'run again whenever a test file or the template changes', false)
    .option('--json <file>', 'write the results as JSON to this file, - for standard output')
    .option('--junit <file>', 'write the results as JUnit XML to this file')
    .option('-c, --context <key=value>', CONTEXT, collectContext, {})
    .addHelpText('after', TEST_EXAMPLES)
    .action(async (files: string[], options: Omit<AlarmsTestOptions, 'files'>) => run.test({ ...options, files }));
}

function lintCommand(run: AlarmsRunners): Command {
  return new Command('lint')
    .description('find alarms that cannot work as they are meant, in any template')
    .option('--app <path>', APP)
    .option('--json [file]', 'as JSON, to standard output or a file')
    .option('--sarif <file>', 'write a SARIF log, for code scanning')
    .option('--max-warnings <number>', 'with more warnings, exit code 1', parseCount)
    .option(
      '--contract <file>',
      "the metrics that the application emits; may be repeated (default: Inferwatch's)",
      collect,
    )
    .option('-c, --context <key=value>', CONTEXT, collectContext, {})
    .addHelpText('after', LINT_EXAMPLES)
    .action(async (options: LintCommandOptions) => run.lint(options));
}

function backtestCommand(run: AlarmsRunners): Command {
  return new Command('backtest')
    .description('what alarms would have done on real history')
    .option('--app <path>', APP)
    .option('--history <files...>', 'CSV, Parquet and mapping files')
    .option('--metric <alarm>', 'the alarm whose metric the files without metric columns hold')
    .option('--cloudwatch', 'read the history from CloudWatch, read only', false)
    .option('--region <region>', 'of CloudWatch (default: as the AWS SDK finds it)')
    .option('--endpoint-url <url>', 'another address than AWS, such as the preview')
    .option('--cache <folder>', "for what CloudWatch answered (default: the user's cache folder)")
    .option('--no-cache', 'ask CloudWatch again, and keep nothing')
    .option('--from <time>', 'ISO 8601 (default: where the history begins)', parseInstant)
    .option('--to <time>', 'ISO 8601 (default: where the history ends)', parseInstant)
    .option('--alarm <name>', 'only this one; may be repeated', collect)
    .option('--incidents <file>', 'what really happened: start, end and name, as YAML or CSV')
    .option('--tolerance <time>', 'around an incident (default: 15m)', parseDurationOption)
    .option('--after <time>', 'after the end of an incident (default: as --tolerance)', parseDurationOption)
    .option('--flapping-window <time>', 'three alarms within this are flapping (default: 1h)', parseDurationOption)
    .option('--sweep', 'try other thresholds and other M of N, and recommend a setting', false)
    .option('--max-false-alarms <number>', 'a week, that the recommended setting may cost (default: 1)', parseNumber)
    .option('--json [file]', 'as JSON, to standard output or a file')
    .option('--html <file>', 'as one page that needs nothing else')
    .option('-c, --context <key=value>', CONTEXT, collectContext, {})
    .addHelpText('after', BACKTEST_EXAMPLES)
    .action(async ({ cache, ...options }: Omit<AlarmsBacktestOptions, 'cache'> & { cache?: string | boolean }) =>
      // commander gives `true` for an option that has a `--no-` form and was not named.
      run.backtest({ ...options, ...(cache === undefined || cache === true ? {} : { cache }) }),
    );
}

const collect = (name: string, previous: readonly string[] = []) => [...previous, name];

function parsePercent(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError('Write a percentage from 0 to 100, for example 90.');
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number, for example 0.');
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Write a number from 0, for example 1.');
}

/** Milliseconds since the epoch. A date alone is its beginning in UTC. */
function parseInstant(text: string): number {
  const value = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Write a date or time such as 2026-11-01 or 2026-11-01T08:00:00Z.');
}

import { Command, InvalidArgumentError } from 'commander';
import { parseDurationOption } from '../../../cli/src/options.ts';
import type { VerifyCommandOptions } from './types.ts';

const EXAMPLES = `
Examples:
  $ inferwatch verify --region eu-central-1
      after cdk deploy: does everything work, from the API to the alarm e-mails?
  $ inferwatch verify --stack-prefix staging --json report.json
  $ inferwatch verify --endpoint-url http://127.0.0.1:4566
      the same against the preview, which prints its address

It reads only, except for a few test inferences whose Idempotency-Key begins with inferwatch-verify. The permissions it
needs are in docs/verify-policy.json. An API with JWT authorisation gets the token in INFERWATCH_TOKEN.

Exit codes: 0 nothing failed, 1 a check failed, 2 wrong use, or no credentials or Region.`;

const MAX_INFERENCES = 100;

/** Defines `inferwatch verify`; the caller says what to do with its options. */
export function createVerifyCommand(run: (options: VerifyCommandOptions) => Promise<void>): Command {
  return new Command('verify')
    .description('check a deployment end to end, and say what is wrong with it')
    .option('--region <region>', 'Region of the deployment (default: as for the AWS CLI)')
    .option('--endpoint-url <url>', 'an emulator or the preview instead of AWS', parseUrl)
    .option('--stack-prefix <prefix>', 'prefix of the deployment (default: none)')
    .option('--input <file>', 'an input for your model, .csv or .json (default: a row of the sample model)')
    .option('--inferences <number>', 'test inferences to send (default: 3)', parseInferences)
    .option('--wait <time>', 'longest wait for records, log lines and metrics, each (default: 5m)', parseDurationOption)
    .option('--request-timeout <time>', 'longest wait for one answer (default: 35s)', parseDurationOption)
    .option('--json [file]', 'the report as JSON, to standard output or a file')
    .addHelpText('after', EXAMPLES)
    .action(async (options: VerifyCommandOptions) => run(options));
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('Write an address such as http://127.0.0.1:4566.');
}

function parseInferences(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= MAX_INFERENCES) return value;
  throw new InvalidArgumentError(`Write a whole number from 1 to ${MAX_INFERENCES}.`);
}

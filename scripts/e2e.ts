import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { EXIT } from '../packages/cli/src/io.ts';
import { DEFAULT_E2E_SPEED, type E2eOptions, runE2e } from './e2e/run.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

function parseNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Write a number from ${least} to ${most}.`);
  };
}

const program = new Command('npm run e2e --')
  .description('runs the features of e2e/ against a preview that is started for them')
  .option('--only <folders...>', 'run only these folders of e2e/features, such as api', [])
  .option('--app <cdk.out>', 'use an assembly that exists already')
  .option('--speed <number>', 'virtual seconds in a real second', parseNumber(1, 20), DEFAULT_E2E_SPEED)
  .option('--model-error-rate <share>', 'share of model calls that fail, 0 to 1', parseNumber(0, 1), 0)
  .exitOverride()
  .action(async (options: E2eOptions) => {
    process.exitCode = await runE2e(options, {
      print: (line) => process.stdout.write(`${line}\n`),
      complain: (line) => process.stderr.write(`${line}\n`),
      env: process.env,
      signal: stopping.signal,
      root: fileURLToPath(new URL('..', import.meta.url)),
    });
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
}

import { fileURLToPath } from 'node:url';
import { type Command, CommanderError } from 'commander';
import { type CommandIo, EXIT, type ExitCode } from '../packages/cli/src/io.ts';

/**
 * Runs a command that only this repository has, from its place: `npm run` scripts with options and a help of their own.
 * The first Ctrl-C stops it in order.
 */
export async function runCommand<Options>(
  create: (run: (options: Options) => Promise<void>) => Command,
  run: (options: Options, io: CommandIo) => Promise<ExitCode>,
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const command = create(async (options) => {
    process.exitCode = await run(options, {
      stdout: process.stdout,
      stderr: process.stderr,
      env: process.env,
      signal: stopping.signal,
      applicationDirectory: fileURLToPath(new URL('..', import.meta.url)),
    });
  });
  try {
    await command.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
  }
}

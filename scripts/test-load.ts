import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { EXIT } from '../packages/cli/src/io.ts';
import { createLoadTestCommand } from './load/options.ts';
import { runLoadTest } from './load/run.ts';

// The templates are validated at each `cdk synth`, which would only take time here.
process.env.CDK_VALIDATION = 'false';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

const command = createLoadTestCommand(async (options) => {
  process.exitCode = await runLoadTest(options, {
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

import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { EXIT } from '../packages/cli/src/io.ts';
import { createDeployTestCommand } from './deploy/options.ts';
import { runDeployTest } from './deploy/run.ts';

// The templates are validated at each `cdk synth`; here that would take longer than the deployment.
process.env.CDK_VALIDATION = 'false';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

const command = createDeployTestCommand(async (options) => {
  process.exitCode = await runDeployTest(options, {
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

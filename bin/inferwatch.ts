import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { createPreviewCommand } from '../packages/preview/src/commands/preview-command.ts';
import { EXIT } from '../packages/preview/src/commands/types.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const stopping = new AbortController();

/** Real milliseconds that connections get to close before the process ends anyway. */
const EXIT_GRACE_MS = 3000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second time, at once: whoever asks twice does not want to wait.
    if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping.abort();
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read the output has gone (`inferwatch preview | head`): there is nobody to run for.
    if (error.code !== 'EPIPE') throw error;
    stopping.abort();
  });
}

const program = new Command('inferwatch')
  .description('an ML inference pipeline on AWS with its monitoring, proven before deployment')
  .showHelpAfterError('(add --help for what there is)')
  .addHelpText(
    'after',
    '\nExample:\n  $ inferwatch preview --speed 20\n\nEach command has its own help: inferwatch preview --help',
  )
  .exitOverride();

const preview = createPreviewCommand(async (options) => {
  // Loaded only now, so that help and mistakes are answered at once.
  const { runPreview } = await import('../packages/preview/src/index.ts');
  process.exitCode = await runPreview(options, {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: stopping.signal,
    applicationDirectory: root,
    scenarioDirectory: fileURLToPath(new URL('../scenarios', import.meta.url)),
  });
});
program.addCommand(preview.copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
}
setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();

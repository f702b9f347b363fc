import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { createAccessCommand } from '../packages/access-matrix/src/commands/access-command.ts';
import { createAlarmsCommand } from '../packages/alarms/src/commands/alarms-command.ts';
import { EXIT } from '../packages/cli/src/io.ts';
import { createCostCommand } from '../packages/cost/src/commands/cost-command.ts';
import { createLakeCommand } from '../packages/lake-query/src/commands/lake-command.ts';
import { createPreviewCommand } from '../packages/preview/src/commands/preview-command.ts';
import { createUpgradeCommand } from '../packages/upgrade/src/commands/upgrade-command.ts';
import { createVerifyCommand } from '../packages/verify/src/commands/verify-command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The application of the folder that the user is in, if it is one; otherwise Inferwatch's own. */
const applicationDirectory = existsSync(join(process.cwd(), 'cdk.json')) ? process.cwd() : root;
const stopping = new AbortController();

/** Real milliseconds that connections get to close before the process ends anyway. */
const EXIT_GRACE_MS = 3000;

/** Real milliseconds that a command gets to end in order after an error that nobody foresaw. */
const DISORDER_GRACE_MS = 10_000;

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

// What nobody foresaw, such as a full disk beneath a library: told in a line, and the command ends in order.
let unforeseen = false;
process.on('uncaughtException', (error) => {
  // What follows from the first says nothing new.
  if (unforeseen) return;
  unforeseen = true;
  const { INFERWATCH_TRACE } = process.env;
  const hint = 'unexpected; INFERWATCH_TRACE=true shows the trace, for a report of the fault';
  process.stderr.write(`error: ${INFERWATCH_TRACE === 'true' ? error.stack : `${error.message} (${hint})`}\n`);
  process.on('exit', () => {
    process.exitCode = EXIT.unusable;
  });
  stopping.abort();
  leaveWithin(DISORDER_GRACE_MS);
});

const program = new Command('inferwatch')
  .description('an ML inference pipeline on AWS with its monitoring, proven before deployment')
  .showHelpAfterError('(add --help for what there is)')
  // An option behind a subcommand is the subcommand's, although the command before it may have one of the name.
  .enablePositionalOptions()
  .addHelpText(
    'after',
    '\nExample:\n  $ inferwatch preview --speed 20\n  $ inferwatch alarms test\n  $ inferwatch access\n\nEach command has its own help: inferwatch preview --help',
  )
  .exitOverride();

const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: stopping.signal,
  applicationDirectory,
  scenarioDirectory: join(root, 'scenarios'),
  runbookDirectory: join(root, 'docs', 'runbooks'),
};

// What a command runs is loaded only then, so that help and mistakes are answered at once.
const preview = createPreviewCommand(async (options) => {
  const { runPreview } = await import('../packages/preview/src/index.ts');
  process.exitCode = await runPreview(options, io);
});
program.addCommand(preview.copyInheritedSettings(program));

const loadAccess = () => import('../packages/access-matrix/src/index.ts');
const access = createAccessCommand({
  access: async (options) => {
    process.exitCode = await (await loadAccess()).runAccess(options, io);
  },
  explain: async (options) => {
    process.exitCode = await (await loadAccess()).runExplain(options, io);
  },
  diff: async (options) => {
    process.exitCode = await (await loadAccess()).runDiff(options, io);
  },
});
program.addCommand(access.copyInheritedSettings(program));
for (const command of access.commands) command.copyInheritedSettings(program);

const loadAlarmsPackage = () => import('../packages/alarms/src/index.ts');
const alarms = createAlarmsCommand({
  test: async (options) => {
    process.exitCode = await (await loadAlarmsPackage()).runAlarmsTest(options, io);
  },
  lint: async (options) => {
    process.exitCode = await (await loadAlarmsPackage()).runAlarmsLint(options, io);
  },
  backtest: async (options) => {
    process.exitCode = await (await loadAlarmsPackage()).runAlarmsBacktest(options, io);
  },
});
program.addCommand(alarms.copyInheritedSettings(program));
for (const command of alarms.commands) command.copyInheritedSettings(program);

const verify = createVerifyCommand(async (options) => {
  const { runVerify } = await import('../packages/verify/src/index.ts');
  process.exitCode = await runVerify(options, io);
});
program.addCommand(verify.copyInheritedSettings(program));

const upgrade = createUpgradeCommand({
  check: async (options) => {
    const { runUpgradeCheck } = await import('../packages/upgrade/src/index.ts');
    process.exitCode = await runUpgradeCheck(options, io);
  },
});
program.addCommand(upgrade.copyInheritedSettings(program));
for (const command of upgrade.commands) command.copyInheritedSettings(program);

const cost = createCostCommand(async (options) => {
  const { runCost } = await import('../packages/cost/src/index.ts');
  process.exitCode = await runCost(options, io);
});
program.addCommand(cost.copyInheritedSettings(program));

const lake = createLakeCommand(async (options) => {
  const { runLakeQuery } = await import('../packages/lake-query/src/index.ts');
  process.exitCode = await runLakeQuery(options, io);
});
program.addCommand(lake.copyInheritedSettings(program));
for (const command of lake.commands) command.copyInheritedSettings(program);

void main();

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
  }
  leaveWithin(EXIT_GRACE_MS);
}

/** Ends the process if what is still open has not closed by then. */
function leaveWithin(milliseconds: number): void {
  setTimeout(() => process.exit(), milliseconds).unref();
}

import { Command, InvalidArgumentError } from 'commander';

/** Parts of the run that can be left out; what deploys the two serving stacks always runs. */
export const PARTS = ['alarms', 'request', 'update', 'notify', 'lake', 'destroy'] as const;
export type PartName = (typeof PARTS)[number];

/** Parts that another one builds on. */
const NEEDS: Readonly<Partial<Record<PartName, readonly PartName[]>>> = {
  update: ['request'],
  notify: ['request', 'update'],
  destroy: ['request'],
};

export interface DeployTestOptions {
  /** @default - all */
  readonly only: readonly PartName[];
  /** The report as JSON: `true` to standard output, text to that file. */
  readonly json?: true | string;
  /** Let the emulator run with what is deployed, until Ctrl-C. */
  readonly keep: boolean;
}

const EXAMPLES = `
Parts: ${PARTS.join(', ')}. The bootstrap and the deployment of the serving stacks always run; a part
that builds on another one brings it along.

Examples:
  $ npm run test:deploy
  $ npm run test:deploy -- --only alarms --json report.json
  $ npm run test:deploy -- --only request --keep
      leaves the stacks running until Ctrl-C, and says how to reach them

No account and no Docker: a third-party emulator (docs/deploy-test.md) is installed from PyPI at the first run. It needs
Python 3.11 to 3.14 with venv, and openssl.

Exit codes: 0 everything holds, 1 a check failed, 2 it could not run.`;

/** Defines the command; the caller says what to do with its options. */
export function createDeployTestCommand(run: (options: DeployTestOptions) => Promise<void>): Command {
  return new Command('npm run test:deploy --')
    .description('deploys the stacks into an AWS emulator with the real CDK, uses, updates and destroys them')
    .option('--only <parts...>', 'only these parts', collectPart)
    .option('--json [file]', 'the report as JSON, to standard output or a file')
    .option('--keep', 'do not destroy, and let the emulator run until Ctrl-C', false)
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .exitOverride()
    .action(async ({ only = [], ...options }: Partial<DeployTestOptions> & Pick<DeployTestOptions, 'keep'>) =>
      run({ ...options, only }),
    );
}

function collectPart(text: string, before: readonly PartName[] = []): readonly PartName[] {
  const part = PARTS.find((name) => name === text);
  if (part === undefined) throw new InvalidArgumentError(`Write one of ${PARTS.join(', ')}.`);
  return [...before, part];
}

/** The parts that run: those asked for and what they build on, in the order of `PARTS`. */
export function selectParts({ only, keep }: Pick<DeployTestOptions, 'only' | 'keep'>): readonly PartName[] {
  const asked = only.length === 0 ? PARTS.filter((part) => !(keep && part === 'destroy')) : only;
  const wanted = new Set(asked.flatMap((part) => [part, ...(NEEDS[part] ?? [])]));
  return PARTS.filter((part) => wanted.has(part));
}

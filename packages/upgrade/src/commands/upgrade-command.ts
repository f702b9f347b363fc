import { Command } from 'commander';
import { collectContext } from '../../../cli/src/options.ts';
import type { UpgradeCheckOptions } from './types.ts';

const EXAMPLES = `
Examples:
  $ inferwatch upgrade check --from deployed/cdk.out
      synthesises the application and compares it with the assembly that was deployed
  $ aws cloudformation get-template --stack-name InferwatchInference > deployed.json
  $ inferwatch upgrade check --from deployed.json --stack InferwatchInference
      compares one stack with what is deployed now
  $ inferwatch upgrade check --from old/cdk.out --app new/cdk.out --json
      two assemblies of any CDK application, for a program

Exit codes: 0 no stateful resource is replaced or removed, 1 one is, or the deployment would stop, 2 wrong use or something
is missing.`;

export interface UpgradeRunners {
  check(options: UpgradeCheckOptions): Promise<void>;
}

/** Defines `inferwatch upgrade` with `check`; the caller says what to do with its options. */
export function createUpgradeCommand(run: UpgradeRunners): Command {
  const upgrade = new Command('upgrade').description('what a deployment would do to what is deployed already');
  upgrade.addCommand(
    new Command('check')
      .description('stateful resources that a deployment would replace or remove, and the properties that cause it')
      .requiredOption('--from <path>', 'an assembly (cdk.out) or a template of what is deployed')
      .option('--app <path>', 'an assembly or a template to be deployed (default: the application is synthesised)')
      .option('--stack <name>', 'only this stack; the one that a single template is of')
      .option('--json [file]', 'as JSON: { findings, exports, leftBehind, created }')
      .option('-c, --context <key=value>', 'a setting for the synthesis; may be repeated', collectContext, {})
      .addHelpText('after', EXAMPLES)
      .action(async (options: UpgradeCheckOptions) => run.check(options))
      .copyInheritedSettings(upgrade),
  );
  return upgrade;
}

import { createLoadTestCommand } from './load/options.ts';
import { runLoadTest } from './load/run.ts';
import { runCommand } from './run-command.ts';

// The templates are validated at each `cdk synth`, which would only take time here.
process.env.CDK_VALIDATION = 'false';

await runCommand(createLoadTestCommand, runLoadTest);

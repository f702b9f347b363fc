import { createDeployTestCommand } from './deploy/options.ts';
import { runDeployTest } from './deploy/run.ts';
import { runCommand } from './run-command.ts';

// The templates are validated at each `cdk synth`; here that would take longer than the deployment.
process.env.CDK_VALIDATION = 'false';

await runCommand(createDeployTestCommand, runDeployTest);

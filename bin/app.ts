import { App } from 'aws-cdk-lib';
import { loadConfig } from '../config/load.ts';
import { createStacks } from '../lib/create-stacks.ts';
import { addPolicyChecks, isFailedCheck, POLICY_CONTEXT } from '../lib/policy/policy-checks.ts';
import { validationWorker } from '../lib/policy/validation-worker.ts';
import { prepareBundles } from '../lib/shared/handler-bundles.ts';

main();

async function main(): Promise<void> {
  // First of all: a thread loads the template validator, and esbuild bundles the functions, while this one goes on.
  if (process.env.CDK_VALIDATION !== 'false') validationWorker();
  const bundles = prepareBundles();
  const app = new App({ autoSynth: false, postCliContext: POLICY_CONTEXT });
  const loaded = loadConfig(app.node.getAllContext());
  if (!loaded.ok) {
    fail(loaded.problems.map(({ path, message }) => `${path}: ${message}`));
    return;
  }
  await bundles;
  createStacks(app, loaded.config);
  addPolicyChecks(app);
  try {
    app.synth();
  } catch (error) {
    // The findings are printed, or are the message; a stack trace is for bugs.
    if (!isFailedCheck(error)) throw error;
    fail([error.message]);
  }
}

function fail(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

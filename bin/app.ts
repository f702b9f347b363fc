// First of all: a thread loads the template validator, and esbuild bundles the functions, while this one loads the CDK.
const { validationWorker } = await import('../lib/policy/validation-worker.ts');
if (process.env.CDK_VALIDATION !== 'false') validationWorker();
const { prepareBundles } = await import('../lib/shared/handler-bundles.ts');
const bundles = prepareBundles();
const { App } = await import('aws-cdk-lib');
const { loadConfig } = await import('../config/load.ts');
const { createStacks } = await import('../lib/create-stacks.ts');
const { addPolicyChecks, isFailedCheck, POLICY_CONTEXT } = await import('../lib/policy/policy-checks.ts');

const app = new App({ autoSynth: false, postCliContext: POLICY_CONTEXT });
const loaded = loadConfig(app.node.getAllContext());
if (loaded.ok) {
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
} else {
  fail(loaded.problems.map(({ path, message }) => `${path}: ${message}`));
}

function fail(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

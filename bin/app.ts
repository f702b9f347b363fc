import { App } from 'aws-cdk-lib';
import { loadConfig } from '../config/load.ts';
import { createStacks } from '../lib/create-stacks.ts';
import { addPolicyChecks, POLICY_CONTEXT } from '../lib/policy/policy-checks.ts';

const app = new App({ postCliContext: POLICY_CONTEXT });
const loaded = loadConfig(app.node.getAllContext());
if (loaded.ok) {
  createStacks(app, loaded.config);
  addPolicyChecks(app);
} else {
  for (const { path, message } of loaded.problems) process.stderr.write(`${path}: ${message}\n`);
  // At once: CDK would otherwise write an app without stacks.
  process.exit(1);
}

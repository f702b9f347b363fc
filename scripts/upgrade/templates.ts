import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parseSettings } from '../../config/load.ts';
import type { InferwatchSettings } from '../../config/schema.ts';
import { createStacks } from '../../lib/create-stacks.ts';
import type { StackTemplates } from '../../packages/upgrade/src/index.ts';

const cdkJson: { readonly context: Record<string, unknown> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'),
);

/** The functions' code decides about no replacement, and bundling and checking it takes most of a synthesis. */
const CONTEXT = {
  ...cdkJson.context,
  'aws:cdk:bundling-stacks': [],
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:disable-stack-trace': true,
  '@aws-cdk/core:annotationsInValidationReport': false,
};

/** What the CDK says of a stack for which the settings name no account and region. */
const ANYWHERE = 'aws://unknown-account/unknown-region';

/** Templates that were made already: a synthesis takes a third of a second, and many are asked for twice. */
const made = new Map<string, StackTemplates>();

/**
 * Templates of all stacks with these settings, by stack name (and by its place, where the settings name one: a stack of the
 * same name elsewhere is another stack). Synthesised as the application is, without the functions' code and the checks.
 * Throws with every problem where the settings are wrong.
 */
export function templatesOf(settings: InferwatchSettings): StackTemplates {
  const key = JSON.stringify(settings);
  const templates = made.get(key) ?? synthesise(settings);
  made.set(key, templates);
  return templates;
}

function synthesise(settings: InferwatchSettings): StackTemplates {
  const loaded = parseSettings(settings);
  if (!loaded.ok) {
    const problems = loaded.problems.map(({ path, message }) => `${path}: ${message}`);
    throw new Error(`${JSON.stringify(settings)}: ${problems.join('; ')}`);
  }
  const app = new App({ builtinCloudFormationValidation: false, treeMetadata: false, context: CONTEXT });
  createStacks(app, loaded.config);
  return Object.fromEntries(
    app
      .synth()
      .stacks.map(({ stackName, environment, template }) => [
        environment.name === ANYWHERE ? stackName : `${stackName} in ${environment.name}`,
        template,
      ]),
  );
}

import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { parseSettings } from '../../../config/load.ts';
import type { InferwatchConfig, InferwatchSettings } from '../../../config/schema.ts';
import { InferenceStack } from '../../../lib/stacks/inference-stack.ts';

const cdkJson = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));

/** The feature flags that the application runs with. */
export const FEATURE_FLAGS: Readonly<Record<string, unknown>> = cdkJson.context;

/** An app with the application's feature flags; nothing is bundled, and neither templates are
 * validated nor warnings printed in each test again. */
export function testApp(): App {
  return new App({
    builtinCloudFormationValidation: false,
    context: { ...FEATURE_FLAGS, 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:annotationsInValidationReport': false },
  });
}

/** An empty stack of a test app. */
export const testStack = (): Stack => new Stack(testApp(), 'Test');

/** The settings with their defaults; throws with all problems when they are wrong. */
export function testConfig(settings: InferwatchSettings = {}): InferwatchConfig {
  const result = parseSettings(settings);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

/** The inference stack's template with these settings. */
export function inferenceTemplate(settings: InferwatchSettings = {}): Template {
  const config = testConfig(settings);
  const env = { account: config.account, region: config.region };
  return Template.fromStack(new InferenceStack(testApp(), 'InferwatchInference', { config, env }));
}

type Json = Readonly<Record<string, unknown>>;

/** Properties of the only resource of a type, or of the only one that also matches. */
// biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON, which tests look into freely
export function only(template: Template, type: string, matching: Json = {}): any {
  const found = Object.values(template.findResources(type, { Properties: Match.objectLike(matching) }));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} match, not one`);
  return found[0]?.Properties;
}

/** Actions that a role's inline policies allow, each with its resource and condition as JSON text. */
export function allowed(
  template: Template,
  rolePart: string,
): { action: string; resource: string; condition?: unknown }[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties.Roles).includes(rolePart),
  );
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource, Condition }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((resource) => ({ action, resource: JSON.stringify(resource), condition: Condition })),
      ),
  );
}

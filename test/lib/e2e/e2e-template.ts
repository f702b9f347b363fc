import { Template } from 'aws-cdk-lib/assertions';
import type { InferwatchSettings } from '../../../config/schema.ts';
import { createStacks } from '../../../lib/create-stacks.ts';
import { allowed, only, testApp, testConfig } from '../shared/synth.ts';

export const ENVIRONMENT = { account: '123456789012', region: 'eu-central-1' };

export type E2eSettings = NonNullable<InferwatchSettings['e2e']>;

export function synthesise(e2e: E2eSettings = {}, settings: InferwatchSettings = {}) {
  const app = testApp();
  const stacks = createStacks(
    app,
    testConfig({ ...ENVIRONMENT, alertEmail: 'me@example.com', dataLake: { enabled: false }, ...settings, e2e }),
  );
  if (stacks.e2eTest === undefined) throw new Error('there is no end-to-end test stack');
  return { ...stacks, e2eTest: stacks.e2eTest, template: Template.fromStack(stacks.e2eTest) };
}

export const template = (e2e: E2eSettings = {}, settings: InferwatchSettings = {}): Template =>
  synthesise(e2e, settings).template;
export const project = (of: Template) => only(of, 'AWS::CodeBuild::Project');

/** Text in which references stand as `<LogicalId>` or `<Export>`, without the hashes of logical ids. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', '']] = Object.entries(value as Record<string, unknown>);
  if (name === 'Fn::Join') {
    const [delimiter, items] = argument as [string, unknown[]];
    return items.map(plain).join(delimiter);
  }
  if (name === 'Fn::Sub') return String(argument);
  const id = name === 'Fn::GetAtt' ? (argument as string[]).join('.') : String(argument);
  return `<${id.replace(/[0-9A-F]{8}(?=\.|$)/, '')}>`;
}

/** What the build's role may do: `action resource`. */
export const permissions = (of: Template): string[] =>
  allowed(of, 'E2eTestRole')
    .map(({ action, resource }) => `${action} ${plain(JSON.parse(resource))}`)
    .sort();

export const variables = (of: Template): Record<string, unknown> =>
  Object.fromEntries(
    project(of).Environment.EnvironmentVariables.map(({ Name, Value }: { Name: string; Value: unknown }) => [
      Name,
      Value,
    ]),
  );

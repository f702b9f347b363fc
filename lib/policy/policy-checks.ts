import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * Context that makes findings of aws-cdk-lib's own template validator errors instead of warnings. The validator itself
 * needs no registration. Set by `bin/app.ts` in code as well as in cdk.json, so that no command line switches it off by
 * leaving cdk.json out.
 */
export const POLICY_CONTEXT = { '@aws-cdk/core:validateAgainstDefaultRules': true } as const;

/** Adds cdk-nag's AwsSolutions rules to the app: a finding that nobody acknowledged fails synthesis. */
export function addPolicyChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

/** Whether synthesis stopped because a check found something, and not because of a bug. */
export function isFailedCheck(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'ValidationFailed' || error.name === 'ValidationFailedWithErrors');
}

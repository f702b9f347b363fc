import { readFileSync } from 'node:fs';
import {
  type App,
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { projectPath } from '../shared/paths.ts';

/**
 * Context that makes findings of aws-cdk-lib's own template validator errors instead of warnings. Set by `bin/app.ts` in
 * code as well as in cdk.json, so that no command line switches it off by leaving cdk.json out.
 */
export const POLICY_CONTEXT = { '@aws-cdk/core:validateAgainstDefaultRules': true } as const;

/** How Guard reports the resources that a filter on their names passes over: no findings, though it lists them. */
const PASSED_OVER = /^(?:.*: )?Guard check `` failed$/;

/** aws-cdk-lib's own validator with the rules of a governed lake. */
class TemplateChecks extends CloudFormationValidatePlugin {
  constructor() {
    super({
      guardRules: [{ name: 'lake.guard', content: readFileSync(projectPath('lib/policy/lake.guard'), 'utf8') }],
    });
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    return { ...report, violations: report.violations.filter(({ description }) => !PASSED_OVER.test(description)) };
  }
}

let templateChecks: TemplateChecks | undefined;

/**
 * Adds the checks to the app: CloudFormation's own rules, the lake's, and cdk-nag's AwsSolutions. A finding that nobody
 * acknowledged fails synthesis. `CDK_VALIDATION=false` leaves out the validator with the first two, as it does in the CDK.
 */
export function addPolicyChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  if (process.env.CDK_VALIDATION === 'false') return;
  // One for all apps of the process: its engine takes seconds to load.
  templateChecks ??= new TemplateChecks();
  Validations.of(app).addPlugins(templateChecks);
}

/** Whether synthesis stopped because a check found something, and not because of a bug. */
export function isFailedCheck(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'ValidationFailed' || error.name === 'ValidationFailedWithErrors');
}

import {
  type App,
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { lakeRules, validationWorker } from './validation-worker.ts';

/**
 * Context that makes findings of aws-cdk-lib's own template validator errors instead of warnings. Set by `bin/app.ts` in
 * code as well as in cdk.json, so that no command line switches it off by leaving cdk.json out.
 */
export const POLICY_CONTEXT = { '@aws-cdk/core:validateAgainstDefaultRules': true } as const;

/** How Guard reports the resources that a filter on their names passes over: no findings, though it lists them. */
const PASSED_OVER = /^(?:.*: )?Guard check `` failed$/;

/** aws-cdk-lib's own validator with the rules of a governed lake, in the thread that {@link validationWorker} gives. */
class TemplateChecks extends CloudFormationValidatePlugin {
  constructor() {
    super({ guardRules: [lakeRules()] });
  }

  override validate(): PolicyValidationPluginReport {
    const report = validationWorker().wait();
    return { ...report, violations: report.violations.filter(({ description }) => !PASSED_OVER.test(description)) };
  }
}

/** cdk-nag's AwsSolutions, which looks at constructs while the thread looks at their templates. */
class SolutionChecks extends AwsSolutionsChecks {
  readonly #alongside: boolean;

  constructor(app: App, alongside: boolean) {
    super(app);
    this.#alongside = alongside;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    if (this.#alongside) validationWorker().begin(context.stackTemplates);
    return super.validate(context);
  }
}

/**
 * Adds the checks to the app: CloudFormation's own rules, the lake's, and cdk-nag's AwsSolutions. A finding that nobody
 * acknowledged fails synthesis. `CDK_VALIDATION=false` leaves out the validator with the first two, as it does in the CDK.
 */
export function addPolicyChecks(app: App): void {
  const withTemplates = process.env.CDK_VALIDATION !== 'false';
  Validations.of(app).addPlugins(new SolutionChecks(app, withTemplates));
  if (withTemplates) Validations.of(app).addPlugins(new TemplateChecks());
}

/** Whether synthesis stopped because a check found something, and not because of a bug. */
export function isFailedCheck(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'ValidationFailed' || error.name === 'ValidationFailedWithErrors');
}

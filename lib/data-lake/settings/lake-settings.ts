import { Aws, CustomResource, DefaultStackSynthesizer, Duration, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDataLakeSettings } from 'aws-cdk-lib/aws-lakeformation';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { lakeSettingsEnvSchema } from '../../../lambda/lake-settings/env.ts';
import { type LakeSettingsProperties, MAX_ADMINISTRATORS } from '../../../lambda/lake-settings/settings-schema.ts';
import { acknowledge } from '../../policy/acknowledge.ts';
import { arnInFinding } from '../../policy/finding-text.ts';
import { AppFunction } from '../../shared/app-function.ts';
import type { LakeLocation } from '../lake-location.ts';

/** Type of the custom resource in the template. */
export const LAKE_SETTINGS_TYPE = 'Custom::LakeSettings';

/** Longest that a deployment waits until the settings are read as they were written. */
const SETTINGS_TIMEOUT = Duration.minutes(5);

/** Settings of {@link LakeSettings}. */
export interface LakeSettingsProps {
  /** Roles that become data lake administrators, beside the deployment's and the settings function's. */
  readonly administrators: readonly IRole[];
  /**
   * Role that CloudFormation deploys the stack with: it makes the grants, so that it must be an administrator.
   * @default - what the stack's synthesizer deploys with; only the default synthesizer has one
   */
  readonly deploymentRoleArn?: string;
  /** Closes the creation of databases to those whom only IAM lets in, in the whole account. @default true */
  readonly strict?: boolean;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of the function's logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Lake Formation's account-wide settings: the administrators, and nothing open to IAM alone by default.
 *
 * Twice, on purpose. A custom resource writes them, reads them back until they hold, and looks again each hour;
 * CloudFormation's own resource comes after it and says the same, so that the template shows the settings to every
 * tool. It alone would not do: it is reported to ignore the empty lists, it cannot revoke, and an administrator that
 * was deleted makes it fail.
 *
 * Both are kept when the stack goes: without them the account would be open again.
 */
export class LakeSettings extends Construct {
  /** ARNs of all administrators that this makes. */
  readonly administratorArns: readonly string[];
  /** Writes the settings, and reads them back. */
  readonly function: AppFunction<typeof lakeSettingsEnvSchema>;
  /** The resource that everything of the lake waits for. */
  readonly resource: CfnDataLakeSettings;
  private readonly locations: LakeLocation[] = [];

  constructor(scope: Construct, id: string, props: LakeSettingsProps) {
    super(scope, id);
    this.function = this.createFunction(props);
    const ownRole = this.function.function.role;
    this.administratorArns = [
      ...props.administrators.map(({ roleArn }) => roleArn),
      props.deploymentRoleArn ?? deploymentRoleArn(this),
      // It revokes what everybody may do, which only an administrator can; IAM leaves it these few actions.
      ...(ownRole === undefined ? [] : [ownRole.roleArn]),
    ];
    if (this.administratorArns.length > MAX_ADMINISTRATORS) {
      throw new Error(
        `${this.administratorArns.length} data lake administrators; Lake Formation takes at most ${MAX_ADMINISTRATORS}`,
      );
    }
    const properties = {
      administrators: [...this.administratorArns],
      strict: props.strict === false ? 'false' : 'true',
    } as const satisfies LakeSettingsProperties;
    const checked = new CustomResource(this, 'Kept', {
      resourceType: LAKE_SETTINGS_TYPE,
      serviceToken: this.createProvider(props).serviceToken,
      properties,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    checked.node.addDependency(this.function);
    this.resource = new CfnDataLakeSettings(this, 'Resource', {
      admins: this.administratorArns.map((arn) => ({ dataLakePrincipalIdentifier: arn })),
      createDatabaseDefaultPermissions: [],
      createTableDefaultPermissions: [],
      // Administrators of others stay.
      mutationType: 'APPEND',
    });
    this.resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.resource.node.addDependency(checked);
    this.recheckHourly(properties);
  }

  /** Has the hourly check compare the location's registration. */
  watch(location: LakeLocation): void {
    this.locations.push(location);
  }

  private createFunction(props: LakeSettingsProps): AppFunction<typeof lakeSettingsEnvSchema> {
    const fn = new AppFunction(this, 'Function', {
      entry: 'lambda/lake-settings/handler.ts',
      description: "Keeps Lake Formation's settings: administrators, and nothing open by default",
      envSchema: lakeSettingsEnvSchema,
      environment: { CATALOG_ID: Aws.ACCOUNT_ID },
      timeout: SETTINGS_TIMEOUT,
      memorySize: 256,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    fn.function.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'lakeformation:GetDataLakeSettings',
          'lakeformation:PutDataLakeSettings',
          'lakeformation:ListPermissions',
          'lakeformation:RevokePermissions',
          'lakeformation:DescribeResource',
        ],
        // Lake Formation has no resources in IAM.
        resources: ['*'],
      }),
    );
    return fn;
  }

  /** Its own provider with a role and a log group of its own: nothing is shared with other custom resources. */
  private createProvider(props: LakeSettingsProps): Provider {
    const logGroup = new LogGroup(this, 'ProviderLogs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'ProviderRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const provider = new Provider(this, 'Provider', {
      onEventHandler: this.function.function,
      frameworkOnEventRole: role,
      logGroup,
    });
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${arnInFinding(this.function.function)}:*]`,
      'the provider framework invokes one function in whatever version; the wildcard stands for the version alone',
    );
    return provider;
  }

  /** The same check on a schedule: the settings belong to the account, so that anybody's change to them reaches us. */
  private recheckHourly(recheck: LakeSettingsProperties): void {
    const { function: fn } = this.function;
    // Locations are added after the settings.
    const locations = Lazy.any({
      produce: () => this.locations.map(({ arn, role }) => ({ arn, roleArn: role.roleArn })),
    });
    const rule = new CfnRule(this, 'Recheck', {
      description: "Looks whether Lake Formation's settings still hold, and repairs them",
      scheduleExpression: 'rate(1 hour)',
      targets: [
        {
          id: 'Function',
          arn: fn.functionArn,
          input: Stack.of(this).toJsonString({ recheck, locations }),
        },
      ],
    });
    // Beside the function, not below it: the settings wait for what is below it, and the rule waits for them.
    new CfnPermission(this, 'RecheckPermission', {
      action: 'lambda:InvokeFunction',
      functionName: fn.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
    rule.node.addDependency(this.resource);
  }
}

/**
 * The default synthesizer's role with CloudFormation's placeholders, which `Fn.sub` fills in.
 *
 * @throws Error for other synthesizers, which have none
 */
function deploymentRoleArn(scope: Construct): string {
  const { synthesizer } = Stack.of(scope);
  if (synthesizer instanceof DefaultStackSynthesizer) return Fn.sub(synthesizer.cloudFormationExecutionRoleArn);
  throw new Error(
    "the role that CloudFormation deploys with is not known: this stack's synthesizer has none; give deploymentRoleArn",
  );
}

import { ArnFormat, Stack, Tags } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { environmentInFinding } from '../../policy/finding-text.ts';
import { allowDataAccess } from '../grants/iam-half.ts';
import { addManagedPolicies, PERSONA_TAG } from '../lake-persona.ts';

/** AWS's own policy for Glue, by setting only. */
export const WORKFLOW_MANAGED_POLICIES = ['service-role/AWSGlueServiceRole'] as const;

/** The group that Glue writes the logs of all crawlers to; the service fixes the name. */
const CRAWLER_LOG_GROUP = '/aws-glue/crawlers';

/** Settings of a {@link WorkflowRole}. */
export interface WorkflowRoleProps {
  /** Fixed, because people and other stacks look it up: `LakeFormationWorkflowRole` with the deployment's prefix. */
  readonly roleName: string;
  /** With AWS's own policy too. @default false */
  readonly managedPolicies?: boolean;
}

/**
 * What Glue works with in the lake. It reads data with credentials from Lake Formation, as far as it has been granted;
 * it has no permission on S3 and none on a key.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/crawler-lf-integ.html
 */
export class WorkflowRole extends Construct {
  /** The IAM role that Glue takes on. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: WorkflowRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new Role(this, 'Role', {
      roleName: props.roleName,
      description: "Glue's crawlers and workflows in the data lake",
      assumedBy: new ServicePrincipal('glue.amazonaws.com', {
        // https://docs.aws.amazon.com/glue/latest/dg/cross-service-confused-deputy-prevention.html
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    Tags.of(this.role).add(PERSONA_TAG, 'workflow');
    if (props.managedPolicies) addManagedPolicies(this.role, WORKFLOW_MANAGED_POLICIES);
    allowDataAccess(this.role);
    const logs = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `${CRAWLER_LOG_GROUP}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logs],
      }),
    );
    const { partition, account, region } = environmentInFinding(this);
    acknowledge(
      this.role,
      `AwsSolutions-IAM5[Resource::arn:${partition}:logs:${region}:${account}:log-group:${CRAWLER_LOG_GROUP}*]`,
      'Glue names the streams of its crawlers, and appends to the group when a security configuration is used',
    );
  }
}

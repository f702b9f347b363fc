import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { catalogueArn, catalogueArnInFinding } from '../grants/iam-half.ts';
import { LakePersona, type PersonaTrust } from '../lake-persona.ts';

/** AWS's own policies for this work, by setting only. */
export const ADMINISTRATOR_MANAGED_POLICIES = [
  'AWSLakeFormationDataAdmin',
  'AWSGlueConsoleFullAccess',
  'CloudWatchLogsReadOnlyAccess',
  'AWSLakeFormationCrossAccountManager',
] as const;

/** Everything in Lake Formation but settings and data: registrations, grants, tags, filters. */
const GOVERN = [
  'lakeformation:AddLFTagsToResource',
  'lakeformation:BatchGrantPermissions',
  'lakeformation:BatchRevokePermissions',
  'lakeformation:CreateDataCellsFilter',
  'lakeformation:CreateLFTag',
  'lakeformation:DeleteDataCellsFilter',
  'lakeformation:DeleteLFTag',
  'lakeformation:DeregisterResource',
  'lakeformation:DescribeResource',
  'lakeformation:GetDataCellsFilter',
  'lakeformation:GetDataLakeSettings',
  'lakeformation:GetEffectivePermissionsForPath',
  'lakeformation:GetLFTag',
  'lakeformation:GetResourceLFTags',
  'lakeformation:GrantPermissions',
  'lakeformation:ListDataCellsFilter',
  'lakeformation:ListLFTags',
  'lakeformation:ListPermissions',
  'lakeformation:ListResources',
  'lakeformation:RegisterResource',
  'lakeformation:RemoveLFTagsFromResource',
  'lakeformation:RevokePermissions',
  'lakeformation:SearchDatabasesByLFTags',
  'lakeformation:SearchTablesByLFTags',
  'lakeformation:UpdateDataCellsFilter',
  'lakeformation:UpdateLFTag',
  'lakeformation:UpdateResource',
] as const;

const CATALOGUE = [
  'glue:CreateDatabase',
  'glue:DeleteDatabase',
  'glue:GetDatabase',
  'glue:GetDatabases',
  'glue:GetTable',
  'glue:GetTables',
  'glue:SearchTables',
  'glue:UpdateDatabase',
] as const;

/** What the console shows to choose from: names of roles, users and buckets, and nothing in them. */
const CHOOSE_FROM = ['iam:ListRoles', 'iam:ListUsers', 's3:GetBucketLocation', 's3:ListAllMyBuckets'] as const;

const LINKED_ROLE = 'aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess';

/** Settings of a {@link DataLakeAdministrator}. */
export interface DataLakeAdministratorProps extends PersonaTrust {
  /** With AWS's own policies too. @default false */
  readonly managedPolicies?: boolean;
}

/**
 * Governs the lake: registers locations, creates databases, grants and revokes. It does not choose the administrators
 * (settings are denied to it) and reads no data: it holds no grant, and no IAM action that gives access to data.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/permissions-reference.html#persona-dl-admin
 */
export class DataLakeAdministrator extends LakePersona {
  constructor(scope: Construct, id: string, props: DataLakeAdministratorProps = {}) {
    super(scope, id, {
      ...props,
      name: 'data-lake-administrator',
      description: 'Data lake administrator: registers locations, creates databases, grants and revokes',
      managedPolicies: props.managedPolicies ? ADMINISTRATOR_MANAGED_POLICIES : [],
    });
    this.allow(
      new PolicyStatement({ sid: 'Govern', actions: [...GOVERN, ...CHOOSE_FROM], resources: ['*'] }),
      new PolicyStatement({
        sid: 'NotSettings',
        effect: Effect.DENY,
        actions: ['lakeformation:PutDataLakeSettings'],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'Catalogue',
        actions: [...CATALOGUE],
        resources: ['catalog', 'database/*', 'table/*'].map((name) => catalogueArn(this, name)),
      }),
    );
    this.allowLinkedRole();
    acknowledge(
      this.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Lake Formation has no resources in IAM, and lists of roles, users and buckets have none either',
    );
    for (const name of ['database/*', 'table/*']) {
      acknowledge(
        this.role,
        `AwsSolutions-IAM5[Resource::${catalogueArnInFinding(this, name)}]`,
        "the administrator of the account's data lake governs each of its databases; no action here reads or writes data",
      );
    }
  }

  /** Allows handing these roles to services: the workflow role to Glue, data-access roles to Lake Formation. */
  allowPassing(role: IRole, service: 'glue.amazonaws.com' | 'lakeformation.amazonaws.com'): void {
    this.allow(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': service } },
      }),
    );
  }

  /** The service-linked role, for locations that still need it: that role alone, and for Lake Formation alone. */
  private allowLinkedRole(): void {
    const role = Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: LINKED_ROLE,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    this.allow(
      new PolicyStatement({
        actions: ['iam:CreateServiceLinkedRole'],
        resources: [role],
        conditions: { StringEquals: { 'iam:AWSServiceName': 'lakeformation.amazonaws.com' } },
      }),
      // Lake Formation adds each location to the role's policy with the caller's rights.
      // https://docs.aws.amazon.com/lake-formation/latest/dg/service-linked-roles.html
      new PolicyStatement({ actions: ['iam:PutRolePolicy'], resources: [role] }),
    );
  }
}

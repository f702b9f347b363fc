import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { environmentInFinding } from '../../policy/finding-text.ts';
import type { DatabasePermission, TablePermission } from './permissions.ts';

/**
 * The IAM half of each permission: a request must pass Lake Formation *and* IAM, so that a grant without these actions
 * on its table opens nothing, and these actions without a grant open nothing either.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/permissions-reference.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html (resources of each action)
 */
const READ_DATABASE = ['glue:GetDatabase', 'glue:GetDatabases'] as const;
const READ_TABLE = [
  'glue:GetTable',
  'glue:GetTables',
  'glue:GetTableVersion',
  'glue:GetTableVersions',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:BatchGetPartition',
] as const;
const ALTER_TABLE = [
  'glue:UpdateTable',
  'glue:CreatePartition',
  'glue:BatchCreatePartition',
  'glue:UpdatePartition',
  'glue:BatchUpdatePartition',
  'glue:DeletePartition',
  'glue:BatchDeletePartition',
] as const;

const CREATE_TABLE = [...READ_TABLE, ...ALTER_TABLE, 'glue:CreateTable', 'glue:DeleteTable'] as const;

const TABLE_ACTIONS: Readonly<Record<TablePermission, readonly string[]>> = {
  DESCRIBE: READ_TABLE,
  SELECT: READ_TABLE,
  INSERT: READ_TABLE,
  DELETE: READ_TABLE,
  ALTER: [...READ_TABLE, ...ALTER_TABLE],
  DROP: [...READ_TABLE, 'glue:DeleteTable'],
};

const DATABASE_ACTIONS: Readonly<Record<DatabasePermission, readonly string[]>> = {
  DESCRIBE: [],
  CREATE_TABLE: [],
  ALTER: ['glue:UpdateDatabase'],
  DROP: ['glue:DeleteDatabase'],
};

/** Permissions for which Lake Formation hands out credentials to the data itself. */
const WITH_DATA: ReadonlySet<TablePermission> = new Set(['SELECT', 'INSERT', 'DELETE']);

/** ARN of something in the Data Catalog: `catalog`, `database/<name>`, `table/<database>/<table>`. */
export function catalogueArn(scope: Construct, resource: string): string {
  return Arn.format({ service: 'glue', resource, arnFormat: ArnFormat.COLON_RESOURCE_NAME }, Stack.of(scope));
}

/** Allows seeing a database, and what the permission on it takes. */
export function allowDatabase(role: IRole, scope: Construct, database: string, permission: DatabasePermission): void {
  const parents = [catalogueArn(scope, 'catalog'), catalogueArn(scope, `database/${database}`)];
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: [...READ_DATABASE, ...DATABASE_ACTIONS[permission]], resources: parents }),
  );
  if (permission !== 'CREATE_TABLE') return;
  // Who creates a table owns it in Lake Formation, and may change and drop it: IAM has to let them.
  allowAnyTable(role, scope, database, CREATE_TABLE);
}

/** Allows what a permission on one table takes, or on each table of the database. */
export function allowTable(
  role: IRole,
  scope: Construct,
  { database, table }: { readonly database: string; readonly table?: string },
  permission: TablePermission,
): void {
  const actions = [...READ_DATABASE, ...TABLE_ACTIONS[permission]];
  if (table === undefined) allowAnyTable(role, scope, database, actions);
  else {
    const resources = ['catalog', `database/${database}`, `table/${database}/${table}`];
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions, resources: resources.map((name) => catalogueArn(scope, name)) }),
    );
  }
  if (WITH_DATA.has(permission)) allowDataAccess(role);
}

function allowAnyTable(role: IRole, scope: Construct, database: string, actions: readonly string[]): void {
  const resources = ['catalog', `database/${database}`, `table/${database}/*`];
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: [...actions], resources: resources.map((name) => catalogueArn(scope, name)) }),
  );
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::${catalogueArnInFinding(scope, `table/${database}/*`)}]`,
    `the tables of ${database} come and go; which of them, and what of them, Lake Formation's grants decide`,
  );
}

/**
 * Allows asking Lake Formation for credentials to data; it answers with what is granted, if anything.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-underlying-data.html
 */
export function allowDataAccess(role: IRole): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['lakeformation:GetDataAccess'], resources: ['*'] }));
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'lakeformation:GetDataAccess names no resource; which data it opens, the grants decide',
  );
}

/** An ARN of the Data Catalog as cdk-nag writes it in a finding. */
export function catalogueArnInFinding(scope: Construct, resource: string): string {
  const { partition, region, account } = environmentInFinding(scope);
  return `arn:${partition}:glue:${region}:${account}:${resource}`;
}

/**
 * Allows creating databases anywhere in the catalogue; where they may lie, Lake Formation decides.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html#perm-create-database
 */
export function allowCreateDatabase(role: IRole, scope: Construct): void {
  const resources = ['catalog', 'database/*'];
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...READ_DATABASE, 'glue:CreateDatabase'],
      resources: resources.map((name) => catalogueArn(scope, name)),
    }),
  );
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::${catalogueArnInFinding(scope, 'database/*')}]`,
    'a database that is not there yet has no name to list; Lake Formation decides where one may be made',
  );
}

/** Allows what a permission on tagged databases takes: their names are not known here. */
export function allowTaggedDatabases(role: IRole, scope: Construct, permission: DatabasePermission): void {
  const creates = permission === 'CREATE_TABLE' ? CREATE_TABLE : [];
  allowAnyName(role, scope, [...READ_DATABASE, ...DATABASE_ACTIONS[permission], ...creates]);
}

/** Allows what a permission on tagged tables takes: their names are not known here. */
export function allowTaggedTables(role: IRole, scope: Construct, permission: TablePermission): void {
  allowAnyName(role, scope, [...READ_DATABASE, ...TABLE_ACTIONS[permission]]);
  if (WITH_DATA.has(permission)) allowDataAccess(role);
}

function allowAnyName(role: IRole, scope: Construct, actions: readonly string[]): void {
  const wildcards = ['database/*', 'table/*'];
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...new Set(actions)],
      resources: ['catalog', ...wildcards].map((name) => catalogueArn(scope, name)),
    }),
  );
  for (const name of wildcards) {
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${catalogueArnInFinding(scope, name)}]`,
      'which databases and tables carry a tag changes without a deployment; Lake Formation decides by the tags',
    );
  }
}

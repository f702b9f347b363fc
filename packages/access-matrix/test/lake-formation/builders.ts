import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeMatrix } from '../../src/matrix/compute.ts';
import { readAccessModel } from '../../src/matrix/model.ts';
import type { AccessModel, MatrixCell } from '../../src/matrix/types.ts';

/** CloudFormation resources by logical id. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const ACCOUNT = '123456789012';

const resource = (Type: string, Properties: Readonly<Record<string, unknown>>) => ({ Type, Properties });

export const roleArn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const allow = (actions: readonly string[], on: unknown = '*') => ({
  Effect: 'Allow',
  Action: actions,
  Resource: on,
});
export const deny = (actions: readonly string[], on: unknown = '*') => ({
  Effect: 'Deny',
  Action: actions,
  Resource: on,
});

export interface RoleOptions {
  /** Value of the persona tag; without it, the role is any role. */
  readonly persona?: string;
  readonly statements?: readonly unknown[];
  readonly managed?: readonly string[];
  readonly trust?: unknown;
}

export function role({
  persona,
  statements = [],
  managed = [],
  trust = { Service: 'lambda.amazonaws.com' },
}: RoleOptions) {
  return resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: trust, Action: 'sts:AssumeRole' }],
    },
    ManagedPolicyArns: managed.map((name) => `arn:aws:iam::aws:policy/${name}`),
    ...(statements.length === 0
      ? {}
      : {
          Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
        }),
    ...(persona === undefined ? {} : { Tags: [{ Key: 'inferwatch:persona', Value: persona }] }),
  });
}

export const bucket = (BucketName: string, more: Readonly<Record<string, unknown>> = {}) =>
  resource('AWS::S3::Bucket', { BucketName, ...more });

export const encryptedWith = (KMSMasterKeyID: unknown) => ({
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }],
  },
});

/** A key whose policy lets IAM policies of the account decide. */
export const key = (statements: readonly ReturnType<typeof allow>[]) =>
  resource('AWS::KMS::Key', {
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: statements.map((one) => ({ ...one, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })),
    },
  });

export const bucketPolicy = (bucketId: string, ...statements: readonly unknown[]) =>
  resource('AWS::S3::BucketPolicy', {
    Bucket: { Ref: bucketId },
    PolicyDocument: { Version: '2012-10-17', Statement: statements },
  });

/** Settings by CloudFormation alone: both defaults emptied, the catalogue left open. */
export const settings = (...admins: readonly unknown[]) =>
  resource('AWS::LakeFormation::DataLakeSettings', {
    Admins: admins.map((DataLakePrincipalIdentifier) => ({ DataLakePrincipalIdentifier })),
    CreateDatabaseDefaultPermissions: [],
    CreateTableDefaultPermissions: [],
  });

/** Inferwatch's custom resource, which reads the settings back and in strict mode closes the catalogue. */
export const keptSettings = (strict: boolean, ...administrators: readonly unknown[]) =>
  resource('Custom::LakeSettings', { ServiceToken: 'arn', administrators, strict: String(strict) });

export const registered = (ResourceArn: string, more: Readonly<Record<string, unknown>> = {}) =>
  resource('AWS::LakeFormation::Resource', {
    ResourceArn,
    UseServiceLinkedRole: false,
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/data-access`,
    ...more,
  });

export const database = (Name: string, LocationUri?: string, CreateTableDefaultPermissions: unknown = []) =>
  resource('AWS::Glue::Database', {
    CatalogId: ACCOUNT,
    DatabaseInput: {
      Name,
      ...(LocationUri === undefined ? {} : { LocationUri }),
      ...(CreateTableDefaultPermissions === null ? {} : { CreateTableDefaultPermissions }),
    },
  });

export interface TableOptions {
  readonly columns?: Readonly<Record<string, string>>;
  readonly partitionKeys?: Readonly<Record<string, string>>;
}

export function table(DatabaseName: string, Name: string, Location: string, options: TableOptions = {}) {
  const { columns = { id: 'int', price: 'decimal(10,2)', shop_id: 'int' }, partitionKeys = {} } = options;
  const listed = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([name, Type]) => ({ Name: name, Type }));
  return resource('AWS::Glue::Table', {
    CatalogId: ACCOUNT,
    DatabaseName,
    TableInput: {
      Name,
      StorageDescriptor: { Location, Columns: listed(columns) },
      PartitionKeys: listed(partitionKeys),
    },
  });
}

export function grant(
  principal: unknown,
  target: Readonly<Record<string, unknown>>,
  permissions: readonly string[],
  grantable: readonly string[] = [],
) {
  return resource('AWS::LakeFormation::PrincipalPermissions', {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: target,
    Permissions: permissions,
    PermissionsWithGrantOption: grantable,
  });
}

/** What a grant is on. */
export const on = {
  catalog: { Catalog: {} },
  database: (Name: string) => ({ Database: { CatalogId: ACCOUNT, Name } }),
  table: (DatabaseName: string, Name: string) => ({ Table: { CatalogId: ACCOUNT, DatabaseName, Name } }),
  everyTable: (DatabaseName: string) => ({ Table: { CatalogId: ACCOUNT, DatabaseName, TableWildcard: {} } }),
  columns: (DatabaseName: string, Name: string, ColumnNames: readonly string[]) => ({
    TableWithColumns: { CatalogId: ACCOUNT, DatabaseName, Name, ColumnNames },
  }),
  columnsBut: (DatabaseName: string, Name: string, ExcludedColumnNames: readonly string[]) => ({
    TableWithColumns: { CatalogId: ACCOUNT, DatabaseName, Name, ColumnWildcard: { ExcludedColumnNames } },
  }),
  filter: (DatabaseName: string, TableName: string, Name: string) => ({
    DataCellsFilter: { TableCatalogId: ACCOUNT, DatabaseName, TableName, Name },
  }),
  location: (ResourceArn: unknown) => ({ DataLocation: { CatalogId: ACCOUNT, ResourceArn } }),
  tags: (ResourceType: 'DATABASE' | 'TABLE', expression: Readonly<Record<string, readonly string[]>>) => ({
    LFTagPolicy: {
      CatalogId: ACCOUNT,
      ResourceType,
      Expression: Object.entries(expression).map(([TagKey, TagValues]) => ({ TagKey, TagValues })),
    },
  }),
};

export interface FilterOptions {
  readonly columns?: readonly string[];
  readonly except?: readonly string[];
  readonly rows?: string;
}

export const cellsFilter = (DatabaseName: string, TableName: string, Name: string, options: FilterOptions) =>
  resource('AWS::LakeFormation::DataCellsFilter', {
    TableCatalogId: ACCOUNT,
    DatabaseName,
    TableName,
    Name,
    RowFilter: options.rows === undefined ? { AllRowsWildcard: {} } : { FilterExpression: options.rows },
    ...(options.columns
      ? { ColumnNames: options.columns }
      : { ColumnWildcard: options.except ? { ExcludedColumnNames: options.except } : {} }),
  });

export const tagged = (target: Readonly<Record<string, unknown>>, tags: Readonly<Record<string, string>>) =>
  resource('AWS::LakeFormation::TagAssociation', {
    Resource: target,
    LFTags: Object.entries(tags).map(([TagKey, value]) => ({ CatalogId: ACCOUNT, TagKey, TagValues: [value] })),
  });

export const workgroup = (Name: string, OutputLocation: string, more: Readonly<Record<string, unknown>> = {}) =>
  resource('AWS::Athena::WorkGroup', {
    Name,
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: { OutputLocation },
      ...more,
    },
  });

const folder = mkdtempSync(join(tmpdir(), 'access-'));
let files = 0;

/** Writes a template; returns its path. */
export function templateFile(resources: Resources, more: Readonly<Record<string, unknown>> = {}): string {
  files++;
  const path = join(folder, `Lake${files}.template.json`);
  writeFileSync(path, JSON.stringify({ ...more, Resources: resources }));
  return path;
}

/** Reads resources as a template of their own. */
export function modelOf(resources: Resources, more: Readonly<Record<string, unknown>> = {}): AccessModel {
  const read = readAccessModel(templateFile(resources, more));
  if (read.status === 'error') throw new Error(read.message);
  return read.model;
}

export const matrixOf = (resources: Resources): MatrixCell[] => computeMatrix(modelOf(resources));

/** The one cell of a matrix. */
export function cellOf(matrix: readonly MatrixCell[], persona: string, action: string, name: string): MatrixCell {
  const cell = matrix.find((one) => one.persona === persona && one.action === action && one.resource === name);
  if (cell) return cell;
  const there = matrix.map((one) => `${one.persona} ${one.action} ${one.resource}`).join('\n');
  throw new Error(`there is no cell ${persona} ${action} ${name} among\n${there}`);
}

import type { TableDefinition } from '../lib/data-lake/catalogue/table-definition.ts';

/** Templates with Lake Formation in them, for benchmarks: as CloudFormation has them, without the CDK. */

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export type Resources = Record<string, Resource>;

const ACCOUNT = { Ref: 'AWS::AccountId' };
const LAZY = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

/** A registered bucket `lake` with emptied defaults, and nothing in it. */
export function emptyLake(): Resources {
  return {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
    Settings: {
      Type: 'AWS::LakeFormation::DataLakeSettings',
      Properties: { Admins: [], CreateDatabaseDefaultPermissions: [], CreateTableDefaultPermissions: [] },
    },
    LocationRole: role('location-reader', ['s3:GetObject', 's3:ListBucket']),
    Location: {
      Type: 'AWS::LakeFormation::Resource',
      Properties: {
        ResourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
        UseServiceLinkedRole: false,
        RoleArn: { 'Fn::GetAtt': ['LocationRole', 'Arn'] },
      },
    },
  };
}

/** A role with one inline policy, named as a persona. */
export function role(persona: string, actions: readonly string[]): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
      },
      Tags: [{ Key: 'inferwatch:persona', Value: persona }],
      Policies: [
        {
          PolicyName: 'Work',
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
        },
      ],
    },
  };
}

export function database(name: string): Resource {
  return {
    Type: 'AWS::Glue::Database',
    Properties: { CatalogId: ACCOUNT, DatabaseInput: { Name: name, CreateTableDefaultPermissions: [] } },
  };
}

/** A CSV table; its folder is below the lake's bucket. */
export function table(databaseName: string, definition: Omit<TableDefinition, 'description' | 'analyst'>): Resource {
  const { name, folder, columns, format } = definition;
  const lazy = format.type === 'csv' && format.serde === 'lazy';
  return {
    Type: 'AWS::Glue::Table',
    Properties: {
      CatalogId: ACCOUNT,
      DatabaseName: databaseName,
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: { 'skip.header.line.count': '1' },
        StorageDescriptor: {
          Columns: columns.map((column) => ({ Name: column.name, Type: column.type })),
          Location: `s3://lake/${folder}`,
          SerdeInfo: lazy
            ? { SerializationLibrary: LAZY, Parameters: { 'field.delim': ',' } }
            : { SerializationLibrary: OPEN_CSV, Parameters: { separatorChar: ',' } },
        },
      },
    },
  };
}

export interface FilterProps {
  readonly database: string;
  readonly table: string;
  readonly name: string;
  readonly hidden: readonly string[];
  readonly rows: string;
}

export function cellsFilter({ database: databaseName, table: tableName, name, hidden, rows }: FilterProps): Resource {
  return {
    Type: 'AWS::LakeFormation::DataCellsFilter',
    Properties: {
      TableCatalogId: ACCOUNT,
      DatabaseName: databaseName,
      TableName: tableName,
      Name: name,
      ColumnWildcard: { ExcludedColumnNames: hidden },
      RowFilter: { FilterExpression: rows },
    },
  };
}

/** A grant to a role of the same template. */
export function grant(roleId: string, resource: object, permission: string): Resource {
  return {
    Type: 'AWS::LakeFormation::PrincipalPermissions',
    Properties: {
      Principal: { DataLakePrincipalIdentifier: { 'Fn::GetAtt': [roleId, 'Arn'] } },
      Resource: resource,
      Permissions: [permission],
      PermissionsWithGrantOption: [],
    },
  };
}

export const onTable = (databaseName: string, name: string) => ({
  Table: { CatalogId: ACCOUNT, DatabaseName: databaseName, Name: name },
});

export const onFilter = (databaseName: string, tableName: string, name: string) => ({
  DataCellsFilter: { TableCatalogId: ACCOUNT, DatabaseName: databaseName, TableName: tableName, Name: name },
});

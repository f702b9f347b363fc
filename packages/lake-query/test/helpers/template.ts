import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

function persona(name: string): TemplateResource {
  const allow = (actions: readonly string[], resource: string) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
  });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }],
      },
      Tags: [{ Key: 'inferwatch:persona', Value: name }],
      Policies: [
        {
          PolicyName: 'Query',
          PolicyDocument: {
            Statement: [allow(['glue:Get*', 'athena:*'], '*'), allow(['lakeformation:GetDataAccess'], '*')],
          },
        },
      ],
    },
  };
}

export function glueTable(
  name: string,
  columns: Readonly<Record<string, string>>,
  more: object = {},
): TemplateResource {
  return {
    Type: 'AWS::Glue::Table',
    Properties: {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseName: { Ref: 'Database' },
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: { 'skip.header.line.count': '1' },
        StorageDescriptor: {
          Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
          Location: { 'Fn::Join': ['', ['s3://', { Ref: 'Bucket' }, `/${name}/`]] },
          SerdeInfo: { SerializationLibrary: OPEN_CSV, Parameters: { separatorChar: ',' } },
        },
        ...more,
      },
    },
  };
}

const filter = (table: string, name: string) => ({
  DataCellsFilter: {
    TableCatalogId: { Ref: 'AWS::AccountId' },
    DatabaseName: { Ref: 'Database' },
    TableName: table,
    Name: name,
  },
});

export const wholeTable = (table: unknown) => ({
  Table: { CatalogId: { Ref: 'AWS::AccountId' }, DatabaseName: { Ref: 'Database' }, Name: table },
});

export function select(role: string, resource: object): TemplateResource {
  return {
    Type: 'AWS::LakeFormation::PrincipalPermissions',
    Properties: {
      Principal: { DataLakePrincipalIdentifier: { 'Fn::GetAtt': [role, 'Arn'] } },
      Resource: resource,
      Permissions: ['SELECT'],
      PermissionsWithGrantOption: [],
    },
  };
}

/** A lake of four tables: the leader sees three of them, the analyst a part of one, and nobody the staff. */
export function lakeTemplate(more: Readonly<Record<string, TemplateResource>> = {}): object {
  return {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
      Settings: {
        Type: 'AWS::LakeFormation::DataLakeSettings',
        Properties: { Admins: [], CreateDatabaseDefaultPermissions: [], CreateTableDefaultPermissions: [] },
      },
      LocationRole: persona('location-reader'),
      Location: {
        Type: 'AWS::LakeFormation::Resource',
        Properties: {
          ResourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
          UseServiceLinkedRole: false,
          RoleArn: { 'Fn::GetAtt': ['LocationRole', 'Arn'] },
        },
      },
      Database: {
        Type: 'AWS::Glue::Database',
        Properties: {
          CatalogId: { Ref: 'AWS::AccountId' },
          DatabaseInput: { Name: 'sales', CreateTableDefaultPermissions: [] },
        },
      },
      Sales: glueTable('sales', { date: 'date', shop_id: 'int', item_id: 'int', item_price: 'decimal(10,2)' }),
      Items: glueTable('items', { item_id: 'int', item_name: 'string' }),
      Staff: glueTable('staff', { name: 'string' }),
      Leader: persona('project-leader'),
      Analyst: persona('data-analyst'),
      ShopFive: {
        Type: 'AWS::LakeFormation::DataCellsFilter',
        Properties: {
          TableCatalogId: { Ref: 'AWS::AccountId' },
          DatabaseName: { Ref: 'Database' },
          TableName: 'sales',
          Name: 'shop-five',
          ColumnWildcard: { ExcludedColumnNames: ['item_price'] },
          RowFilter: { FilterExpression: 'shop_id = 5' },
        },
      },
      LeaderSales: select('Leader', wholeTable('sales')),
      LeaderItems: select('Leader', wholeTable('items')),
      AnalystSales: select('Analyst', filter('sales', 'shop-five')),
      AnalystItems: select('Analyst', wholeTable('items')),
      ...more,
    },
  };
}

/** Writes a template into a folder and gives its path. */
export function writeTemplate(directory: string, template: object = lakeTemplate()): string {
  const path = join(directory, 'lake.template.json');
  writeFileSync(path, JSON.stringify(template));
  return path;
}

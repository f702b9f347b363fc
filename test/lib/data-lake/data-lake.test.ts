import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DataLake } from '../../../lib/data-lake/data-lake.ts';
import { ADMINISTRATOR_MANAGED_POLICIES } from '../../../lib/data-lake/personas/data-lake-administrator.ts';
import {
  ANALYST_MANAGED_POLICIES,
  LEADER_MANAGED_POLICIES,
} from '../../../lib/data-lake/personas/querying-personas.ts';
import { WORKFLOW_MANAGED_POLICIES } from '../../../lib/data-lake/personas/workflow-role.ts';
import { dataLakeStack, dataLakeTemplate, TemplateResources } from './support.ts';

let lake: DataLake;
let template: TemplateResources;
beforeAll(() => {
  const stack = dataLakeStack();
  lake = stack.dataLake;
  template = new TemplateResources(Template.fromStack(stack));
});

/** S3 objects that a role may read directly. */
const readsFrom = (role: DataLake['analyst']['role']): string[] =>
  template
    .allowedTo(role)
    .filter((text) => /^(\*|s3:\*|s3:Get(Object)?\*?) on /.test(text) || text.startsWith('s3:GetObject'));

describe('the data analyst', () => {
  test('sees chosen columns and rows, and nothing of the project', () => {
    expect(template.grantsOf(lake.analyst.role)).toEqual([
      'DESCRIBE on sales',
      'DESCRIBE on inference',
      'SELECT on sales.sales (filtered)',
      'SELECT on sales.items',
      'SELECT on sales.item_categories',
      'SELECT on sales.shops (filtered)',
      'SELECT on inference.inference (filtered)',
    ]);
  });

  test('sees the rows of one shop, without prices', () => {
    const filter = template.one('AWS::LakeFormation::DataCellsFilter', ({ TableName }) => TableName === 'sales');

    expect(filter.properties).toMatchObject({
      ColumnWildcard: { ExcludedColumnNames: ['item_price'] },
      RowFilter: { FilterExpression: 'shop_id = 5' },
    });
  });

  test('does not see what customers sent to the model', () => {
    const filter = template.one('AWS::LakeFormation::DataCellsFilter', ({ TableName }) => TableName === 'inference');

    expect(filter.properties.ColumnWildcard.ExcludedColumnNames).toEqual(
      expect.arrayContaining(['input', 'prediction']),
    );
  });

  test('reads its own results in S3, and no other object', () => {
    expect(readsFrom(lake.analyst.role)).toEqual(['s3:GetObject on <DataLakeStorageResults>/data-analyst/*']);
  });

  test('can decrypt results and no data', () => {
    const keys = template.allowedTo(lake.analyst.role).filter((text) => text.startsWith('kms:'));

    expect(keys).toEqual([
      'kms:Decrypt on <DataLakeStorageResultsKey>',
      'kms:GenerateDataKey on <DataLakeStorageResultsKey>',
    ]);
  });

  test('creates nothing, in IAM or in Lake Formation', () => {
    const creating = template
      .allowedTo(lake.analyst.role)
      .filter((text) => /^glue:(Create|Update|Delete|BatchC)/.test(text));

    expect(creating).toEqual([]);
  });

  test('queries in its own workgroup only', () => {
    const workgroups = template
      .allowedTo(lake.analyst.role)
      .flatMap((text) => (text.startsWith('athena:') ? [text.split(' on ')[1]] : []));

    expect([...new Set(workgroups)]).toEqual(['workgroup/inferwatch-data-analyst']);
  });
});

describe('the project leader', () => {
  test('sees all columns of all tables, and creates tables in its own database at its own location', () => {
    expect(template.grantsOf(lake.leader.role)).toEqual([
      'DESCRIBE on sales',
      'SELECT on sales.*',
      'DESCRIBE on inference',
      'SELECT on inference.*',
      'CREATE_TABLE on project',
      'DATA_LOCATION_ACCESS on <DataLakeStorageData>/project',
    ]);
  });

  test('creates no database, and tables in its own one only', () => {
    const creating = template
      .allowedTo(lake.leader.role)
      .filter((text) => text.startsWith('glue:CreateTable') || text.startsWith('glue:CreateDatabase'));

    expect(creating).toEqual([
      'glue:CreateTable on catalog',
      'glue:CreateTable on database/project',
      'glue:CreateTable on table/project/*',
    ]);
  });

  test('does not administer Lake Formation', () => {
    const actions = template.allowedTo(lake.leader.role).filter((text) => text.startsWith('lakeformation:'));

    expect(actions).toEqual(['lakeformation:GetDataAccess on *']);
  });

  test("reads its own results in S3, and not the lake's data", () => {
    expect(readsFrom(lake.leader.role)).toEqual(['s3:GetObject on <DataLakeStorageResults>/project-leader/*']);
  });
});

describe('the data lake administrator', () => {
  test('registers, creates databases, grants and revokes', () => {
    expect(template.allowedTo(lake.administrator.role)).toEqual(
      expect.arrayContaining([
        'lakeformation:RegisterResource on *',
        'lakeformation:GrantPermissions on *',
        'lakeformation:RevokePermissions on *',
        'glue:CreateDatabase on database/*',
      ]),
    );
  });

  test('cannot make itself or others administrator', () => {
    const denied = template.statementsOf(lake.administrator.role).filter(({ Effect }) => Effect === 'Deny');

    expect(denied).toMatchObject([{ Action: 'lakeformation:PutDataLakeSettings', Resource: '*' }]);
  });

  test('gets no data: neither from Lake Formation nor from S3', () => {
    const allowed = template.allowedTo(lake.administrator.role);

    expect(template.grantsOf(lake.administrator.role)).toEqual([]);
    expect(allowed.filter((text) => /^(lakeformation:GetDataAccess|s3:GetObject|kms:|athena:)/.test(text))).toEqual([]);
  });

  test('passes the workflow role to Glue and the data-access role to Lake Formation, and no other', () => {
    const passed = template
      .statementsOf(lake.administrator.role)
      .filter(({ Action }) => Action === 'iam:PassRole')
      .map(({ Resource, Condition }) => [Resource['Fn::GetAtt'][0], Condition.StringEquals['iam:PassedToService']]);

    expect(passed).toEqual([
      [expect.stringContaining('LocationDataAccessRole'), 'lakeformation.amazonaws.com'],
      [expect.stringContaining('WorkflowRole'), 'glue.amazonaws.com'],
    ]);
  });

  test('touches one service-linked role in IAM and no other role', () => {
    const actions = template.allowedTo(lake.administrator.role).filter((text) => /^iam:(Put|Create|Attach)/.test(text));

    expect(actions).toEqual([
      expect.stringMatching(/^iam:CreateServiceLinkedRole on .*AWSServiceRoleForLakeFormationDataAccess$/),
      expect.stringMatching(/^iam:PutRolePolicy on .*AWSServiceRoleForLakeFormationDataAccess$/),
    ]);
  });
});

describe('the workflow role', () => {
  test('has the name that people look it up by', () => {
    template.one('AWS::IAM::Role', ({ RoleName }) => RoleName === 'LakeFormationWorkflowRole');
  });

  test('is for Glue in this account only', () => {
    const { AssumeRolePolicyDocument } = template.one(
      'AWS::IAM::Role',
      ({ RoleName }) => RoleName === 'LakeFormationWorkflowRole',
    ).properties;

    expect(AssumeRolePolicyDocument.Statement).toMatchObject([
      {
        Principal: { Service: 'glue.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('reads through Lake Formation and not from S3', () => {
    const allowed = template.allowedTo(lake.workflow.role);

    expect(allowed).toContain('lakeformation:GetDataAccess on *');
    expect(allowed.filter((text) => /^(s3|kms):/.test(text))).toEqual([]);
  });

  test('changes tables of its database and of no other', () => {
    const tables = template.allowedTo(lake.workflow.role).filter((text) => text.includes(' on table/'));

    expect(tables.length).toBeGreaterThan(0);
    expect(tables.every((text) => text.endsWith('table/sales/*'))).toBe(true);
  });
});

describe('what brings records in', () => {
  test('may see the table, and is made after that is granted', () => {
    const grant = template.one('AWS::LakeFormation::PrincipalPermissions', ({ Principal }) =>
      JSON.stringify(Principal).includes('DeliveryRole'),
    );

    expect(grant.properties).toMatchObject({
      Permissions: ['DESCRIBE'],
      Resource: { Table: { DatabaseName: 'inference', Name: 'inference' } },
    });
    expect(template.isBefore(grant, template.one('AWS::KinesisFirehose::DeliveryStream'))).toBe(true);
  });
});

describe('the named queries of the analyst', () => {
  test('are those that run without the hidden columns', () => {
    const ofAnalyst = template
      .of('AWS::Athena::NamedQuery')
      .filter(({ properties }) => properties.WorkGroup.Ref.includes('Analyst'))
      .map(({ properties }) => properties.QueryString);

    expect(ofAnalyst.length).toBeGreaterThan(0);
    expect(ofAnalyst.join('\n')).not.toMatch(/item_price|\binput\b|prediction/);
  });
});

describe('the data lake by settings', () => {
  test('has the prefix in front of every fixed name', () => {
    const prefixed = dataLakeTemplate({ prefix: 'my-dev' });

    expect(prefixed.of('AWS::Glue::Database').map(({ properties }) => properties.DatabaseInput.Name)).toEqual([
      'my_dev_sales',
      'my_dev_inference',
      'my_dev_project',
    ]);
    prefixed.one('AWS::IAM::Role', ({ RoleName }) => RoleName === 'my-dev-LakeFormationWorkflowRole');
    for (const { properties } of prefixed.of('AWS::Athena::WorkGroup', 'AWS::Glue::Crawler')) {
      expect(properties.Name).toMatch(/^my-dev-inferwatch-/);
    }
  });

  test('shows the analyst other shops', () => {
    const filters = dataLakeTemplate({ dataLake: { analystShopIds: [7, 9] } }).of(
      'AWS::LakeFormation::DataCellsFilter',
    );

    const rows = filters.flatMap(({ properties }) => properties.RowFilter.FilterExpression ?? []);

    expect(rows).toEqual(['shop_id IN (7, 9)', 'shop_id IN (7, 9)']);
  });

  test('limits what a query scans', () => {
    const workgroups = dataLakeTemplate({ dataLake: { queryScanLimitBytes: 20_000_000 } }).of('AWS::Athena::WorkGroup');

    for (const { properties } of workgroups) {
      expect(properties.WorkGroupConfiguration.BytesScannedCutoffPerQuery).toBe(20_000_000);
    }
  });

  test('adds the policies of AWS when asked to, and has none otherwise', () => {
    const names = (resources: TemplateResources): string[] =>
      resources
        .of('AWS::IAM::Role')
        .flatMap(({ properties }) => properties.ManagedPolicyArns ?? [])
        .map((arn) =>
          JSON.stringify(arn)
            .replace(/.*:policy\//, '')
            .replace(/".*/, ''),
        );

    expect(names(template)).toEqual([]);
    expect(names(dataLakeTemplate({ dataLake: { managedPolicies: true } })).sort()).toEqual(
      [
        ...ADMINISTRATOR_MANAGED_POLICIES,
        ...LEADER_MANAGED_POLICIES,
        ...ANALYST_MANAGED_POLICIES,
        ...WORKFLOW_MANAGED_POLICIES,
      ].sort(),
    );
  });

  test("reads the retail tables from one's own bucket, and keeps its own for records", () => {
    const own = dataLakeTemplate({ dataLake: { ownData: { bucket: 'my-data', prefix: 'retail/' } } });
    const locationOf = (table: string) =>
      JSON.stringify(
        own.one('AWS::Glue::Table', ({ TableInput }) => TableInput.Name === table).properties.TableInput
          .StorageDescriptor.Location,
      );

    expect(own.of('AWS::LakeFormation::Resource')).toHaveLength(2);
    expect(locationOf('sales')).toBe('"s3://my-data/retail/sales/"');
    expect(locationOf('inference')).toContain('StorageData');
  });

  test('warns when it is not strict', () => {
    const stack = dataLakeStack({ dataLake: { strict: false } });

    expect(
      Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('dataLake.strict is false')),
    ).toHaveLength(1);
  });

  test('warns of nothing by default', () => {
    expect(Annotations.fromStack(dataLakeStack()).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('the uploaded sample', () => {
  let uploaded: TemplateResources;
  beforeAll(() => {
    uploaded = dataLakeTemplate({ dataLake: { uploadSample: true } });
  });

  test('is a file for each table, and one of sales for each year', () => {
    const keys = uploaded
      .of('Custom::SampleFile')
      .map(({ properties }) => /"Key":"([^"]+)"/.exec(JSON.stringify(properties).replaceAll('\\"', '"'))?.[1]);

    expect(keys).toEqual([
      'items/items.csv',
      'item_categories/item_categories.csv',
      'shops/shops.csv',
      'sales/sales-2013.csv',
      'sales/sales-2014.csv',
      'sales/sales-2015.csv',
    ]);
  });

  test('is copied by a role that writes these files and reads none of the lake', () => {
    const statements = uploaded
      .of('AWS::IAM::Policy')
      .filter(({ id }) => id.includes('Sample'))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
    const bucket = uploaded.one(
      'AWS::S3::Bucket',
      ({ LoggingConfiguration }) => LoggingConfiguration?.LogFilePrefix === 'data/',
    ).id;

    const onLake = statements.filter((statement) => JSON.stringify(statement.Resource).includes(bucket));

    expect(new Set(onLake.flatMap(({ Action }) => Action))).toEqual(new Set(['s3:PutObject']));
    expect(JSON.stringify(onLake)).not.toContain('*');
  });

  test('stays when the stack goes', () => {
    for (const { properties } of uploaded.of('Custom::SampleFile')) expect(properties).not.toHaveProperty('Delete');
  });
});

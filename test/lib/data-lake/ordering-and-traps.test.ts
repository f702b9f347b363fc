import { beforeAll, describe, expect, test } from 'vitest';
import { LAKE_SETTINGS_TYPE } from '../../../lib/data-lake/settings/lake-settings.ts';
import { dataLakeTemplate, type TemplateResource, type TemplateResources, testLake, testRole } from './support.ts';

/*
 * The order in which Lake Formation must be set up, and the ways in which it goes wrong in CloudFormation: one test for
 * each row of what others ran into.
 */

const CHANGES = [
  'AWS::LakeFormation::PrincipalPermissions',
  'AWS::LakeFormation::DataCellsFilter',
  'AWS::LakeFormation::Tag',
  'AWS::LakeFormation::TagAssociation',
];

let template: TemplateResources;
beforeAll(() => {
  template = dataLakeTemplate();
});

const settings = () => template.one('AWS::LakeFormation::DataLakeSettings');
const kept = () => template.one(LAKE_SETTINGS_TYPE);
const registration = () => template.one('AWS::LakeFormation::Resource');
const dataBucket = () =>
  template.one('AWS::S3::Bucket', ({ LoggingConfiguration }) => LoggingConfiguration?.LogFilePrefix === 'data/');

/** Every pair is in order: all of one kind before all of another. */
function expectBefore(firsts: readonly TemplateResource[], seconds: readonly TemplateResource[]): void {
  expect(firsts.length).toBeGreaterThan(0);
  expect(seconds.length).toBeGreaterThan(0);
  const wrong = firsts.flatMap((first) =>
    seconds.filter((second) => !template.isBefore(first, second)).map((second) => `${first.id} -> ${second.id}`),
  );
  expect(wrong).toEqual([]);
}

describe('the order', () => {
  test('1: bucket and key before the role that reads them', () => {
    expectBefore(
      [dataBucket()],
      template.of('AWS::IAM::Policy').filter(({ id }) => id.includes('DataAccessRole')),
    );
  });

  test('2: the data-access role is our own, for Lake Formation, and reads the whole prefix', () => {
    const policy = template.one('AWS::IAM::Policy', ({ PolicyName }) => PolicyName.includes('DataAccessRole'));

    expect(policy.properties.PolicyDocument.Statement).toMatchObject([
      {
        Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [dataBucket().id, 'Arn'] }, '/*']] },
      },
      { Action: 's3:ListBucket', Resource: { 'Fn::GetAtt': [dataBucket().id, 'Arn'] } },
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'] },
    ]);
  });

  test('3: the administrators are the lake administrator, the deployment and the settings function', () => {
    expect(settings().properties.Admins.map((admin: object) => JSON.stringify(admin))).toEqual([
      expect.stringContaining('DataLakeAdministratorRole'),
      expect.stringMatching(/Fn::Sub.*role\/cdk-hnb659fds-cfn-exec-role-\$\{AWS::AccountId\}-\$\{AWS::Region\}/),
      expect.stringContaining('SettingsFunctionRole'),
    ]);
  });

  test('3: settings are read back before anything goes into the catalogue', () => {
    expectBefore([kept(), settings()], template.of('AWS::Glue::Database', 'AWS::LakeFormation::Resource'));
  });

  test('4: a location is registered after the settings and after the policy of its role', () => {
    const policy = template.one('AWS::IAM::Policy', ({ PolicyName }) => PolicyName.includes('DataAccessRole'));

    expect(registration().dependsOn).toEqual(expect.arrayContaining([settings().id, policy.id]));
  });

  test('5: databases come after the registration, with a name and a location inside it', () => {
    const databases = template.of('AWS::Glue::Database');

    expectBefore([registration()], databases);
    for (const { properties } of databases) {
      const { Name, LocationUri } = properties.DatabaseInput;
      expect(Name).toMatch(/^[a-z_]+$/);
      expect(LocationUri['Fn::Join'][1].slice(0, 2)).toEqual(['s3://', { Ref: dataBucket().id }]);
    }
  });

  test('6: tables are declared, and come after their database', () => {
    expect(template.of('AWS::Glue::Table').map(({ properties }) => properties.TableInput.Name)).toEqual([
      'sales',
      'items',
      'item_categories',
      'shops',
      'inference',
    ]);
    for (const table of template.of('AWS::Glue::Table')) {
      const { DatabaseName } = table.properties;
      const database = template.one('AWS::Glue::Database', ({ DatabaseInput }) => DatabaseInput.Name === DatabaseName);
      expectBefore([database], [table]);
    }
  });

  test('7: an LF-Tag comes before what carries it, and the table too', () => {
    const { lake, table, template: of } = testLake();
    lake.addTag('Level', 'level', ['public', 'secret']).tagTable(table, 'public');
    const resources = of();

    const association = resources.one('AWS::LakeFormation::TagAssociation');

    expect(resources.isBefore(resources.one('AWS::LakeFormation::Tag'), association)).toBe(true);
    expect(resources.isBefore(resources.one('AWS::Glue::Table'), association)).toBe(true);
    expect(association.properties.LFTags[0].TagKey).toEqual({ Ref: resources.one('AWS::LakeFormation::Tag').id });
  });

  test('8: a filter comes after its table, and its grant after it', () => {
    for (const filter of template.of('AWS::LakeFormation::DataCellsFilter')) {
      const table = template.one(
        'AWS::Glue::Table',
        ({ TableInput, DatabaseName }) =>
          TableInput.Name === filter.properties.TableName && DatabaseName === filter.properties.DatabaseName,
      );
      const grant = template.one(
        'AWS::LakeFormation::PrincipalPermissions',
        ({ Resource }) => Resource.DataCellsFilter?.Name === filter.properties.Name,
      );
      expectBefore([table], [filter]);
      expectBefore([filter], [grant]);
    }
  });

  test('9: of all changes to permissions, one is the first, and each other waits for exactly one of them', () => {
    const changes = template.of(...CHANGES);
    const ids = new Set(changes.map(({ id }) => id));
    const predecessors = changes.map(({ dependsOn }) => dependsOn.filter((id) => ids.has(id)));

    expect(changes.length).toBeGreaterThan(20);
    expect(predecessors.filter((one) => one.length === 0)).toHaveLength(1);
    expect(predecessors.filter((one) => one.length > 1)).toEqual([]);
    expect(new Set(predecessors.flat()).size).toBe(changes.length - 1);
  });

  test('9: the first change waits for settings and registration', () => {
    const changes = template.of(...CHANGES);

    expectBefore([settings(), registration()], changes);
  });

  test('9: with LF-Tags too', () => {
    const { lake, table, database, reader, template: of } = testLake();
    table.grantSelect(reader, { rows: 'id = 1' });
    const tag = lake.addTag('Level', 'level', ['public', 'secret']);
    tag.tagDatabase(database, 'public');
    tag.tagColumns(table, ['customer'], 'secret');
    lake.grantTaggedTables(reader, [{ tag, values: ['public'] }], 'DESCRIBE');
    const resources = of();
    const changes = resources.of(...CHANGES);

    const unordered = changes.flatMap((one) =>
      changes.filter((other) => one !== other && !resources.isBefore(one, other) && !resources.isBefore(other, one)),
    );

    expect(changes).toHaveLength(6);
    expect(unordered).toEqual([]);
  });

  test('10: crawlers come last, with credentials of Lake Formation and no right to read S3', () => {
    const crawlers = template.of('AWS::Glue::Crawler');

    expectBefore(template.of(...CHANGES), crawlers);
    for (const { properties } of crawlers) {
      expect(properties.LakeFormationConfiguration).toEqual({ UseLakeFormationCredentials: true });
    }
    const policy = template.one('AWS::IAM::Policy', ({ PolicyName }) => PolicyName.includes('WorkflowRole'));
    expect(JSON.stringify(policy.properties)).not.toContain('s3:');
  });
});

describe('the traps', () => {
  test('1: the deployment is an administrator before it makes a database', () => {
    expect(JSON.stringify(settings().properties.Admins)).toContain('cfn-exec-role');
    expectBefore([settings()], template.of('AWS::Glue::Database'));
  });

  test('2: the workflow may put tables on each folder of its database', () => {
    const folders = template.grants
      .filter(({ properties }) => JSON.stringify(properties.Principal).includes('WorkflowRole'))
      .flatMap(({ properties }) => properties.Resource.DataLocation?.ResourceArn['Fn::Join'][1][1] ?? []);

    expect(folders).toEqual(['/sales', '/items', '/item_categories', '/shops']);
  });

  test('3: the empty lists are written out, on the account and on each database, and read back', () => {
    expect(settings().properties).toMatchObject({
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
    });
    for (const { properties } of template.of('AWS::Glue::Database')) {
      expect(properties.DatabaseInput.CreateTableDefaultPermissions).toEqual([]);
    }
    expectBefore([kept()], [settings()]);
  });

  test('4: grants do not run at the same time', () => {
    const grants = template.grants;

    const unordered = grants.flatMap((one) =>
      grants.filter((other) => one !== other && !template.isBefore(one, other) && !template.isBefore(other, one)),
    );

    expect(unordered).toEqual([]);
  });

  test('5: the settings stay when the stack goes, and keep the administrators of others', () => {
    expect(settings()).toMatchObject({ deletionPolicy: 'Retain', properties: { MutationType: 'APPEND' } });
    expect(kept().deletionPolicy).toBe('Retain');
  });

  test('6: another permission is another resource: no grant is ever replaced', () => {
    const idsOf = (grant: (lake: ReturnType<typeof testLake>) => void): string[] => {
      const lake = testLake();
      grant(lake);
      return lake.template().grants.map(({ id }) => id);
    };
    const [select] = idsOf(({ table, reader }) => table.grantSelect(reader));
    const [insert] = idsOf(({ table, reader }) => table.grantInsert(reader));
    const [other] = idsOf(({ table, stack }) => table.grantSelect(testRole(stack, 'Other')));
    const [grantable] = idsOf(({ table, reader }) => table.grantSelect(reader, { grantable: true }));

    expect(new Set([select, insert, other, grantable]).size).toBe(4);
  });

  test('6: each grant is one permission, so that none takes another with it when it goes', () => {
    for (const { properties } of template.grants) expect(properties.Permissions).toHaveLength(1);
  });

  test('6: roles go after the grants that name them', () => {
    for (const grant of template.grants) {
      const [role] = grant.properties.Principal.DataLakePrincipalIdentifier['Fn::GetAtt'];
      expect(template.of('AWS::IAM::Role').map(({ id }) => id)).toContain(role);
    }
  });

  test('7: the grant on the catalog has the documented form', () => {
    const { lake, reader, template: of } = testLake();

    lake.grantCreateDatabase(reader);

    expect(of().grants[0]?.properties.Resource).toEqual({ Catalog: {} });
  });

  test('8: a grant by tags has one permission', () => {
    const { lake, reader, template: of } = testLake();
    const tag = lake.addTag('Level', 'level', ['public']);

    lake.grantTaggedTables(reader, [{ tag, values: ['public'] }], 'SELECT');

    expect(of().grants[0]?.properties).toMatchObject({
      Permissions: ['SELECT'],
      Resource: { LFTagPolicy: { ResourceType: 'TABLE', Expression: [{ TagKey: 'level', TagValues: ['public'] }] } },
    });
  });

  test('9: an association names one resource', () => {
    const { lake, table, database, template: of } = testLake();
    const tag = lake.addTag('Level', 'level', ['public']);
    tag.tagDatabase(database, 'public');
    tag.tagTable(table, 'public');
    tag.tagColumns(table, ['id'], 'public');

    const kinds = of()
      .of('AWS::LakeFormation::TagAssociation')
      .map(({ properties }) => Object.keys(properties.Resource));

    expect(kinds).toEqual([['Database'], ['Table'], ['TableWithColumns']]);
  });

  test('10: a grant on a location comes after its registration', () => {
    expectBefore(
      [registration()],
      template.grants.filter(({ properties }) => properties.Resource.DataLocation !== undefined),
    );
  });

  test('11: the crawler has database, tables and locations', () => {
    const held = template.grants
      .filter(({ properties }) => JSON.stringify(properties.Principal).includes('WorkflowRole'))
      .map(({ properties }) => `${properties.Permissions} ${Object.keys(properties.Resource)}`);

    expect(new Set(held)).toEqual(
      new Set([
        'CREATE_TABLE Database',
        'DESCRIBE Database',
        'ALTER Database',
        'SELECT Table',
        'ALTER Table',
        'DATA_LOCATION_ACCESS DataLocation',
      ]),
    );
  });

  test('12: no administrator holds a grant', () => {
    const admins = settings().properties.Admins.map((admin: object) => JSON.stringify(admin));

    for (const { properties } of template.grants) expect(admins).not.toContain(JSON.stringify(properties.Principal));
  });

  test('13: nothing is granted to everybody', () => {
    expect(JSON.stringify(template.grants)).not.toContain('IAM_ALLOWED_PRINCIPALS');
  });

  test('14: no location is registered with the service-linked role', () => {
    expect(registration().properties).toMatchObject({ UseServiceLinkedRole: false });
    expect(registration().properties.RoleArn['Fn::GetAtt'][0]).toContain('DataAccessRole');
  });

  test('15: the custom resource has a function and a role of its own, and waits for their policies', () => {
    const provider = kept().properties.ServiceToken['Fn::GetAtt'][0];
    const policies = template.of('AWS::IAM::Policy').filter(({ id }) => /Settings(FunctionRole|ProviderRole)/.test(id));

    expect(provider).toContain('SettingsProvider');
    expect(policies).toHaveLength(2);
    expectBefore(policies, [kept()]);
  });

  test('16: the registration is compared by our own check, since CloudFormation cannot read it', () => {
    const [target] = template.one('AWS::Events::Rule').properties.Targets;

    expect(JSON.stringify(target.Input)).toContain('locations');
    expect(JSON.stringify(target.Input)).toContain(dataBucket().id);
  });
});

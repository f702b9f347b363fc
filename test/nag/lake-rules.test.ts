import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { addPolicyChecks, isFailedCheck, POLICY_CONTEXT } from '../../lib/policy/policy-checks.ts';
import { FEATURE_FLAGS } from '../lib/shared/synth.ts';

type Resource = Record<string, unknown>;
type Resources = Record<string, Resource>;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const under = (id: string, path: string) => ({ 'Fn::Join': ['', [arnOf(id), path]] });

const role = (service: string, more: object = {}): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    },
    ...more,
  },
});

const statement = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

const policy = (roleId: string, ...statements: object[]): Resource => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: roleId,
    Roles: [{ Ref: roleId }],
    PolicyDocument: { Version: '2012-10-17', Statement: statements },
  },
});

const grant = (Resource: object, permission: string, DependsOn: string[]): Resource => ({
  Type: 'AWS::LakeFormation::PrincipalPermissions',
  Properties: {
    Principal: { DataLakePrincipalIdentifier: arnOf('Reader') },
    Resource,
    Permissions: [permission],
    PermissionsWithGrantOption: [],
  },
  DependsOn,
});

const location = (ResourceArn: unknown, ...after: string[]) =>
  grant({ DataLocation: { CatalogId: '123456789012', ResourceArn } }, 'DATA_LOCATION_ACCESS', after);
const describeDb = (...after: string[]) =>
  grant({ Database: { CatalogId: '123456789012', Name: 'shop' } }, 'DESCRIBE', after);

/** A small lake, right in every respect. */
const GOOD: Resources = {
  Data: { Type: 'AWS::S3::Bucket' },
  Other: { Type: 'AWS::S3::Bucket' },
  Settings: {
    Type: 'AWS::LakeFormation::DataLakeSettings',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { CreateDatabaseDefaultPermissions: [], CreateTableDefaultPermissions: [] },
  },
  Access: role('lakeformation.amazonaws.com'),
  AccessPolicy: policy('Access', statement(['s3:GetObject', 's3:PutObject'], under('Data', '/*'))),
  Location: {
    Type: 'AWS::LakeFormation::Resource',
    Properties: { ResourceArn: arnOf('Data'), UseServiceLinkedRole: false, RoleArn: arnOf('Access') },
    DependsOn: ['AccessPolicy', 'Settings'],
  },
  Database: {
    Type: 'AWS::Glue::Database',
    Properties: { CatalogId: '123456789012', DatabaseInput: { Name: 'shop', CreateTableDefaultPermissions: [] } },
    DependsOn: ['Location'],
  },
  Reader: role('ec2.amazonaws.com'),
  First: describeDb('Settings', 'Database'),
  Second: location(under('Data', '/shop'), 'First', 'Location'),
  Third: location(arnOf('Data'), 'Second'),
};

/** The good lake with some resources changed or added. */
const withChanges = (changes: Resources): Resources => ({ ...GOOD, ...changes });

/** The resource with other properties. */
const changed = (id: string, properties: object, more: object = {}): Resources => {
  const resource = GOOD[id] ?? {};
  return { [id]: { ...resource, Properties: { ...(resource.Properties as object), ...properties }, ...more } };
};

/** What our own rules find in a template of these resources: each rule with the resource that it is about, once. */
function found(resources: Resources): string[] {
  const app = new App({ context: FEATURE_FLAGS, postCliContext: POLICY_CONTEXT });
  const stack = new Stack(app, 'Fixture');
  for (const [id, { Type, Properties, ...rest }] of Object.entries(resources)) {
    const resource = new CfnResource(stack, id, { type: String(Type), properties: Properties as object });
    resource.overrideLogicalId(id);
    for (const [key, value] of Object.entries(rest)) resource.addOverride(key, value);
  }
  addPolicyChecks(app);
  try {
    app.synth();
  } catch (error) {
    if (!isFailedCheck(error)) throw error;
  }
  const report: Report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  const findings = report.pluginReports
    .flatMap(({ violations }) => violations)
    .filter(({ ruleName }) => ruleName.startsWith('LAKE_'))
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ cloudFormationResource }) => `${ruleName} ${cloudFormationResource?.logicalId}`),
    );
  return [...new Set(findings)].sort();
}

/** The part of the CDK's report that is looked at. */
interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly cloudFormationResource?: { readonly logicalId: string } }[];
    }[];
  }[];
}

/** Loading the validator's engine takes seconds, once a process, and many of them on a busy machine. */
const SLOW = 120_000;

describe('a lake that is right', { timeout: SLOW }, () => {
  test('has no finding', () => {
    expect(found(GOOD)).toEqual([]);
  });

  test.each<[string, Resources]>([
    [
      'a bucket by name, a folder of which is granted',
      {
        ...changed('Location', { ResourceArn: 'arn:aws:s3:::theirs' }),
        Second: location('arn:aws:s3:::theirs/shop', 'First', 'Location'),
        Third: location('arn:aws:s3:::theirs', 'Second'),
      },
    ],
    [
      'a registered folder of its bucket',
      {
        ...changed('Location', { ResourceArn: under('Data', '/shop') }),
        Third: location(under('Data', '/shop'), 'Second'),
      },
    ],
    [
      'a role that writes into the lake',
      {
        Writer: role('firehose.amazonaws.com'),
        W: policy('Writer', statement(['s3:PutObject', 's3:GetBucketLocation'], under('Data', '/*'))),
      },
    ],
    [
      'a role that reads another bucket',
      { Writer: role('firehose.amazonaws.com'), W: policy('Writer', statement('s3:GetObject', under('Other', '/*'))) },
    ],
    [
      'a role whose wildcard is for other services',
      {
        Writer: role('firehose.amazonaws.com'),
        W: policy('Writer', statement(['xray:PutTraceSegments', 's3:ListAllMyBuckets'], '*')),
      },
    ],
  ])('with %s has none either', (_, changes) => {
    expect(found(withChanges(changes))).toEqual([]);
  });
});

const OPEN = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }];
const reader = (...statements: object[]): Resources => ({ ReaderPolicy: policy('Reader', ...statements) });

describe('a lake that is wrong is found out', { timeout: SLOW }, () => {
  test.each<[string, Resources, string[]]>([
    [
      'new databases open',
      changed('Settings', { CreateDatabaseDefaultPermissions: OPEN }),
      ['LAKE_SETTINGS_EMPTIED Settings'],
    ],
    [
      'new tables open',
      changed('Settings', { CreateTableDefaultPermissions: OPEN }),
      ['LAKE_SETTINGS_EMPTIED Settings'],
    ],
    [
      'defaults left out',
      changed('Settings', { CreateTableDefaultPermissions: undefined }),
      ['LAKE_SETTINGS_EMPTIED Settings'],
    ],
    ['settings that go', changed('Settings', {}, { DeletionPolicy: 'Delete' }), ['LAKE_SETTINGS_KEPT Settings']],
    [
      'a database that says nothing',
      changed('Database', { DatabaseInput: { Name: 'shop' } }),
      ['LAKE_DATABASE_EMPTIED Database'],
    ],
    [
      'a database that is open',
      changed('Database', { DatabaseInput: { Name: 'shop', CreateTableDefaultPermissions: OPEN } }),
      ['LAKE_DATABASE_EMPTIED Database'],
    ],
    ['a grant that waits for none', { Third: location(arnOf('Data'), 'Location') }, ['LAKE_GRANTS_CHAINED First']],
    ['two grants after one', { Third: location(arnOf('Data'), 'First') }, ['LAKE_GRANTS_CHAINED First']],
    ['grants before the settings', { First: describeDb('Database') }, ['LAKE_GRANTS_CHAINED First']],
    ['two beginnings', { Third: location(arnOf('Data'), 'Settings') }, ['LAKE_GRANTS_CHAINED First']],
    [
      'the service-linked role',
      changed('Location', { UseServiceLinkedRole: true, RoleArn: undefined }),
      ['LAKE_OWN_REGISTRATION_ROLE Location'],
    ],
    [
      'a registration that waits for nothing',
      changed('Location', {}, { DependsOn: undefined }),
      ['LAKE_OWN_REGISTRATION_ROLE Location'],
    ],
    ['a grant outside', { Third: location(under('Other', '/x'), 'Second') }, ['LAKE_LOCATION_REGISTERED Third']],
    [
      'a grant on another whole bucket',
      { Third: location(arnOf('Other'), 'Second') },
      ['LAKE_LOCATION_REGISTERED Third'],
    ],
    [
      'a grant on a bucket by name',
      { Third: location('arn:aws:s3:::theirs', 'Second') },
      ['LAKE_LOCATION_REGISTERED Third'],
    ],
    [
      'reading of all objects',
      reader(statement('s3:GetObject', under('Data', '/*'))),
      ['LAKE_NO_DIRECT_READ ReaderPolicy'],
    ],
    [
      'reading in a list of actions',
      reader(statement(['s3:PutObject', 's3:GetObjectVersion'], [under('Data', '/shop/*')])),
      ['LAKE_NO_DIRECT_READ ReaderPolicy'],
    ],
    [
      'reading by a wildcard of actions',
      reader(statement('s3:Get*', under('Data', '/*'))),
      ['LAKE_NO_DIRECT_READ ReaderPolicy'],
    ],
    ['every action of S3', reader(statement('s3:*', under('Data', '/*'))), ['LAKE_NO_DIRECT_READ ReaderPolicy']],
    ['reading of every bucket', reader(statement('s3:GetObject', '*')), ['LAKE_NO_DIRECT_READ ReaderPolicy']],
    ['every action on everything', reader(statement('*', '*')), ['LAKE_NO_DIRECT_READ ReaderPolicy']],
    [
      'reading in the second statement',
      reader(statement('s3:PutObject', '*'), statement('s3:GetObject', under('Data', '/*'))),
      ['LAKE_NO_DIRECT_READ ReaderPolicy'],
    ],
    [
      'reading in the role itself',
      {
        Reader: role('ec2.amazonaws.com', {
          Policies: [
            {
              PolicyName: 'Read',
              PolicyDocument: { Version: '2012-10-17', Statement: [statement('s3:GetObject', under('Data', '/*'))] },
            },
          ],
        }),
      },
      ['LAKE_NO_DIRECT_READ Reader'],
    ],
    [
      'the older resource for grants',
      {
        Old: {
          Type: 'AWS::LakeFormation::Permissions',
          Properties: {
            DataLakePrincipal: { DataLakePrincipalIdentifier: arnOf('Reader') },
            Resource: { DatabaseResource: { Name: 'shop' } },
            Permissions: ['DESCRIBE'],
          },
        },
      },
      ['LAKE_NO_OLD_GRANTS Old'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(found(withChanges(changes))).toEqual(expected);
  });
});

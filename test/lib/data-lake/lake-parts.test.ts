import { App, DefaultStackSynthesizer, LegacyStackSynthesizer, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { lakeSettingsEnvSchema } from '../../../lambda/lake-settings/env.ts';
import { lakeSettingsSchema } from '../../../lambda/lake-settings/settings-schema.ts';
import { GovernedLake } from '../../../lib/data-lake/governed-lake.ts';
import { LakePersona } from '../../../lib/data-lake/lake-persona.ts';
import { LAKE_SETTINGS_TYPE } from '../../../lib/data-lake/settings/lake-settings.ts';
import { LakeStorage } from '../../../lib/data-lake/storage/lake-storage.ts';
import { only, testStack } from '../shared/synth.ts';
import { type TemplateResources, testLake, testRole } from './support.ts';

describe('the buckets', () => {
  let template: Template;
  beforeAll(() => {
    const stack = testStack();
    new LakeStorage(stack, 'Storage');
    template = Template.fromStack(stack);
  });

  test('are private, versioned, and kept with their stack', () => {
    template.resourceCountIs('AWS::S3::Bucket', 3);
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    template.allResourcesProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test('refuse what is not sent by TLS', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::S3::BucketPolicy'))) {
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });

  test('encrypt data and results with two keys', () => {
    const keys = Object.values(template.findResources('AWS::S3::Bucket')).map(
      ({ Properties }) =>
        Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID?.[
          'Fn::GetAtt'
        ][0],
    );

    expect(new Set(keys.filter((key) => key !== undefined)).size).toBe(2);
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test('log who reads them', () => {
    for (const folder of ['data/', 'results/']) {
      only(template, 'AWS::S3::Bucket', { LoggingConfiguration: { LogFilePrefix: folder } });
    }
  });

  test('forget results after a month, and old versions of data after three', () => {
    const rules = (folder: string) =>
      only(template, 'AWS::S3::Bucket', { LoggingConfiguration: { LogFilePrefix: folder } }).LifecycleConfiguration
        .Rules;

    expect(rules('results/')).toMatchObject([{ ExpirationInDays: 30 }]);
    expect(rules('data/')).toMatchObject([{ NoncurrentVersionExpiration: { NoncurrentDays: 90 } }]);
    expect(rules('data/')[0]).not.toHaveProperty('ExpirationInDays');
  });
});

describe('the buckets of a lake that goes with its stack', () => {
  test('are emptied first', () => {
    const stack = testStack();
    new LakeStorage(stack, 'Storage', { removalPolicy: RemovalPolicy.DESTROY });

    const template = Template.fromStack(stack);

    template.resourceCountIs('Custom::S3AutoDeleteObjects', 3);
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  });
});

describe('the buckets in an application without the flags of ours', () => {
  test('can be made all the same', () => {
    const stack = new Stack(new App(), 'Plain');

    expect(() => new LakeStorage(stack, 'Storage')).not.toThrow();
  });
});

describe('the settings', () => {
  let template: TemplateResources;
  beforeAll(() => {
    template = testLake().template();
  });

  /** The custom resource's properties as CloudFormation hands them over, with placeholders for what it fills in. */
  const handedOver = () => {
    const { ServiceToken, administrators, ...rest } = template.one(LAKE_SETTINGS_TYPE).properties;
    return {
      ...rest,
      administrators: administrators.map((_: object, index: number) => `arn:aws:iam::1:role/${index}`),
    };
  };

  test('are handed over as the function reads them', () => {
    expect(lakeSettingsSchema.safeParse(handedOver())).toMatchObject({ success: true });
  });

  test('are strict unless told otherwise', () => {
    expect(handedOver().strict).toBe('true');
    expect(testLake({ strict: false }).template().one(LAKE_SETTINGS_TYPE).properties.strict).toBe('false');
  });

  test('are the same in the custom resource and in the one of CloudFormation', () => {
    const { Admins } = template.one('AWS::LakeFormation::DataLakeSettings').properties;

    const arns = Admins.map((admin: { DataLakePrincipalIdentifier: object }) => admin.DataLakePrincipalIdentifier);

    expect(template.one(LAKE_SETTINGS_TYPE).properties.administrators).toEqual(arns);
  });

  test('are looked at each hour, with what the custom resource was given', () => {
    const { ScheduleExpression, Targets } = template.one('AWS::Events::Rule').properties;

    expect(ScheduleExpression).toBe('rate(1 hour)');
    const text = Targets[0].Input['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'arn:x'))
      .join('');
    expect(JSON.parse(text)).toEqual({
      recheck: { administrators: ['arn:x', 'arn:x', 'arn:x'], strict: 'true' },
      locations: [{ arn: 'arn:x', roleArn: 'arn:x' }],
    });
  });

  test('may be looked at by that schedule alone', () => {
    const permission = template.one('AWS::Lambda::Permission').properties;

    expect(permission).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [template.one('AWS::Events::Rule').id, 'Arn'] },
    });
  });

  test('give their function the environment that it reads', () => {
    const { Variables } = template.one('AWS::Lambda::Function', ({ Environment }) => Environment?.Variables.CATALOG_ID)
      .properties.Environment;

    expect(Object.keys(Variables)).toEqual(Object.keys(lakeSettingsEnvSchema.shape));
  });

  test('let their function do what it does, and read no data', () => {
    const policy = template.one('AWS::IAM::Policy', ({ PolicyName }) => PolicyName.includes('SettingsFunctionRole'));
    const actions = policy.properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action);

    expect(actions.filter((action: string) => action.startsWith('lakeformation:'))).toEqual([
      'lakeformation:DescribeResource',
      'lakeformation:GetDataLakeSettings',
      'lakeformation:ListPermissions',
      'lakeformation:PutDataLakeSettings',
      'lakeformation:RevokePermissions',
    ]);
    expect(actions.filter((action: string) => /^(s3|glue|iam|kms):/.test(action))).toEqual([]);
  });
});

describe('the role that deploys', () => {
  const lakeIn = (synthesizer: DefaultStackSynthesizer | LegacyStackSynthesizer) => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Stack(app, 'Other', { synthesizer });
    return new GovernedLake(stack, 'Lake', { administrators: [testRole(stack, 'Admin')] });
  };

  test('has the qualifier of its bootstrap', () => {
    const lake = lakeIn(new DefaultStackSynthesizer({ qualifier: 'myteam' }));

    const arns = Stack.of(lake).resolve(lake.settings.administratorArns);

    expect(JSON.stringify(arns)).toContain('role/cdk-myteam-cfn-exec-role-');
  });

  test('must be given when the synthesizer has none', () => {
    expect(() => lakeIn(new LegacyStackSynthesizer())).toThrow(
      "the role that CloudFormation deploys with is not known: this stack's synthesizer has none; give deploymentRoleArn",
    );
  });
});

describe('an LF-Tag', () => {
  test.each<[string, (lake: ReturnType<typeof testLake>) => void, string]>([
    [
      'with a key in upper case',
      ({ lake }) => lake.addTag('T', 'Level', ['public']),
      '"Level" is no key or value of an LF-Tag; write up to 128 characters in lower case',
    ],
    ['without values', ({ lake }) => lake.addTag('T', 'level', []), 'LF-Tag level has no values; give at least one'],
    [
      'with a value that it does not have',
      ({ lake, table }) => lake.addTag('T', 'level', ['public']).tagTable(table, 'secret'),
      '"secret" is no value of LF-Tag level; write some of public',
    ],
    [
      'with two values on one table',
      ({ lake, table }) => {
        const tag = lake.addTag('T', 'level', ['public', 'secret']);
        tag.tagTable(table, 'public');
        tag.tagTable(table, 'secret');
      },
      'shop.orders has a value of LF-Tag level already; it can carry one only',
    ],
    [
      'with two values on one column',
      ({ lake, table }) => {
        const tag = lake.addTag('T', 'level', ['public', 'secret']);
        tag.tagColumns(table, ['id', 'customer'], 'public');
        tag.tagColumns(table, ['customer'], 'secret');
      },
      'shop.orders.customer has a value of LF-Tag level already',
    ],
    [
      'on a column that is not there',
      ({ lake, table }) => lake.addTag('T', 'level', ['public']).tagColumns(table, ['nme'], 'public'),
      '"nme" is no column of orders; write some of id, customer, region',
    ],
    [
      'in an empty expression',
      ({ lake, reader }) => lake.grantTaggedTables(reader, [], 'SELECT'),
      'the tag expression is empty; name at least one tag with its values',
    ],
    [
      'twice in one expression',
      ({ lake, reader }) => {
        const tag = lake.addTag('T', 'level', ['public', 'secret']);
        const expression = [
          { tag, values: ['public'] },
          { tag, values: ['secret'] },
        ];
        lake.grantTaggedDatabases(reader, expression, 'DESCRIBE');
      },
      'the tag expression names a tag twice; put all its values in one place',
    ],
  ])('%s is refused', (_, act, message) => {
    expect(() => act(testLake())).toThrow(message);
  });

  test('on databases opens IAM for creating tables when that is what is granted', () => {
    const { lake, reader, template } = testLake();
    const tag = lake.addTag('T', 'level', ['public']);

    lake.grantTaggedDatabases(reader, [{ tag, values: ['public'] }], 'CREATE_TABLE');

    expect(template().allowedTo(reader)).toContain('glue:CreateTable on table/*');
  });
});

describe('a persona', () => {
  const trust = (props: { principals?: string[]; requireMfa?: boolean }) => {
    const stack = testStack();
    new LakePersona(stack, 'Analyst', { name: 'data-analyst', description: 'An analyst', ...props });
    const { AssumeRolePolicyDocument } = only(Template.fromStack(stack), 'AWS::IAM::Role');
    return AssumeRolePolicyDocument.Statement;
  };

  test('is named by a tag on its role', () => {
    const stack = testStack();
    new LakePersona(stack, 'Analyst', { name: 'data-analyst', description: 'An analyst' });

    expect(only(Template.fromStack(stack), 'AWS::IAM::Role').Tags).toEqual([
      { Key: 'inferwatch:persona', Value: 'data-analyst' },
    ]);
  });

  test('may be taken on within the account when nobody is named', () => {
    expect(trust({})).toMatchObject([{ Action: 'sts:AssumeRole', Effect: 'Allow' }]);
    expect(JSON.stringify(trust({}))).toContain(':root');
  });

  test('may be taken on by each that is named, and only by them', () => {
    const principals = ['123456789012', 'arn:aws:iam::123456789012:user/alice'];

    const text = JSON.stringify(trust({ principals }));

    expect(text).toContain(':iam::123456789012:root');
    expect(text).toContain('arn:aws:iam::123456789012:user/alice');
    expect(text).not.toContain('AWS::AccountId');
  });

  test('may be taken on by a permission set, whatever its roles are called', () => {
    const [statement] = trust({ principals: ['sso:Analysts'] });

    expect(JSON.stringify(statement.Condition.ArnLike)).toContain(
      ':role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Analysts_*',
    );
  });

  test('asks for a second factor when told to', () => {
    expect(trust({ requireMfa: true })).toMatchObject([
      { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
    ]);
  });

  test('cannot ask a permission set for a second factor', () => {
    expect(() => trust({ principals: ['sso:Analysts'], requireMfa: true })).toThrow(
      'persona data-analyst cannot ask sso:Analysts for a second factor',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { compilePrincipal, managedPolicyVersions } from '../../src/iam/index.ts';
import { awsManagedPolicy } from '../../src/iam/managed-policies.ts';
import { readPolicyDocument } from '../../src/iam/policy-document.ts';
import { role } from './builders.ts';

const arnOf = (path: string) => `arn:aws:iam::aws:policy/${path}`;

const decide = (path: string, action: string, resource = '*') =>
  compilePrincipal(role([awsManagedPolicy(arnOf(path))])).evaluate(action, resource);

describe('the pinned copies', () => {
  test('are those that the data lake needs, and say their version and date', () => {
    const versions = new Map(
      managedPolicyVersions().map(({ name, versionId, createDate }) => [name, [versionId, createDate]]),
    );

    expect(versions.get('AWSLakeFormationDataAdmin')).toEqual(['v6', '2026-02-12']);
    expect([...versions.keys()]).toEqual(
      expect.arrayContaining([
        'AdministratorAccess',
        'AmazonAthenaFullAccess',
        'AWSGlueConsoleFullAccess',
        'AWSGlueServiceRole',
        'AWSLakeFormationCrossAccountManager',
        'AWSLambdaBasicExecutionRole',
        'CloudWatchLogsReadOnlyAccess',
      ]),
    );
  });

  test.each(managedPolicyVersions().map(({ name, arn }) => [name, arn]))(
    '%s is a policy that can be read',
    (name, arn) => {
      const policy = awsManagedPolicy(arn);

      const document = readPolicyDocument(policy.document, { hasPrincipals: false, hasResources: true });

      expect(policy.unknown).toBeUndefined();
      expect(policy.name).toMatch(new RegExp(`^AWS managed policy ${name} \\(v\\d+\\)$`));
      expect(
        'unknown' in document ? document.unknown : document.statements.filter((each) => 'unknown' in each),
      ).toEqual([]);
    },
  );

  test('are found in every partition', () => {
    expect(awsManagedPolicy('arn:aws-cn:iam::aws:policy/AdministratorAccess').version).toBe('v1');
  });
});

describe('what they say about a data lake', () => {
  test('AWSLakeFormationDataAdmin explicitly denies setting up Lake Formation', () => {
    const decision = decide('AWSLakeFormationDataAdmin', 'lakeformation:PutDataLakeSettings');

    expect(decision).toMatchObject({ decision: 'deny', explicit: true });
    expect(decision.reason).toBe(
      'explicitly denied by statement 2 (AWSLakeFormationDataAdminDeny) of AWS managed policy AWSLakeFormationDataAdmin (v6): action lakeformation:PutDataLakeSettings, resource *',
    );
  });

  test('AmazonAthenaFullAccess lets its holder create databases', () => {
    expect(decide('AmazonAthenaFullAccess', 'glue:CreateDatabase').decision).toBe('allow');
    expect(decide('AmazonAthenaFullAccess', 'lakeformation:GetDataAccess').decision).toBe('allow');
  });

  test('AWSGlueServiceRole reads no bucket but those of Glue', () => {
    const read = (bucket: string) =>
      decide('service-role/AWSGlueServiceRole', 's3:GetObject', `arn:aws:s3:::${bucket}/x`).decision;

    expect(read('lake')).toBe('deny');
    expect(read('aws-glue-assets')).toBe('allow');
  });

  test('AdministratorAccess allows everything', () => {
    expect(decide('AdministratorAccess', 'lakeformation:PutDataLakeSettings').decision).toBe('allow');
  });

  test('a policy of which there is no copy is unknown, never denied', () => {
    expect(decide('AmazonMadeUpAccess', 's3:GetObject').decision).toBe('unknown');
  });
});

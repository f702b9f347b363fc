import { describe, expect, it } from 'vitest';
import { ACCOUNT, cellOf, database, grant, matrixOf, on, roleArn, settings, table } from './builders.ts';
import { cellWith, LAKE, lakeWith } from './fixture.ts';

const matrix = matrixOf(LAKE);
const decisionOf = (persona: string, action: string, resource: string) =>
  cellOf(matrix, persona, action, resource).decision;

describe('a data lake administrator', () => {
  it.each([
    ['DESCRIBE', 'sales'],
    ['DESCRIBE', 'sales.sales'],
    ['CreateDatabase', 'catalog'],
    ['CreateDatabase', 's3://data/'],
    ['GrantPermissions', 'catalog'],
    ['GrantPermissions', 'sales'],
    ['GrantPermissions', 'sales.items'],
    ['GrantPermissions', 's3://data/'],
  ])('may by itself %s %s', (action, resource) => {
    expect(decisionOf('admin', action, resource)).toBe('allow');
  });

  it.each([
    ['SELECT', 'sales.sales'],
    ['INSERT', 'sales.sales'],
    ['ALTER', 'sales.sales'],
    ['DROP', 'sales.sales'],
    ['DROP', 'sales'],
    ['CreateTable', 'sales'],
  ])('may not without a grant %s %s', (action, resource) => {
    expect(cellOf(matrix, 'admin', action, resource).lakeFormation.decision).toBe('deny');
  });

  it('is whoever the custom resource names, too', () => {
    const kept = { Type: 'Custom::LakeSettings', Properties: { administrators: [roleArn('Leader')], strict: 'true' } };

    expect(cellWith({ Kept: kept }, 'leader', 'CreateDatabase', 'catalog').decision).toBe('allow');
  });

  it('who is not known may be anybody', () => {
    const { decision, lakeFormation } = cellOf(
      matrixOf({ ...LAKE, Settings: settings({ Ref: 'WhoEver' }), WhoEver: { Type: 'Vendor::Made::Up' } }),
      'leader',
      'CreateDatabase',
      'catalog',
    );

    expect(decision).toBe('unknown');
    expect(lakeFormation.reason).toBe('it may be a data lake administrator: one in the list is not known');
  });
});

describe('a read-only administrator', () => {
  const readOnly = {
    Settings: {
      Type: 'AWS::LakeFormation::DataLakeSettings',
      Properties: {
        Admins: [{ DataLakePrincipalIdentifier: roleArn('Admin') }],
        ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: roleArn('Analyst') }],
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    },
  };

  it('sees everything in the catalogue', () => {
    expect(cellWith(readOnly, 'analyst', 'DESCRIBE', 'sales.items').decision).toBe('allow');
  });

  it('reads no data for that', () => {
    expect(cellWith(readOnly, 'analyst', 'SELECT', 'sales.items').decision).toBe('deny');
  });
});

describe('whoever deploys the templates', () => {
  const deployer = `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-us-east-1`;
  const name = 'cdk-hnb659fds-cfn-exec-role';
  const deployed = matrixOf(lakeWith({ Settings: settings(roleArn('Admin'), deployer) }));

  it.each([
    ['DROP', 'sales'],
    ['CreateTable', 'sales'],
    ['SELECT', 'sales.sales'],
    ['ALTER', 'sales.items'],
  ])('created database and tables, so that Lake Formation lets it %s %s', (action, resource) => {
    const { lakeFormation } = cellOf(deployed, name, action, resource);

    expect(lakeFormation.decision).toBe('allow');
    expect(lakeFormation.reason).toContain('it deploys the templates');
  });

  it('is unknown on the whole, since its IAM policies are elsewhere', () => {
    const { decision, iam } = cellOf(deployed, name, 'DROP', 'sales');

    expect({ decision, iam }).toEqual({
      decision: 'unknown',
      iam: { decision: 'unknown', reason: 'its IAM policies are not in the templates' },
    });
  });
});

describe('a database that is seen', () => {
  it('is seen with any permission on it', () => {
    const more = { Sees: grant(roleArn('Analyst'), on.database('other'), ['DROP']), Other: database('other') };

    expect(cellWith(more, 'analyst', 'DESCRIBE', 'other').decision).toBe('allow');
  });

  it('is seen with a permission on a table in it, too', () => {
    expect(decisionOf('analyst', 'DESCRIBE', 'sales')).toBe('allow');
  });

  it('is not seen without any', () => {
    const more = { Other: database('other'), Table: table('other', 't', 's3://data/other/') };

    expect(cellWith(more, 'analyst', 'DESCRIBE', 'other').lakeFormation).toEqual({
      decision: 'deny',
      reason:
        'it is not a data lake administrator; no grant gives it anything on database other; no grant gives it anything on a table of other; and 2 more',
    });
  });
});

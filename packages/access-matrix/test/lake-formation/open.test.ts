import { describe, expect, it } from 'vitest';
import {
  allow,
  cellOf,
  database,
  grant,
  matrixOf,
  modelOf,
  on,
  type Resources,
  registered,
  role,
  roleArn,
  table,
} from './builders.ts';
import { cellWith, LAKE, lakeWith, lakeWithout, QUERY } from './fixture.ts';

const OWN_S3 = {
  Analyst: role({ persona: 'analyst', statements: [...QUERY, allow(['s3:GetObject'], 'arn:aws:s3:::data/*')] }),
};
const OPEN_TABLE = { Opened: grant('IAM_ALLOWED_PRINCIPALS', on.table('sales', 'items'), ['ALL']) };
const UNREGISTERED = { Location: registered('arn:aws:s3:::elsewhere') };
const HYBRID = { Location: registered('arn:aws:s3:::data', { HybridAccessEnabled: true }) };

const analystOnItems = (more: Resources) => cellWith(more, 'analyst', 'SELECT', 'sales.items');

describe('a database', () => {
  const rules = (more: Resources) => modelOf(lakeWith(more)).problems.map(({ rule }) => rule);

  it('that leaves CreateTableDefaultPermissions out opens its tables to IAM, with a warning', () => {
    const more = { Database: database('sales', 's3://data/sales/', null) };

    const { lakeFormation } = cellWith(more, 'admin', 'DROP', 'sales.items');

    expect(lakeFormation).toEqual({
      decision: 'allow',
      reason: 'Database leaves out CreateTableDefaultPermissions, so IAMAllowedPrincipals gets Super on its tables',
    });
    expect(rules(more)).toContain('open-database');
  });

  it('that gives IAMAllowedPrincipals everything on its tables opens them', () => {
    const permissions = [
      { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] },
    ];

    expect(
      cellWith({ Database: database('sales', 's3://data/sales/', permissions) }, 'admin', 'ALTER', 'sales.items')
        .lakeFormation.decision,
    ).toBe('allow');
  });

  it('that gives them to somebody else does not', () => {
    const permissions = [{ Principal: { DataLakePrincipalIdentifier: 'arn:aws:iam::1:role/x' }, Permissions: ['ALL'] }];

    expect(
      cellWith({ Database: database('sales', 's3://data/sales/', permissions) }, 'admin', 'ALTER', 'sales.items')
        .lakeFormation.decision,
    ).toBe('deny');
  });

  it('is open itself when nothing empties the account defaults', () => {
    const open = matrixOf(lakeWithout('Settings', 'Kept'));

    expect(cellOf(open, 'leader', 'CreateTable', 'sales').lakeFormation.reason).toContain('grant LeaderCreates');
    expect(cellOf(open, 'leader', 'DROP', 'sales').lakeFormation).toEqual({
      decision: 'allow',
      reason: "nothing sets CreateDatabaseDefaultPermissions, and AWS's default gives IAMAllowedPrincipals Super",
    });
  });

  it('is open when IAMAllowedPrincipals is granted Super on it', () => {
    const more = { Opened: grant('IAM_ALLOWED_PRINCIPALS', on.database('sales'), ['ALL']) };

    expect(cellWith(more, 'leader', 'DROP', 'sales').decision).toBe('allow');
  });

  it('that is not in the templates leaves open whether its tables are', () => {
    const more = { Foreign: table('foreign', 't', 's3://data/foreign/') };

    expect(cellWith(more, 'admin', 'DROP', 'foreign.t').lakeFormation).toEqual({
      decision: 'unknown',
      reason: 'database foreign is not in the templates, which could open its tables',
    });
  });
});

describe('the catalogue', () => {
  const closed = ['Kept'] as const;

  it('is open to whoever IAM lets create databases, until somebody revokes it', () => {
    const open = matrixOf(lakeWithout(...closed));

    expect(cellOf(open, 'leader', 'CreateDatabase', 'catalog').decision).toBe('allow');
  });

  it('is closed by an AwsCustomResource that revokes', () => {
    const Create = JSON.stringify({
      service: 'LakeFormation',
      action: 'revokePermissions',
      parameters: {
        Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
        Resource: { Catalog: {} },
        Permissions: ['CREATE_DATABASE'],
      },
    });
    const revoked = matrixOf({ ...lakeWithout(...closed), Revoke: { Type: 'Custom::AWS', Properties: { Create } } });

    expect(cellOf(revoked, 'leader', 'CreateDatabase', 'catalog').decision).toBe('deny');
  });

  it.each([
    ['another call', { service: 'LakeFormation', action: 'grantPermissions' }],
    ['another permission', { service: 'LakeFormation', action: 'revokePermissions', parameters: { Permissions: [] } }],
    ['another service', { service: 'S3', action: 'revokePermissions' }],
  ])('is not closed by one that makes %s', (_, call) => {
    const other = { Type: 'Custom::AWS', Properties: { Create: JSON.stringify(call) } };

    expect(cellOf(matrixOf({ ...lakeWithout(...closed), other }), 'leader', 'CreateDatabase', 'catalog').decision).toBe(
      'allow',
    );
  });

  it('is not closed by text that is no call', () => {
    const other = { Type: 'Custom::AWS', Properties: { Create: '{' } };

    expect(cellOf(matrixOf({ ...lakeWithout(...closed), other }), 'leader', 'CreateDatabase', 'catalog').decision).toBe(
      'allow',
    );
  });
});

describe('an open table', () => {
  it("that is not registered is read with the caller's own rights, whatever is granted", () => {
    expect(analystOnItems({ ...OPEN_TABLE, ...UNREGISTERED }).decision).toBe('deny');
    expect(analystOnItems({ ...OPEN_TABLE, ...UNREGISTERED, ...OWN_S3 }).decision).toBe('allow');
  });

  it('that is registered is open to those who read S3 themselves, and for others unknown', () => {
    const { decision, iam } = analystOnItems(OPEN_TABLE);

    expect(analystOnItems({ ...OPEN_TABLE, ...OWN_S3 }).decision).toBe('allow');
    expect(decision).toBe('unknown');
    expect(iam.reason).toBe('whether Lake Formation lends its credentials here is not documented');
  });

  it('shows all of itself, although a filter is granted', () => {
    const more = {
      ...OWN_S3,
      Opened: grant('IAM_ALLOWED_PRINCIPALS', on.table('sales', 'sales'), ['ALL']),
    };

    const cell = cellWith(more, 'analyst', 'SELECT', 'sales.sales');

    expect(cell.decision).toBe('allow');
    expect(cell.rowFilter).toBeUndefined();
  });
});

describe('hybrid access mode', () => {
  it('changes nothing for a table that IAMAllowedPrincipals does not hold', () => {
    const cell = cellWith(HYBRID, 'analyst', 'SELECT', 'sales.sales');

    expect(cell).toMatchObject({ decision: 'allow', rowFilter: 'shop_id = 5' });
  });

  it('makes an open table unknown for somebody who reads S3, because who has opted in is in no template', () => {
    const { decision, lakeFormation } = analystOnItems({ ...HYBRID, ...OPEN_TABLE, ...OWN_S3 });

    expect(decision).toBe('unknown');
    expect(lakeFormation.reason).toContain('who has opted in to Lake Formation is not in any template');
  });

  it('denies it to somebody who has neither a grant nor S3: both ways are closed', () => {
    expect(analystOnItems({ ...HYBRID, ...OPEN_TABLE }).decision).toBe('deny');
  });

  it('allows it to somebody who has both: both ways are open', () => {
    const granted = { G: grant(roleArn('Analyst'), on.table('sales', 'items'), ['SELECT']) };

    expect(analystOnItems({ ...HYBRID, ...OPEN_TABLE, ...OWN_S3, ...granted }).decision).toBe('allow');
  });

  it('makes it unknown for somebody who has the grant alone', () => {
    const granted = { G: grant(roleArn('Analyst'), on.table('sales', 'items'), ['SELECT']) };

    expect(analystOnItems({ ...HYBRID, ...OPEN_TABLE, ...granted }).decision).toBe('unknown');
  });

  it('counts as registered for whoever creates something there', () => {
    const { decision } = cellWith(
      { ...HYBRID, G: grant(roleArn('Leader'), on.catalog, ['CREATE_DATABASE']) },
      'leader',
      'CreateDatabase',
      's3://data/',
    );

    expect(decision).toBe('deny');
  });
});

describe('writing', () => {
  const mayInsert = { G: grant(roleArn('Leader'), on.table('sales', 'items'), ['INSERT']) };
  const writes = {
    Leader: role({
      persona: 'leader',
      statements: [...QUERY, allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::data/*')],
    }),
  };

  it('to a registered table needs no right of its own in S3', () => {
    expect(cellWith(mayInsert, 'leader', 'INSERT', 'sales.items').decision).toBe('allow');
  });

  it('to one that is not registered does', () => {
    expect(cellWith({ ...mayInsert, ...UNREGISTERED }, 'leader', 'INSERT', 'sales.items').decision).toBe('deny');
    expect(cellWith({ ...mayInsert, ...UNREGISTERED, ...writes }, 'leader', 'INSERT', 'sales.items').decision).toBe(
      'allow',
    );
  });

  it('to an open one is unknown without it', () => {
    expect(cellWith({ ...mayInsert, ...OPEN_TABLE }, 'leader', 'INSERT', 'sales.items').decision).toBe('unknown');
  });

  it('is the fixture as it stands', () => {
    expect(cellOf(matrixOf(LAKE), 'leader', 'INSERT', 'sales.items').decision).toBe('deny');
  });
});

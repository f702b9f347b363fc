import { describe, expect, it } from 'vitest';
import { computeMatrix } from '../../src/matrix/compute.ts';
import { explainAccess } from '../../src/matrix/explain.ts';
import { readAccessModel } from '../../src/matrix/model.ts';
import type { AccessModel, MatrixCell } from '../../src/matrix/types.ts';
import * as b from '../lake-formation/builders.ts';
import { lakeWith, QUERY } from '../lake-formation/fixture.ts';

/** A lake in which answers are alike in many ways, and differ in small ones: what is kept of one must not reach another. */
const MIXED = lakeWith({
  Key: b.key([b.allow(['kms:*'])]),
  Secret: b.bucket('secret', b.encryptedWith({ 'Fn::GetAtt': ['Key', 'Arn'] })),
  SecretLocation: b.registered('arn:aws:s3:::secret', { HybridAccessEnabled: true }),
  SecretDatabase: b.database('secret', 's3://secret/'),
  SecretTable: b.table('secret', 'one', 's3://secret/one/', { partitionKeys: { day: 'string' } }),
  Free: b.bucket('free'),
  FreeDatabase: b.database('free', 's3://free/', null),
  FreeTable: b.table('free', 'one', 's3://free/one/'),
  OnData: b.bucketPolicy(
    'Data',
    { ...b.allow(['s3:GetObject'], 'arn:aws:s3:::data/sales/items/*'), Principal: { AWS: b.roleArn('Reader') } },
    { ...b.deny(['s3:DeleteObject'], 'arn:aws:s3:::data/*'), Principal: '*' },
  ),
  Reader: b.role({ persona: 'reader', trust: { AWS: b.roleArn('Trusted') } }),
  Trusted: b.role({ persona: 'trusted', statements: [b.allow(['sts:AssumeRole', 's3:*', 'kms:Decrypt'])] }),
  Managed: b.role({ persona: 'managed', managed: ['service-role/AWSGlueServiceRole'] }),
  Unpinned: b.role({ persona: 'unpinned', managed: ['NobodyHasACopy'], statements: QUERY }),
  Folder: b.role({
    persona: 'folder',
    statements: [
      b.allow(
        ['s3:GetObject', 'glue:*'],
        ['arn:aws:s3:::data/sales/public/*', 'arn:aws:glue:*:*:catalog', 'arn:aws:glue:*:*:*/sales*'],
      ),
    ],
  }),
  Careful: b.role({
    persona: 'careful',
    statements: [
      ...QUERY,
      { ...b.allow(['glue:*', 's3:*']), Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      { ...b.deny(['glue:GetTable']), Condition: { Bool: { 'aws:ViaAWSService': 'true' } } },
    ],
  }),
  CarefulReads: b.grant(b.roleArn('Careful'), b.on.everyTable('secret'), ['SELECT', 'DESCRIBE'], ['SELECT']),
  SomebodyReads: b.grant({ Ref: 'Somebody' }, b.on.table('sales', 'items'), ['SELECT']),
  SomethingRead: b.grant(
    b.roleArn('Folder'),
    { Table: { CatalogId: b.ACCOUNT, DatabaseName: { Ref: 'Somebody' }, Name: 'items' } },
    ['SELECT'],
  ),
});

const FILE = b.templateFile(MIXED, { Parameters: { Somebody: { Type: 'String' } } });

function read(): AccessModel {
  const result = readAccessModel(FILE);
  if (result.status === 'error') throw new Error(result.message);
  return result.model;
}

const model = read();
const cells = computeMatrix(model);
const personas = [...new Set(cells.map(({ persona }) => persona))];
const of = (matrix: readonly MatrixCell[], persona: string) => matrix.filter((cell) => cell.persona === persona);

describe('the cells of a lake with all kinds of rights', () => {
  it('come to each decision on each side', () => {
    const decisions = (side: 'iam' | 'lakeFormation') => new Set(cells.map((cell) => cell[side].decision));

    expect(decisions('iam')).toEqual(new Set(['allow', 'deny', 'unknown']));
    expect(decisions('lakeFormation')).toEqual(new Set(['allow', 'deny', 'unknown']));
  });

  it.each(personas)('are the same when nobody but %s is asked', (persona) => {
    const alone = computeMatrix(read(), { personas: [persona] });

    expect(alone).toEqual(of(cells, persona));
  });

  it('are the same in whatever order the personas are asked', () => {
    const fresh = read();
    const reversed: AccessModel = { ...fresh, personas: fresh.personas.toReversed() };

    const matrix = computeMatrix(reversed);

    for (const persona of personas) expect(bySubject(of(matrix, persona))).toEqual(bySubject(of(cells, persona)));
  });

  it('are the same when they are asked a second time', () => {
    expect(computeMatrix(model)).toEqual(cells);
  });

  it.each(personas)('are what each cell of %s comes to when it is derived by itself', (persona) => {
    const own = of(cells, persona);

    const derived = own.map(({ action, resource }) => {
      const result = explainAccess(model, persona, action, resource);
      return result.status === 'success' ? result.derivation : undefined;
    });

    expect(derived.map((derivation) => derivation?.cell)).toEqual(own);
    expect(derived.map((derivation) => derivation?.iam.decision)).toEqual(own.map(({ iam }) => iam.decision));
  });
});

/** Questions about roles come in the order of the personas. */
const bySubject = (matrix: readonly MatrixCell[]) =>
  new Map(
    matrix
      .toSorted((left, right) => (`${left.action} ${left.resource}` < `${right.action} ${right.resource}` ? -1 : 1))
      .map((cell) => [`${cell.action} ${cell.resource}`, cell]),
  );

describe('a reason', () => {
  const reasonOf = (persona: string, action: string, resource: string) =>
    b.cellOf(cells, persona, action, resource).iam.reason;

  it('names the very resource that nothing allows', () => {
    expect(reasonOf('leader', 'sts:AssumeRole', 'role:analyst')).toContain('role/');
    expect(reasonOf('folder', 'DESCRIBE', 'secret.one')).toContain('secret');
    expect(reasonOf('folder', 'DESCRIBE', 'free.one')).toContain('free');
  });

  it('names the statement whose part of the resources it is', () => {
    const direct = reasonOf('folder', 's3:GetObject', 's3://data/');

    expect(direct).toContain('on a part');
    expect(direct).toContain('arn:aws:s3:::data/sales/public/*');
  });

  it('names the policy of the principal that asks, where two have the same statements', () => {
    expect(reasonOf('leader', 'DESCRIBE', 'sales.items')).toContain('of role Leader');
    expect(reasonOf('admin', 'DESCRIBE', 'sales.items')).toContain('of role Admin');
  });

  it('tells Athena from a call of its own, where a condition does', () => {
    expect(b.cellOf(cells, 'careful', 'DESCRIBE', 'sales.items').iam.decision).toBe('allow');
    expect(b.cellOf(cells, 'careful', 'SELECT', 'sales.items').iam).toEqual({
      decision: 'allow',
      reason: expect.stringContaining('no Athena workgroup is its own'),
    });
  });

  it('of a bucket policy is for the one whom it names', () => {
    expect(reasonOf('reader', 's3:GetObject', 's3://data/sales/items/')).toContain('bucket policy OnData');
    expect(b.cellOf(cells, 'analyst', 's3:GetObject', 's3://data/sales/items/').iam.decision).toBe('deny');
  });

  it('of a trust policy is for the one whom it names', () => {
    expect(b.cellOf(cells, 'trusted', 'sts:AssumeRole', 'role:reader').iam.decision).toBe('allow');
    expect(b.cellOf(cells, 'trusted', 'sts:AssumeRole', 'role:analyst').iam.decision).toBe('deny');
  });
});

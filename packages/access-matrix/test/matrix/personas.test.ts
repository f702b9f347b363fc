import { describe, expect, it } from 'vitest';
import { computeMatrix } from '../../src/matrix/compute.ts';
import * as b from '../lake-formation/builders.ts';
import { LAKE, lakeWith } from '../lake-formation/fixture.ts';

const namesIn = (resources: b.Resources) => [...new Set(b.matrixOf(resources).map(({ persona }) => persona))];

describe('the matrix shows', () => {
  it('every role that is tagged as a persona, even if it may do nothing', () => {
    expect(namesIn(lakeWith({ Idle: b.role({ persona: 'idle' }) }))).toContain('idle');
  });

  it('every other role that may do anything', () => {
    expect(namesIn(LAKE)).toContain('DataAccess');
  });

  it('no other role that may do nothing', () => {
    expect(namesIn(LAKE)).not.toContain('Stranger');
  });

  it('principals that the templates only name, as what they are', () => {
    const outside = 'arn:aws:iam::123456789012:role/elsewhere/Auditor';
    const model = b.modelOf(lakeWith({ G: b.grant(outside, b.on.table('sales', 'items'), ['SELECT']) }));

    const cell = b.cellOf(computeMatrix(model), 'Auditor', 'SELECT', 'sales.items');

    expect(model.personas.find(({ arn }) => arn === outside)).toMatchObject({ kind: 'outside', name: 'Auditor' });
    expect(cell).toMatchObject({ decision: 'unknown', lakeFormation: { decision: 'allow' } });
    expect(b.cellOf(computeMatrix(model), 'Auditor', 'INSERT', 'sales.items').decision).toBe('deny');
  });

  it('users, with the policies of their groups, and no groups', () => {
    const statement = b.allow(['s3:GetObject'], 'arn:aws:s3:::data/*');
    const Team = {
      Type: 'AWS::IAM::Group',
      Properties: {
        GroupName: 'team',
        Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
      },
    };
    const Ann = { Type: 'AWS::IAM::User', Properties: { UserName: 'ann', Groups: [{ Ref: 'Team' }] } };

    const names = namesIn(lakeWith({ Team, Ann }));

    expect(names).toContain('ann');
    expect(names).not.toContain('team');
  });

  it('two principals of one name with what tells them apart', () => {
    const names = namesIn(lakeWith({ Analyst2: b.role({ persona: 'analyst' }) }));

    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^analyst \(.*\/Analyst\)$/)]));
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^analyst \(.*\/Analyst2\)$/)]));
  });

  it("names without the CDK's hash, unless two would become one", () => {
    const statements = [b.allow(['s3:GetObject'], '*')];
    const one = { ReaderRole0123ABCD: b.role({ statements }) };

    expect(namesIn(lakeWith(one))).toContain('ReaderRole');
    expect(namesIn(lakeWith({ ...one, ReaderRole4567ABCD: b.role({ statements }) }))).toEqual(
      expect.arrayContaining(['ReaderRole0123ABCD', 'ReaderRole4567ABCD']),
    );
  });

  it('buckets whose names AWS chooses by their logical ids', () => {
    const Unnamed0123ABCD = { Type: 'AWS::S3::Bucket', Properties: {} };
    const Location = b.registered('x', { ResourceArn: { 'Fn::GetAtt': ['Unnamed0123ABCD', 'Arn'] } });

    const resources = b.matrixOf(lakeWith({ Unnamed0123ABCD, Location })).map(({ resource }) => resource);

    expect(resources).toContain('s3://Unnamed/');
  });

  it('a role that perhaps does not exist as unknown, where it would be allowed', () => {
    const Maybe = { ...b.role({ persona: 'maybe', statements: [b.allow(['s3:GetObject'])] }), Condition: 'Wanted' };
    const model = b.modelOf(lakeWith({ Maybe }), {
      Parameters: { Wanted: { Type: 'String' } },
      Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wanted' }, 'yes'] } },
    });

    const matrix = computeMatrix(model);

    expect(b.cellOf(matrix, 'maybe', 's3:GetObject', 's3://data/').decision).toBe('unknown');
    expect(b.cellOf(matrix, 'maybe', 's3:PutObject', 's3://data/').decision).toBe('deny');
  });

  it('only the personas that are asked for', () => {
    const cells = computeMatrix(b.modelOf(LAKE), { personas: ['analyst'] });

    expect(new Set(cells.map(({ persona }) => persona))).toEqual(new Set(['analyst']));
  });
});

describe('a template', () => {
  it('without anything of a lake has no matrix', () => {
    expect(() => b.modelOf({ Bucket: b.bucket('b') })).toThrow(
      /none of its stacks \(Lake\d+\) has anything of Lake Formation or the Glue Data Catalog/,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { formatLocation, holds, parseS3Location, same } from '../../src/lake-formation/s3-location.ts';
import { unresolved } from '../../src/template/unresolved.ts';
import { allow, bucket, database, grant, on, registered, role, roleArn } from './builders.ts';
import { cellWith, QUERY } from './fixture.ts';

describe('a location', () => {
  it.each([
    ['s3://bucket/sales/', 's3://bucket/sales/'],
    ['s3://bucket/sales', 's3://bucket/sales/'],
    ['arn:aws:s3:::bucket/sales', 's3://bucket/sales/'],
    ['arn:aws-cn:s3:::bucket/sales///', 's3://bucket/sales/'],
    ['arn:aws:s3:::bucket', 's3://bucket/'],
    ['arn:aws:s3:::bucket/', 's3://bucket/'],
    ['S3A://bucket/a//b', 's3://bucket/a//b/'],
  ])('written as %s is %s', (text, expected) => {
    expect(formatLocation(parseS3Location(text)!)).toBe(expected);
  });

  it.each(['', 'arn:aws:iam::1:role/x', '/sales'])('is none as "%s"', (text) => {
    expect(parseS3Location(text)).toBeUndefined();
  });

  it.each([
    ['s3://bucket/', 's3://bucket/sales', 'yes'],
    ['s3://bucket/sales', 's3://bucket/sales', 'yes'],
    ['s3://bucket/sales', 's3://bucket/sales/2024', 'yes'],
    ['s3://bucket/sales', 's3://bucket/sales-archive', 'no'],
    ['s3://bucket/sales', 's3://bucket/', 'no'],
    ['s3://bucket/sales', 's3://other/sales', 'no'],
  ])('%s holds %s: %s', (outer, inner, expected) => {
    expect(holds(parseS3Location(outer)!, parseS3Location(inner)!)).toBe(expected);
  });

  it('in a bucket that is not known may hold another', () => {
    const unknown = parseS3Location(`s3://${unresolved('parameter Bucket')}/sales`)!;

    expect(holds(unknown, parseS3Location('s3://bucket/sales/x')!)).toBe('maybe');
    expect(holds(unknown, parseS3Location('s3://bucket/other')!)).toBe('no');
    expect(holds(unknown, unknown)).toBe('yes');
  });

  it('with an unknown prefix may hold any place of the bucket', () => {
    const unknown = parseS3Location(`s3://bucket/${unresolved('parameter Prefix')}`)!;

    expect(holds(unknown, parseS3Location('s3://bucket/other')!)).toBe('maybe');
    expect(holds(unknown, parseS3Location('s3://elsewhere/other')!)).toBe('no');
  });
});

describe('two values of which a part is not known', () => {
  const part = unresolved('parameter Name');

  it.each([
    [`arn:${part}`, 'arn:role', 'maybe'],
    [`arn:${part}:x`, 'arn:role:y', 'no'],
    [`role/${part}`, 'user/a', 'no'],
    [`a${part}`, `a${part}`, 'yes'],
    ['a', 'b', 'no'],
  ])('are the same: %# %s', (left, right, expected) => {
    expect(same(left, right)).toBe(expected);
  });
});

const location = grant(roleArn('Leader'), on.location('arn:aws:s3:::data/sales/'), ['DATA_LOCATION_ACCESS']);
const mayCreate = grant(roleArn('Leader'), on.catalog, ['CREATE_DATABASE']);

describe('creating a database at a place', () => {
  it('needs both the right to create databases and the location, where the place is registered', () => {
    const ask = (more: Parameters<typeof cellWith>[0]) =>
      cellWith(more, 'leader', 'CreateDatabase', 's3://data/sales/').decision;

    expect(ask({})).toBe('deny');
    expect(ask({ mayCreate })).toBe('deny');
    expect(ask({ location })).toBe('deny');
    expect(ask({ mayCreate, location })).toBe('allow');
  });

  it('is not helped by a location below the place', () => {
    expect(cellWith({ mayCreate, location }, 'leader', 'CreateDatabase', 's3://data/').decision).toBe('deny');
  });

  it('needs no location where the place is not registered', () => {
    const { decision, lakeFormation } = cellWith(
      { mayCreate, Free: bucket('free') },
      'leader',
      'CreateDatabase',
      's3://free/',
    );

    expect(decision).toBe('allow');
    expect(lakeFormation.reason).toBe(
      'grant mayCreate gives CREATE_DATABASE on the catalogue; s3://free/ is not registered, so that no data location permission is asked for',
    );
  });

  it('is unknown where it is not known whether the place is registered', () => {
    const Location = { Type: 'AWS::LakeFormation::Resource', Properties: { ResourceArn: { Ref: 'Unknown' } } };
    const more = { mayCreate, Free: bucket('free'), Unknown: { Type: 'Vendor::Made::Up' }, Location };

    expect(cellWith(more, 'leader', 'CreateDatabase', 's3://free/').decision).toBe('unknown');
  });
});

describe('creating a table elsewhere', () => {
  it('than in the place of the database needs that location: or others would be read through the table', () => {
    const more = {
      Other: database('other', 's3://data/other/'),
      Create: grant(roleArn('Leader'), on.database('other'), ['CREATE_TABLE']),
    };

    expect(cellWith(more, 'leader', 'CreateTable', 'other').decision).toBe('allow');
    expect(cellWith(more, 'leader', 'CreateTable', 'other at s3://data/sales/').decision).toBe('deny');
    expect(cellWith({ ...more, location }, 'leader', 'CreateTable', 'other at s3://data/sales/').decision).toBe(
      'allow',
    );
  });
});

describe('a table whose place is not registered', () => {
  const unregistered = { Location: registered('arn:aws:s3:::elsewhere') };
  const reads = {
    Analyst: role({ persona: 'analyst', statements: [...QUERY, allow(['s3:GetObject'], 'arn:aws:s3:::data/sales/*')] }),
  };

  it("is read with the caller's own rights, so that a grant alone is not enough", () => {
    const { decision, iam, lakeFormation } = cellWith(unregistered, 'analyst', 'SELECT', 'sales.sales');

    expect(decision).toBe('deny');
    expect(lakeFormation.decision).toBe('allow');
    expect(iam.reason).toContain('s3:GetObject');
  });

  it('is read whole, because filters do not apply', () => {
    const cell = cellWith({ ...unregistered, ...reads }, 'analyst', 'SELECT', 'sales.sales');

    expect(cell).toMatchObject({ decision: 'allow' });
    expect(cell.rowFilter).toBeUndefined();
    expect(cell.columns).toBeUndefined();
  });

  it('still needs the grant', () => {
    expect(cellWith({ ...unregistered, ...reads }, 'analyst', 'SELECT', 'sales.items').lakeFormation.decision).toBe(
      'deny',
    );
  });
});

describe('the nearest registration', () => {
  it('decides about the mode of a place', () => {
    const more = {
      Inner: registered('arn:aws:s3:::data/sales/items', { HybridAccessEnabled: true }),
      Opened: grant('IAM_ALLOWED_PRINCIPALS', on.table('sales', 'items'), ['ALL']),
    };

    expect(cellWith(more, 'admin', 'DROP', 'sales.items').lakeFormation.decision).toBe('unknown');
    expect(cellWith(more, 'admin', 'DROP', 'sales.sales').lakeFormation.decision).toBe('deny');
  });
});

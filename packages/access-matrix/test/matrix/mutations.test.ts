import { describe, expect, it } from 'vitest';
import { diffModels } from '../../src/matrix/diff.ts';
import * as b from '../lake-formation/builders.ts';
import { LAKE, lakeWith, lakeWithout, QUERY } from '../lake-formation/fixture.ts';

const before = b.modelOf(LAKE);

/** Every cell that a change of the template flips, and how. */
function flips(changed: b.Resources): string[] {
  return diffModels(before, b.modelOf(changed))
    .filter(({ kind }) => kind !== 'weakens')
    .map(({ kind, persona, action, resource }) => `${kind}: ${persona} ${action} ${resource}`)
    .toSorted();
}

describe('a change of the template flips exactly the cells that depend on it:', () => {
  it('none, if nothing changes', () => {
    expect(flips(LAKE)).toEqual([]);
  });

  it("without the analyst's grant", () => {
    expect(flips(lakeWithout('AnalystReads'))).toEqual([
      'closes: analyst DESCRIBE sales',
      'closes: analyst DESCRIBE sales.sales',
      'closes: analyst SELECT sales.sales',
    ]);
  });

  it("without the leader's grant on tables: it still sees its database, in which it may create some", () => {
    expect(flips(lakeWithout('LeaderReads'))).toEqual([
      'closes: leader DESCRIBE sales.items',
      'closes: leader DESCRIBE sales.sales',
      'closes: leader SELECT sales.items',
      'closes: leader SELECT sales.sales',
    ]);
  });

  it("without the leader's grant on the database", () => {
    expect(flips(lakeWithout('LeaderCreates'))).toEqual(['closes: leader CreateTable sales']);
  });

  it('with one Deny', () => {
    const Analyst = b.role({ persona: 'analyst', statements: [...QUERY, b.deny(['lakeformation:GetDataAccess'])] });

    expect(flips(lakeWith({ Analyst }))).toEqual(['closes: analyst SELECT sales.sales']);
  });

  it('with one Deny on the results: no query in Athena any more, though other engines still read the table', () => {
    const results = 'arn:aws:s3:::results/*';
    const Analyst = b.role({ persona: 'analyst', statements: [...QUERY, b.deny(['s3:PutObject'], results)] });

    expect(flips(lakeWith({ Analyst }))).toEqual([
      'closes: analyst athena:StartQueryExecution workgroup:queries',
      'closes: analyst s3:PutObject s3://results/queries/',
    ]);
  });

  it('with the location unregistered: nobody lends credentials any more, and the place is free to those who create', () => {
    expect(flips(lakeWithout('Location'))).toEqual([
      'closes: admin GrantPermissions s3://data/',
      'closes: admin GrantPermissions s3://data/sales/',
      'closes: analyst SELECT sales.sales',
      'closes: leader SELECT sales.items',
      'closes: leader SELECT sales.sales',
      'opens: leader CreateTable sales at s3://data/',
    ]);
  });

  it('with the row filter widened', () => {
    const Filter = b.cellsFilter('sales', 'sales', 'part', { except: ['price'] });

    expect(flips(lakeWith({ Filter }))).toEqual(['opens: analyst SELECT sales.sales']);
  });

  it('with one column more hidden', () => {
    const Filter = b.cellsFilter('sales', 'sales', 'part', { except: ['price', 'id'], rows: 'shop_id = 5' });

    expect(flips(lakeWith({ Filter }))).toEqual(['closes: analyst SELECT sales.sales']);
  });

  it('with other rows', () => {
    const Filter = b.cellsFilter('sales', 'sales', 'part', { except: ['price'], rows: 'shop_id = 6' });

    expect(flips(lakeWith({ Filter }))).toEqual(['changes: analyst SELECT sales.sales']);
  });

  it('without strict mode: whoever has the right in IAM creates databases', () => {
    const Kept = b.keptSettings(false, b.roleArn('Admin'));

    expect(flips(lakeWith({ Kept }))).toEqual(['opens: leader CreateDatabase catalog']);
  });

  it('with one more administrator', () => {
    const Settings = b.settings(b.roleArn('Admin'), b.roleArn('Leader'));

    expect(flips(lakeWith({ Settings }))).toEqual([
      'opens: leader CreateDatabase catalog',
      'opens: leader CreateDatabase s3://data/',
      'opens: leader CreateDatabase s3://data/sales/',
      'opens: leader CreateTable sales at s3://data/',
      'opens: leader GrantPermissions catalog',
      'opens: leader GrantPermissions s3://data/',
      'opens: leader GrantPermissions s3://data/sales/',
      'opens: leader GrantPermissions sales',
      'opens: leader GrantPermissions sales.items',
      'opens: leader GrantPermissions sales.sales',
    ]);
  });

  it('with a stranger who reads S3', () => {
    const Stranger = b.role({ statements: [b.allow(['s3:GetObject'], 'arn:aws:s3:::data/sales/items/*')] });

    expect(flips(lakeWith({ Stranger }))).toEqual([
      'opens: Stranger s3:GetObject s3://data/',
      'opens: Stranger s3:GetObject s3://data/sales/items/',
    ]);
  });
});

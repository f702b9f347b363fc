import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readableIds } from '../../src/lake-formation/labels.ts';
import { computeMatrix } from '../../src/matrix/compute.ts';
import { readAccessModel } from '../../src/matrix/model.ts';
import * as b from './builders.ts';
import { lakeWith } from './fixture.ts';

const modelOf = (resources: b.Resources) => b.modelOf(resources).lakes[0]!.formation.model;

describe('a lake as it is read', () => {
  it('has tables with columns and partition keys at their end', () => {
    const { tables } = modelOf(
      lakeWith({
        T: b.table('Sales', 'Parts', 's3://data/parts', { columns: { ID: 'int' }, partitionKeys: { Day: 'date' } }),
      }),
    );

    expect(tables.find(({ name }) => name === 'parts')).toMatchObject({
      database: 'sales',
      location: { bucket: 'data', prefix: 'parts' },
      columns: [
        { name: 'id', type: 'int', isPartitionKey: false },
        { name: 'day', type: 'date', isPartitionKey: true },
      ],
    });
  });

  it('has workgroups whose settings are enforced unless they say otherwise', () => {
    const workgroup = (EnforceWorkGroupConfiguration?: boolean) =>
      modelOf(lakeWith({ Workgroup: b.workgroup('w', 's3://results/', { EnforceWorkGroupConfiguration }) }))
        .workgroups[0];

    expect(workgroup(undefined)).toMatchObject({ name: 'w', clientMayOverride: false, managedResults: false });
    expect(workgroup(false)).toMatchObject({ clientMayOverride: true });
  });

  it.each([
    ['an ARN', 'arn:aws:iam::123456789012:role/crawler'],
    ['a name', 'crawler'],
  ])('has crawlers with their role, given as %s', (_, Role) => {
    const Crawler = { Type: 'AWS::Glue::Crawler', Properties: { Name: 'c', Role, Targets: {} } };

    expect(modelOf(lakeWith({ Crawler })).crawlers).toMatchObject([
      { name: 'c', roleArn: 'arn:aws:iam::123456789012:role/crawler' },
    ]);
  });

  it('has administrators of the settings and of the custom resource, each once', () => {
    const { admins } = modelOf(lakeWith({ Kept: b.keptSettings(true, b.roleArn('Admin'), b.roleArn('Leader')) }));

    expect(admins.map(({ arn }) => arn.split('-').at(-1))).toEqual(['Admin', 'Leader']);
  });

  it('knows who deploys, when that role is an administrator', () => {
    const role = 'arn:aws:iam::123456789012:role/cdk-hnb659fds-cfn-exec-role-123456789012-us-east-1';

    expect(modelOf(lakeWith({ Settings: b.settings(role) })).deployer).toBe(role);
    expect(modelOf(lakeWith({})).deployer).toBeUndefined();
  });

  it('does not take a bucket for logs as a place for databases', () => {
    const more = {
      Logs: b.bucket('logs'),
      Data: b.bucket('data', { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } }),
    };

    expect(modelOf(lakeWith(more)).storageBuckets).not.toContain('logs');
  });

  it('has no location for a registration that names none', () => {
    expect(modelOf(lakeWith({ Location: b.registered('arn:aws:iam::1:role/x') })).locations).toEqual([]);
  });

  it('survives properties of any other shape', () => {
    const odd = Object.fromEntries(
      [
        'LakeFormation::DataLakeSettings',
        'LakeFormation::Resource',
        'LakeFormation::PrincipalPermissions',
        'LakeFormation::Permissions',
        'LakeFormation::DataCellsFilter',
        'LakeFormation::TagAssociation',
        'Glue::Database',
        'Glue::Table',
        'Glue::Crawler',
        'Athena::WorkGroup',
        'S3::Bucket',
      ].flatMap((type, index) =>
        [
          {},
          { DatabaseInput: [], TableInput: 'x', Resource: 1, Admins: 'x', BucketEncryption: [], Principal: null },
        ].map((Properties, at) => [`Odd${index}x${at}`, { Type: `AWS::${type}`, Properties }]),
      ),
    );

    expect(() => b.matrixOf(lakeWith(odd))).not.toThrow();
  });
});

describe('several Regions in one application', () => {
  it('are lakes of their own, and resources say which', () => {
    const folder = mkdtempSync(join(tmpdir(), 'regions-'));
    const artifact = (region: string) => ({
      type: 'aws:cloudformation:stack',
      environment: `aws://123456789012/${region}`,
      properties: { templateFile: `${region}.json` },
    });
    const regions = ['eu-west-1', 'us-east-1'];
    for (const region of regions) {
      const Resources = { Database: b.database('sales'), Settings: b.settings(), Kept: b.keptSettings(true) };
      writeFileSync(join(folder, `${region}.json`), JSON.stringify({ Resources }));
    }
    const artifacts = Object.fromEntries(regions.map((region) => [region, artifact(region)]));
    const Ann = { Type: 'AWS::IAM::User', Properties: { UserName: 'ann' } };
    writeFileSync(
      join(folder, 'us-east-1.json'),
      JSON.stringify({ Resources: { Database: b.database('sales'), Ann } }),
    );
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '38.0.0', artifacts }));

    const read = readAccessModel(folder);
    const cells = read.status === 'success' ? computeMatrix(read.model, { personas: ['ann'] }) : [];

    const open = (region: string) =>
      b.cellOf(cells, 'ann', 'CreateDatabase', `catalog in 123456789012/${region}`).lakeFormation.decision;
    expect(open('eu-west-1')).toBe('deny');
    expect(open('us-east-1')).toBe('allow');
  });
});

describe('logical ids for people', () => {
  it.each([
    [['ReaderRole0123ABCD'], ['ReaderRole']],
    [
      ['Reader0123ABCD', 'Reader4567ABCD'],
      ['Reader0123ABCD', 'Reader4567ABCD'],
    ],
    [['Plain'], ['Plain']],
    [['0123ABCD'], ['0123ABCD']],
  ])('%j are %j', (ids, expected) => {
    expect([...readableIds(ids).values()]).toEqual(expected);
  });
});

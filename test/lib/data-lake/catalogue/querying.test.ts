import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { LakeCrawler, type LakeCrawlerProps } from '../../../../lib/data-lake/catalogue/crawler.ts';
import { NAMED_QUERIES, NamedQueries } from '../../../../lib/data-lake/catalogue/named-queries.ts';
import { QueryWorkgroup, type QueryWorkgroupProps } from '../../../../lib/data-lake/catalogue/workgroup.ts';
import { only, testStack } from '../../shared/synth.ts';

function workgroupFixture(changes: Partial<QueryWorkgroupProps> = {}) {
  const stack = testStack();
  const workgroup = new QueryWorkgroup(stack, 'Workgroup', {
    name: 'inferwatch-data-analyst',
    description: 'Queries of data analysts',
    resultBucket: new Bucket(stack, 'Results'),
    resultKey: new Key(stack, 'ResultsKey'),
    resultPrefix: 'data-analyst/',
    ...changes,
  });
  return { stack, workgroup };
}

const configuration = (changes?: Partial<QueryWorkgroupProps>) =>
  only(Template.fromStack(workgroupFixture(changes).stack), 'AWS::Athena::WorkGroup').WorkGroupConfiguration;

describe('a workgroup', () => {
  test('lets no client choose where results go or how they are encrypted', () => {
    expect(configuration()).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: {
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' },
        ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
      },
    });
  });

  test('puts results into a folder of its own', () => {
    const { OutputLocation } = configuration().ResultConfiguration;

    expect(JSON.stringify(OutputLocation)).toMatch(/\/data-analyst\/"/);
  });

  test('has metrics, and the engine that the queries are written for', () => {
    expect(configuration()).toMatchObject({
      PublishCloudWatchMetricsEnabled: true,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
    });
  });

  test.each([
    [undefined, 10_000_000_000],
    [10_000_000, 10_000_000],
  ])('stops a query that scans more than its limit (given %s: %i bytes)', (scanLimitBytes, expected) => {
    expect(configuration({ scanLimitBytes }).BytesScannedCutoffPerQuery).toBe(expected);
  });

  test.each([0, 9_999_999, 1e7 + 0.5])('refuses a limit of %d bytes', (scanLimitBytes) => {
    expect(() => workgroupFixture({ scanLimitBytes })).toThrow('write an integer of at least 10000000 bytes');
  });

  test.each(['', 'analyst', '/analyst/', '../'])('refuses "%s" as a folder of results', (resultPrefix) => {
    expect(() => workgroupFixture({ resultPrefix })).toThrow('write a folder with a slash at its end');
  });

  test('can be deleted with its history', () => {
    const { stack } = workgroupFixture();

    expect(only(Template.fromStack(stack), 'AWS::Athena::WorkGroup').RecursiveDeleteOption).toBe(true);
  });
});

describe('the named queries', () => {
  test('are in the workgroup, each with the database of the deployment', () => {
    const { stack, workgroup } = workgroupFixture();

    new NamedQueries(stack, 'Queries', { workgroup, prefix: 'team-a' });

    const queries = Object.values(Template.fromStack(stack).findResources('AWS::Athena::NamedQuery'));
    expect(queries.map(({ Properties }) => [Properties.Name, Properties.Database])).toEqual([
      ['Revenue by category and month', 'team_a_sales'],
      ['Busiest shops', 'team_a_sales'],
      ['Slowest inferences yesterday', 'team_a_inference'],
      ['Error rate by hour', 'team_a_inference'],
    ]);
    expect(queries.map(({ Properties }) => Object.keys(Properties.WorkGroup))).toEqual(
      NAMED_QUERIES.map(() => ['Ref']),
    );
  });
});

describe('the crawler', () => {
  const crawler = (changes: Partial<LakeCrawlerProps> = {}) => {
    const stack = testStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('glue.amazonaws.com') });
    const props = { name: 'crawler', role, databaseName: 'sales', tables: ['sales', 'shops'], ...changes };
    new LakeCrawler(stack, 'Crawler', props);
    return only(Template.fromStack(stack), 'AWS::Glue::Crawler');
  };

  test('looks at tables that are declared, with credentials from Lake Formation', () => {
    expect(crawler()).toMatchObject({
      Targets: { CatalogTargets: [{ DatabaseName: 'sales', Tables: ['sales', 'shops'] }] },
      LakeFormationConfiguration: { UseLakeFormationCredentials: true },
    });
  });

  test('logs what differs and changes no schema', () => {
    const { SchemaChangePolicy, Configuration } = crawler();

    expect(SchemaChangePolicy).toEqual({ UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' });
    expect(JSON.parse(Configuration)).toEqual({
      Version: 1,
      CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
      Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' },
    });
  });

  test.each([
    [undefined, { ScheduleExpression: 'cron(0 3 ? * MON *)' }],
    ['cron(0 4 * * ? *)', { ScheduleExpression: 'cron(0 4 * * ? *)' }],
    ['on-demand', undefined],
  ])('with the schedule %s runs at %j', (schedule, expected) => {
    expect(crawler({ schedule }).Schedule).toEqual(expected);
  });
});

import { describe, expect, test } from 'vitest';
import {
  amountOf,
  estimateOf,
  MONTH_AT_TEN,
  PIPELINE,
  pipelineWith,
  quantityOf,
  type Resources,
  reasonOf,
} from '../support.ts';

const GB = 1024 ** 3;

describe('the table of records', () => {
  test.each([
    [592, 1],
    [1024, 1],
    [1025, 2],
    [3000, 3],
  ])('writes a record of %d bytes with %d units', (bytes, units) => {
    expect(quantityOf(estimateOf(PIPELINE, { record: { bytes } }), 'dynamodb.writes')).toBe(MONTH_AT_TEN * units);
  });

  test('writes once more for each request with an idempotency key', () => {
    const made = estimateOf(PIPELINE, { traffic: { requestsPerSecond: 10, idempotencyShare: 0.25 } });

    expect(quantityOf(made, 'dynamodb.writes')).toBe(MONTH_AT_TEN * 1.25);
  });

  test('reads strongly consistent, in units of 4 KB', () => {
    const profile = { traffic: { requestsPerSecond: 10, readsPerRequest: 1 }, record: { bytes: 5000 } };

    expect(quantityOf(estimateOf(PIPELINE, profile), 'dynamodb.reads')).toBe(MONTH_AT_TEN * 2);
  });

  test('keeps records for good: in the twelfth month, eleven and a half months of them', () => {
    const made = estimateOf(PIPELINE, { record: { bytes: 924 } });

    expect(quantityOf(made, 'dynamodb.storage')).toBeCloseTo((MONTH_AT_TEN * 11.5 * 1024) / GB, 6);
    expect(quantityOf(made, 'dynamodb.pitr')).toBe(quantityOf(made, 'dynamodb.storage'));
  });

  test('with a time to live keeps so many days', () => {
    const variables = { METRICS_TRANSPORT: 'emf', TABLE_NAME: { Ref: 'Table' }, RECORD_TTL_DAYS: '10' };
    const made = estimateOf(pipelineWith('Fn', { Environment: { Variables: variables } }), { record: { bytes: 924 } });

    expect(quantityOf(made, 'dynamodb.storage')).toBeCloseTo((10 * 10 * 86_400 * 1024) / GB, 6);
  });

  test.each([
    [
      'with provisioned capacity',
      pipelineWith('Table', { BillingMode: 'PROVISIONED' }),
      'provisioned capacity is not known to this command, only tables on demand',
    ],
    [
      'that the function does not know',
      pipelineWith('Fn', { Environment: undefined }),
      "the API's function does not know this table: what is written to it is not known",
    ],
  ])('%s is unknown', (_, resources, reason) => {
    expect(reasonOf(estimateOf(resources), 'dynamodb.writes')).toBe(reason);
  });
});

describe('records on their way into the lake', () => {
  const lake: Resources = {
    ...PIPELINE,
    Pipe: {
      Type: 'AWS::Pipes::Pipe',
      Properties: { Source: { 'Fn::GetAtt': ['Table', 'StreamArn'] }, Target: { 'Fn::GetAtt': ['Stream', 'Arn'] } },
    },
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: { ExtendedS3DestinationConfiguration: { DataFormatConversionConfiguration: { Enabled: true } } },
    },
  };

  test('pass the pipe one by one, and the stream in steps of 5 KB', () => {
    const made = estimateOf(lake);

    expect(quantityOf(made, 'eventbridge.pipes')).toBe(MONTH_AT_TEN);
    expect(quantityOf(made, 'firehose.ingestion')).toBeCloseTo((MONTH_AT_TEN * 5 * 1024) / GB, 6);
  });

  test('cost what is not known where no price can be cited, and that is not in the total', () => {
    const made = estimateOf(lake);
    const sum = made.lines.reduce((all, { price }) => all + (price.status === 'priced' ? price.amount : 0), 0);

    expect(reasonOf(made, 'firehose.conversion')).toBe('no price that could be cited for this Region');
    expect(made.total).toBeCloseTo(sum, 9);
  });

  test("make the pipe's reads of the stream unknown, which nobody publishes", () => {
    expect(reasonOf(estimateOf(lake), 'dynamodb.stream-reads')).toContain('does not publish');
  });
});

describe('the lake', () => {
  const bucket = { Type: 'AWS::S3::Bucket' };

  test('stores what the profile says, counted once for all buckets', () => {
    const made = estimateOf(
      { One: bucket, Two: bucket },
      { lake: { storedGb: 100, putRequests: 1000, getRequests: 0 } },
    );

    expect([amountOf(made, 's3.storage', 'One'), amountOf(made, 's3.storage', 'Two')]).toEqual([2.3, 0]);
    expect(made.total).toBeCloseTo(2.3 + 0.005, 9);
  });

  test('without a profile is unknown, and says what to give', () => {
    expect(reasonOf(estimateOf({ One: bucket }), 's3.storage')).toBe('give lake.storedGb');
  });

  test('crawls as its schedule says: weekly, 12 minutes on 2 units', () => {
    const crawler = {
      Type: 'AWS::Glue::Crawler',
      Properties: { Schedule: { ScheduleExpression: 'cron(0 3 ? * MON *)' } },
    };
    const profile = { lake: { crawlerMinutes: 12, crawlerDpus: 2 }, month: { hours: 168 * 4 } };

    expect(amountOf(estimateOf({ Crawler: crawler }, profile), 'glue.crawler')).toBeCloseTo(4 * 0.4 * 0.44, 9);
  });
});

test('builds are paid by the minute of their size', () => {
  const project = {
    Type: 'AWS::CodeBuild::Project',
    Properties: { Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_MEDIUM' } },
  };
  const made = estimateOf({ Project: project }, { builds: { perMonth: 30, minutes: 8 } });

  expect(amountOf(made, 'codebuild.minutes.linux.medium')).toBeCloseTo(2.4, 9);
});

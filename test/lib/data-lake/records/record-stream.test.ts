import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { RecordStream } from '../../../../lib/data-lake/records/record-stream.ts';
import { only, testStack } from '../../shared/synth.ts';
import { type RecordFixtureOptions, recordFixture } from './lake-fixture.ts';

const PIPE = 'AWS::Pipes::Pipe';
const STREAM = 'AWS::KinesisFirehose::DeliveryStream';

const pipeOf = (options?: RecordFixtureOptions) => only(recordFixture(options).template(), PIPE);
const s3Of = (options?: RecordFixtureOptions) =>
  only(recordFixture(options).template(), STREAM).ExtendedS3DestinationConfiguration;

/** Actions of a role's own policies, each with its resources as JSON text. */
function allowedBy(service: string, options?: RecordFixtureOptions): Record<string, string> {
  const roles = Object.values(recordFixture(options).template().findResources('AWS::IAM::Role'));
  const role = roles.find(({ Properties }) => JSON.stringify(Properties.AssumeRolePolicyDocument).includes(service));
  const statements = role?.Properties.Policies.flatMap(
    // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON
    (policy: any) => policy.PolicyDocument.Statement,
  );
  return Object.fromEntries(
    // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON
    statements.flatMap(({ Action, Resource }: any) =>
      [Action].flat().map((action: string) => [action, JSON.stringify(Resource)]),
    ),
  );
}

describe('the pipe', () => {
  test('reads all that the stream still has, so that a new pipe leaves no gap', () => {
    expect(pipeOf().SourceParameters.DynamoDBStreamParameters.StartingPosition).toBe('TRIM_HORIZON');
  });

  test('puts a record aside that cannot be delivered, instead of holding up those behind it', () => {
    expect(pipeOf().SourceParameters.DynamoDBStreamParameters).toMatchObject({
      MaximumRetryAttempts: 100,
      OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/Undelivered/), 'Arn'] } },
    });
  });

  test('writes errors into a log, and none of the data', () => {
    const { LogConfiguration } = pipeOf();

    expect(LogConfiguration).toMatchObject({ Level: 'ERROR', CloudwatchLogsLogDestination: expect.anything() });
    expect(LogConfiguration.IncludeExecutionData).toBeUndefined();
  });

  test('may read this stream, hand over to this delivery stream, and nothing of the lake', () => {
    const actions = allowedBy('pipes.amazonaws.com');

    expect(Object.keys(actions).toSorted()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'firehose:PutRecord',
      'firehose:PutRecordBatch',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:SendMessage',
    ]);
    expect(JSON.stringify(actions)).not.toContain('"*"');
  });

  test("may decrypt the table's stream when the table has a key of its own", () => {
    const actions = allowedBy('pipes.amazonaws.com', { table: { encryption: 'customer-managed' } });

    expect(actions['kms:Decrypt']).toMatch(/ResultsKey/);
  });

  test('is refused for a table without a stream', () => {
    const stack = testStack();
    const table = new Table(stack, 'Table', { partitionKey: { name: 'requestId', type: AttributeType.STRING } });
    const bucket = new Bucket(stack, 'Bucket');

    expect(() => new RecordStream(stack, 'Records', { table, bucket, databaseName: 'd', tableName: 't' })).toThrow(
      'the result table has no stream; give a table with a stream of new images',
    );
  });
});

describe('the delivery stream', () => {
  test('writes Parquet with the columns of the table, a folder for each day of the records', () => {
    expect(s3Of()).toMatchObject({
      Prefix: 'inference/date=!{partitionKeyFromQuery:date}/',
      DynamicPartitioningConfiguration: { Enabled: true },
      DataFormatConversionConfiguration: {
        Enabled: true,
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
        SchemaConfiguration: { DatabaseName: 'inference', TableName: 'inference', VersionId: 'LATEST' },
      },
    });
  });

  test('puts what it cannot convert into a folder that no table reads', () => {
    expect(s3Of().ErrorOutputPrefix).toMatch(/^errors\/inference\/!\{firehose:error-output-type\}\//);
  });

  test('delivers after two minutes, with the smallest buffer that conversion and partitioning allow', () => {
    expect(s3Of().BufferingHints).toEqual({ IntervalInSeconds: 120, SizeInMBs: 64 });
  });

  test('delivers after as long as it is told to', () => {
    expect(s3Of({ minutes: 15 }).BufferingHints.IntervalInSeconds).toBe(900);
  });

  test.each([0.5, 16])('refuses to deliver after %s minutes', (minutes) => {
    expect(() => recordFixture({ minutes })).toThrow(/bufferInterval is \d+ s; write 60 to 900 seconds/);
  });

  test('keeps all its folders below a prefix', () => {
    const s3 = s3Of({ stream: { prefix: 'lake/' } });

    expect([s3.Prefix, s3.ErrorOutputPrefix].every((folder: string) => folder.startsWith('lake/'))).toBe(true);
  });

  test('encrypts what it holds, and what it writes with the key of the bucket', () => {
    const template = recordFixture().template();

    template.hasResourceProperties(STREAM, {
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: {
        EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: Match.anyValue() } },
      },
    });
  });

  test('may put files into its two folders and read none of them', () => {
    const actions = allowedBy('firehose.amazonaws.com');

    expect(actions['s3:PutObject']).toMatch(/Arn"\]},"\/errors\/inference\/\*".*Arn"\]},"\/inference\/\*"/);
    expect(Object.keys(actions).filter((action) => /^s3:(Get|Delete)Object/.test(action))).toEqual([]);
  });

  test('may read the definition of its table and of no other', () => {
    expect(allowedBy('firehose.amazonaws.com')['glue:GetTableVersions']).toMatch(
      /:catalog".*:database\/inference".*:table\/inference\/inference"/,
    );
  });

  test('can be used by this account only', () => {
    const template = recordFixture().template();

    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'firehose.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ],
      },
    });
  });

  test('is created after the grants that it waits for', () => {
    const { stream, glueTable, stack } = recordFixture();

    stream.waitFor(glueTable);

    const [resource] = Object.values(Template.fromStack(stack).findResources(STREAM));
    expect(resource?.DependsOn).toContain(Stack.of(stack).getLogicalId(glueTable));
  });
});

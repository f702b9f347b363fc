import { Aws, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { arnInFinding } from '../../policy/finding-text.ts';
import { INFERENCE_TABLE } from '../catalogue/tables.ts';

/** Folder of what could not be converted or partitioned; beside the table's, so that no query reads it. */
export const ERROR_FOLDER = 'errors/inference/';
/**
 * Megabytes at which a file is written before the interval is over. With format conversion and dynamic partitioning
 * Firehose takes nothing below 64.
 * @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
 */
const BUFFER_MEGABYTES = 64;
const MIN_BUFFER_SECONDS = 60;
const MAX_BUFFER_SECONDS = 900;
/** Seconds for which a file that S3 refuses is tried again. */
const RETRY_SECONDS = 7200;

export interface RecordDeliveryProps {
  readonly bucket: IBucket;
  readonly key?: IKey;
  readonly prefix: string;
  readonly databaseName: string;
  readonly tableName: string;
  readonly bufferInterval: Duration;
  readonly logRetention?: RetentionDays;
  readonly removalPolicy?: RemovalPolicy;
}

/** JSON records in, Parquet files in `inference/date=yyyy-MM-dd/` out. */
export class RecordDelivery extends Construct {
  readonly role: Role;
  readonly stream: CfnDeliveryStream;
  private readonly props: RecordDeliveryProps;

  constructor(scope: Construct, id: string, props: RecordDeliveryProps) {
    super(scope, id);
    this.props = props;
    const seconds = props.bufferInterval.toSeconds();
    if (seconds < MIN_BUFFER_SECONDS || seconds > MAX_BUFFER_SECONDS) {
      throw new RangeError(
        `bufferInterval is ${seconds} s; write ${MIN_BUFFER_SECONDS} to ${MAX_BUFFER_SECONDS} seconds`,
      );
    }
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    const logStream = new LogStream(this, 'LogStream', { logGroup, removalPolicy: props.removalPolicy });
    this.role = this.createRole(logGroup);
    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      // What waits in the stream, minutes at most, is encrypted with a key that AWS holds: no grant that can be missing.
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: props.bucket.bucketArn,
        roleArn: this.role.roleArn,
        prefix: `${this.folder()}date=!{partitionKeyFromQuery:date}/`,
        errorOutputPrefix: `${this.errorFolder()}!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/`,
        bufferingHints: { intervalInSeconds: seconds, sizeInMBs: BUFFER_MEGABYTES },
        // The files compress themselves.
        compressionFormat: 'UNCOMPRESSED',
        encryptionConfiguration:
          props.key === undefined ? undefined : { kmsEncryptionConfig: { awskmsKeyArn: props.key.keyArn } },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
        ...partitionedByDay(),
        dataFormatConversionConfiguration: this.conversion(),
      },
    });
  }

  private folder(): string {
    return `${this.props.prefix}${INFERENCE_TABLE.folder}`;
  }

  private errorFolder(): string {
    return `${this.props.prefix}${ERROR_FOLDER}`;
  }

  /**
   * JSON to Parquet by the catalogue's newest schema. The names are lower case already; `created_at` is ISO 8601, which
   * this deserializer reads as a timestamp. Each record is one JSON object, so that nothing has to stand between them.
   *
   * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
   */
  private conversion(): CfnDeliveryStream.DataFormatConversionConfigurationProperty {
    return {
      enabled: true,
      inputFormatConfiguration: { deserializer: { openXJsonSerDe: { caseInsensitive: true } } },
      outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
      schemaConfiguration: {
        catalogId: Stack.of(this).account,
        region: Stack.of(this).region,
        databaseName: this.props.databaseName,
        tableName: this.props.tableName,
        roleArn: this.role.roleArn,
        versionId: 'LATEST',
      },
    };
  }

  /** Everything in the role itself, not in a policy beside it: the stream is created after the whole of it. */
  private createRole(logGroup: LogGroup): Role {
    const { key } = this.props;
    const statements = [this.glueStatement(), ...this.bucketStatements()];
    statements.push(new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    if (key !== undefined) {
      statements.push(
        new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
      );
    }
    const role = new Role(this, 'Role', {
      description: 'Writes inference records into the data lake',
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { Delivery: new PolicyDocument({ statements }) },
    });
    for (const folder of [this.folder(), this.errorFolder()]) {
      acknowledge(
        role,
        `AwsSolutions-IAM5[Resource::${arnInFinding(this.props.bucket)}/${folder}*]`,
        'Firehose names the files itself; the role writes in this folder only, and reads none',
      );
    }
    return role;
  }

  private glueStatement(): PolicyStatement {
    const { databaseName, tableName } = this.props;
    const format = (resource: string, resourceName?: string): string =>
      Stack.of(this).formatArn({ service: 'glue', resource, resourceName });
    return new PolicyStatement({
      actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
      resources: [format('catalog'), format('database', databaseName), format('table', `${databaseName}/${tableName}`)],
    });
  }

  /**
   * The actions of AWS's own policy without `s3:GetObject`: this role is to put records in, and to read none past Lake
   * Formation. That delivery needs no reading is *inferred*: AWS lists the action and does not say what for.
   *
   * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
   */
  private bucketStatements(): PolicyStatement[] {
    const { bucket } = this.props;
    return [
      new PolicyStatement({
        actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
        resources: [bucket.arnForObjects(`${this.folder()}*`), bucket.arnForObjects(`${this.errorFolder()}*`)],
      }),
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.bucketArn],
      }),
    ];
  }
}

/**
 * The folder of a record: the day of its `created_at`, which is in UTC. Not the day of its arrival here, which is another
 * one around midnight and after an outage.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-partitioning-keys.html (inline parsing, JQ 1.6)
 */
function partitionedByDay(): Pick<
  CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty,
  'dynamicPartitioningConfiguration' | 'processingConfiguration'
> {
  return {
    dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: RETRY_SECONDS } },
    processingConfiguration: {
      enabled: true,
      processors: [
        {
          type: 'MetadataExtraction',
          parameters: [
            { parameterName: 'MetadataExtractionQuery', parameterValue: '{date: .created_at[0:10]}' },
            { parameterName: 'JsonParsingEngine', parameterValue: 'JQ-1.6' },
          ],
        },
      ],
    },
  };
}

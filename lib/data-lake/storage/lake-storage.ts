import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { DEFAULT_ACCESS_LOG_DAYS, DEFAULT_RESULT_DAYS, DEFAULT_VERSION_DAYS } from '../lake-limits.ts';

const UNFINISHED_UPLOAD_DAYS = 7;

/** Settings of a {@link LakeStorage}. */
export interface LakeStorageProps {
  /** Days that replaced and deleted versions of data are kept. @default DEFAULT_VERSION_DAYS */
  readonly versionDays?: number;
  /** Days that results of queries are kept. @default DEFAULT_RESULT_DAYS */
  readonly resultDays?: number;
  /** Days that access logs are kept. @default DEFAULT_ACCESS_LOG_DAYS */
  readonly accessLogDays?: number;
  /** What becomes of data, results, logs and keys with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The lake's buckets: data, results of queries, and the access logs of both. Encrypted, private, TLS only, versioned.
 *
 * Two keys: who reads results must decrypt them, and shall not be able to decrypt data.
 */
export class LakeStorage extends Construct {
  /** Holds the tables' files. */
  readonly data: Bucket;
  /** Holds the results of queries. */
  readonly results: Bucket;
  /** Holds the access logs of both. */
  readonly accessLogs: Bucket;
  /** Encrypts the data. */
  readonly dataKey: Key;
  /** Encrypts the results. */
  readonly resultsKey: Key;

  constructor(scope: Construct, id: string, props: LakeStorageProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const common: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    };
    this.accessLogs = this.createAccessLogs(common, props.accessLogDays ?? DEFAULT_ACCESS_LOG_DAYS);
    const keyProps = { enableKeyRotation: true, removalPolicy };
    this.dataKey = new Key(this, 'DataKey', { ...keyProps, description: "Data lake: the lake's data" });
    this.resultsKey = new Key(this, 'ResultsKey', { ...keyProps, description: 'Data lake: results of queries' });
    this.data = new Bucket(this, 'Data', {
      ...common,
      ...encryptedWith(this.dataKey),
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: 'data/',
      lifecycleRules: [lifecycle(props.versionDays ?? DEFAULT_VERSION_DAYS)],
    });
    const resultDays = props.resultDays ?? DEFAULT_RESULT_DAYS;
    this.results = new Bucket(this, 'Results', {
      ...common,
      ...encryptedWith(this.resultsKey),
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: 'results/',
      lifecycleRules: [{ ...lifecycle(1), expiration: Duration.days(resultDays) }],
    });
  }

  private createAccessLogs(common: BucketProps, days: number): Bucket {
    const bucket = new Bucket(this, 'AccessLogs', {
      ...common,
      // S3's default, bucket owner enforced; written out, it would not go with the ACL that the CDK lets S3 deliver by in
      // applications without the flag @aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy.
      objectOwnership: undefined,
      // S3 delivers access logs to buckets with its own encryption only.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ ...lifecycle(1), expiration: Duration.days(days) }],
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'this bucket takes the access logs; logging its own accesses would never end',
    );
    return bucket;
  }
}

/** A bucket key spares most calls to KMS. */
const encryptedWith = (encryptionKey: Key): BucketProps => ({
  encryption: BucketEncryption.KMS,
  encryptionKey,
  bucketKeyEnabled: true,
});

const lifecycle = (versionDays: number) => ({
  noncurrentVersionExpiration: Duration.days(versionDays),
  abortIncompleteMultipartUploadAfter: Duration.days(UNFINISHED_UPLOAD_DAYS),
});

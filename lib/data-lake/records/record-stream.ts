import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { RecordDelivery } from './record-delivery.ts';
import { RecordPipe } from './record-pipe.ts';

export interface RecordStreamProps {
  /** The result table, with a stream of new images (or new and old ones). */
  readonly table: ITable;
  readonly bucket: IBucket;
  /** Key of the bucket. @default - the bucket's own, if it has one */
  readonly key?: IKey;
  /** Folders before the table's, with a slash at the end. @default - none */
  readonly prefix?: string;
  /** The table in the catalogue whose columns the Parquet files get. */
  readonly databaseName: string;
  readonly tableName: string;
  /**
   * How long records are collected before they become a file. Firehose says that it can take one and a half times as
   * long; one to fifteen minutes. @default Duration.minutes(2)
   */
  readonly bufferInterval?: Duration;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of the logs and of the messages about undelivered records with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Brings finished inferences from the result table into the lake, with managed services alone: table stream ->
 * EventBridge pipe (keeps what is finished, flattens it) -> Firehose (Parquet by the catalogue's schema, a folder a day).
 *
 * The pipe hands over at least once, so a row can be there twice. The table stays the record's home: what the lake
 * misses can be put in again from it.
 */
export class RecordStream extends Construct {
  /** Firehose's role: it must be granted DESCRIBE on the table (see {@link waitFor}). */
  readonly deliveryRole: IRole;
  readonly deliveryStream: CfnDeliveryStream;
  readonly pipe: CfnPipe;
  /** What the pipe could not deliver: where in the stream it is, not the record itself. */
  readonly deadLetterQueue: Queue;
  private readonly delivery: RecordDelivery;

  constructor(scope: Construct, id: string, props: RecordStreamProps) {
    super(scope, id);
    const keep = { logRetention: props.logRetention, removalPolicy: props.removalPolicy };
    this.delivery = new RecordDelivery(this, 'Delivery', {
      ...keep,
      bucket: props.bucket,
      key: props.key ?? props.bucket.encryptionKey,
      prefix: props.prefix ?? '',
      databaseName: props.databaseName,
      tableName: props.tableName,
      bufferInterval: props.bufferInterval ?? Duration.minutes(2),
    });
    const pipe = new RecordPipe(this, 'Pipe', { ...keep, table: props.table, target: this.delivery.stream });
    this.deliveryRole = this.delivery.role;
    this.deliveryStream = this.delivery.stream;
    this.pipe = pipe.pipe;
    this.deadLetterQueue = pipe.deadLetterQueue;
  }

  /**
   * Creates the delivery stream only after a grant is in force. Firehose reads the table's schema when it is created, and
   * without DESCRIBE from Lake Formation the creation fails ("Required Describe on …").
   *
   * @see https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/issues/379
   */
  waitFor(...grants: IDependable[]): void {
    this.delivery.stream.node.addDependency(...grants);
  }
}

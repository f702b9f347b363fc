import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { recordTemplate, streamFilterPattern } from './record-mapping.ts';

/**
 * Records handed over together. Ten of the largest (a test measures them) stay below the 4 MiB that Firehose takes in one
 * call, so that no batch is refused for its size.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 */
const BATCH_SIZE = 10;
/** Seconds in which a batch gathers. */
const BATCH_WINDOW_SECONDS = 5;
/** Batches of one shard at once: rows have no order that could be lost. */
const PARALLEL_BATCHES = 10;
/**
 * Tries of a batch, halved at each failure, until what cannot be delivered is put aside. A pipe waits longer from try to
 * try; without a limit one bad record would hold up its shard until it leaves the stream, after 24 hours.
 */
const RETRIES = 100;

export interface RecordPipeProps {
  readonly table: ITable;
  readonly target: CfnDeliveryStream;
  readonly logRetention?: RetentionDays;
  readonly removalPolicy?: RemovalPolicy;
}

/** From the table's stream into Firehose: finished records only, one flat object each. */
export class RecordPipe extends Construct {
  readonly pipe: CfnPipe;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: RecordPipeProps) {
    super(scope, id);
    const streamArn = props.table.tableStreamArn;
    if (streamArn === undefined) {
      throw new Error('the result table has no stream; give a table with a stream of new images');
    }
    this.deadLetterQueue = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: props.removalPolicy,
    });
    acknowledge(this.deadLetterQueue, 'AwsSolutions-SQS3', 'this is the dead-letter queue of a pipe');
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.pipe = new CfnPipe(this, 'Pipe', {
      description: 'Finished inferences from the result table into the data lake',
      roleArn: this.createRole(props, streamArn, logGroup).roleArn,
      source: streamArn,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: streamFilterPattern() }] },
        dynamoDbStreamParameters: {
          // Everything that the stream still has, a day: a pipe that is replaced leaves no gap, but some rows twice.
          startingPosition: 'TRIM_HORIZON',
          batchSize: BATCH_SIZE,
          maximumBatchingWindowInSeconds: BATCH_WINDOW_SECONDS,
          parallelizationFactor: PARALLEL_BATCHES,
          maximumRetryAttempts: RETRIES,
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          deadLetterConfig: { arn: this.deadLetterQueue.queueArn },
        },
      },
      target: props.target.attrArn,
      targetParameters: { inputTemplate: recordTemplate() },
      // Errors without execution data: what customers sent belongs into the lake, not into a log.
      logConfiguration: {
        level: 'ERROR',
        cloudwatchLogsLogDestination: { logGroupArn: logGroup.logGroupArn },
      },
    });
  }

  /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html */
  private createRole({ table, target }: RecordPipeProps, streamArn: string, logGroup: LogGroup): Role {
    const statements = [
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [streamArn],
      }),
      new PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [target.attrArn] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] }),
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ];
    const key = table.encryptionKey;
    if (key !== undefined) {
      statements.push(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }));
    }
    return new Role(this, 'Role', {
      description: 'Reads the stream of inference records and hands them to Firehose',
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { Pipe: new PolicyDocument({ statements }) },
    });
  }
}

import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { redriveEnvSchema } from '../../lambda/redrive/env.ts';
import { AppFunction } from '../shared/app-function.ts';

/** Longest that SQS keeps a message. */
const MESSAGE_RETENTION = Duration.days(14);
const REDRIVE_TIMEOUT = Duration.seconds(20);
/**
 * AWS asks for six times the function's timeout, so that a message is not handed out again while it is worked on.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * REDRIVE_TIMEOUT.toSeconds());
/** With one try each visibility timeout: an hour of a refusing table before a record is put aside for a person. */
const MAX_RECEIVES = 30;
/** Records written together; one bad record does not hold up the others (partial batch response). */
const BATCH_SIZE = 10;
/** The least that the service takes: a table that has just refused records is not to be flooded with them. */
const MAX_CONCURRENT_BATCHES = 2;

/** Settings of a {@link RecordQueue}. */
export interface RecordQueueProps {
  /** Where the records belong. */
  readonly table: ITable;
  /** Name of the function that writes queued records. @default - named by CloudFormation */
  readonly redriveFunctionName?: string;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of the function's logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** Takes the records that the table refused, and writes them into it later. */
export class RecordQueue extends Construct {
  /** Waiting records. */
  readonly queue: Queue;
  /** Records that could not be written for an hour; an alarm watches it. */
  readonly deadLetterQueue: Queue;
  /** Writes them into the table. */
  readonly redrive: AppFunction<typeof redriveEnvSchema>;

  constructor(scope: Construct, id: string, props: RecordQueueProps) {
    super(scope, id);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: MESSAGE_RETENTION };
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      ...common,
      removalPolicy: props.removalPolicy,
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      removalPolicy: props.removalPolicy,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVES },
    });
    this.redrive = new AppFunction(this, 'Redrive', {
      entry: 'lambda/redrive/handler.ts',
      description: 'Writes inference records that the table refused at first',
      envSchema: redriveEnvSchema,
      functionName: props.redriveFunctionName,
      timeout: REDRIVE_TIMEOUT,
      memorySize: 512,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    this.redrive.bindTable('TABLE_NAME', props.table, ['PutItem']);
    this.redrive.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        maxConcurrency: MAX_CONCURRENT_BATCHES,
      }),
    );
  }
}

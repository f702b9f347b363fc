import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { MonitoringTargets } from '../monitoring/targets.ts';
import { API_NAME, INFERENCE_FUNCTION_NAME, prefixed, REDRIVE_FUNCTION_NAME } from '../shared/names.ts';
import type { InferenceEndpoint } from './endpoint/inference-endpoint.ts';
import { type ApiAuth, InferenceApi } from './inference-api.ts';
import { InferenceFunction, type MetricsTransport, type PayloadLogging } from './inference-function.ts';
import { RecordQueue } from './record-queue.ts';
import { ResultTable } from './result-table.ts';

/** Settings of an {@link InferencePipeline}. */
export interface InferencePipelineProps {
  /** What answers the inferences: a `HostedEndpoint`, or the names of an endpoint that exists. */
  readonly endpoint: InferenceEndpoint;
  /** Put in front of each fixed name, joined with a hyphen. @default - none */
  readonly prefix?: string;
  /** An existing table: partition key `requestId` (text), time to live `expiresAt`. @default - a table of our own */
  readonly table?: ITable;
  /** Encryption of our own table. @default aws-owned */
  readonly tableEncryption?: 'aws-owned' | 'customer-managed';
  /** Days until a record expires. @default - records are kept */
  readonly recordTtlDays?: number;
  /** Who may call the API. @default - iam */
  readonly auth?: ApiAuth;
  /** Requests a second, and at once. @default 100 and 200 */
  readonly throttle?: { readonly rate: number; readonly burst: number };
  /** Origins whose pages may call from a browser. @default - none */
  readonly allowedOrigins?: readonly string[];
  /** How metrics leave the function. @default emf */
  readonly metricsTransport?: MetricsTransport;
  /** What of each request goes into the log. */
  readonly payloadLogging?: PayloadLogging;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of records, queued records and logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** API, function, table and record queue around a model's endpoint; `targets` is what monitoring watches. */
export class InferencePipeline extends Construct {
  /** Takes the requests. */
  readonly api: InferenceApi;
  /** Answers them. */
  readonly function: InferenceFunction;
  /** The model. */
  readonly endpoint: InferenceEndpoint;
  /** The records of inferences. */
  readonly table: ITable;
  /** The records that the table refused. */
  readonly recordQueue: RecordQueue;

  constructor(scope: Construct, id: string, props: InferencePipelineProps) {
    super(scope, id);
    const prefix = props.prefix ?? '';
    const keep = { logRetention: props.logRetention, removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN };
    this.endpoint = props.endpoint;
    this.table = props.table ?? new ResultTable(this, 'Results', { ...keep, encryption: props.tableEncryption }).table;
    this.recordQueue = new RecordQueue(this, 'Records', {
      ...keep,
      table: this.table,
      redriveFunctionName: prefixed(prefix, REDRIVE_FUNCTION_NAME),
    });
    this.function = new InferenceFunction(this, 'Inference', {
      ...keep,
      functionName: prefixed(prefix, INFERENCE_FUNCTION_NAME),
      endpoint: this.endpoint,
      table: this.table,
      recordQueue: this.recordQueue.queue,
      metricsTransport: props.metricsTransport,
      recordTtlDays: props.recordTtlDays,
      payloadLogging: props.payloadLogging,
    });
    this.api = new InferenceApi(this, 'Api', {
      ...keep,
      handler: this.function.function,
      apiName: prefixed(prefix, API_NAME),
      auth: props.auth,
      throttle: props.throttle,
      allowedOrigins: props.allowedOrigins,
    });
  }

  /** The parts, as `InferenceMonitoring` takes them. */
  get targets(): MonitoringTargets {
    const { endpointName, variantName, hosting } = this.endpoint;
    return {
      function: {
        function: this.function.function,
        timeout: this.function.timeout,
        logGroup: this.function.logGroup,
      },
      endpoint: { endpointName, variantName, hosting },
      table: this.table,
      api: { apiId: this.api.api.apiId, stage: this.api.stage.stageName },
      recordQueue: this.recordQueue.queue,
      deadLetterQueue: this.recordQueue.deadLetterQueue,
    };
  }
}

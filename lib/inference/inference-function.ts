import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../contract/metrics.ts';
import { inferenceEnvSchema } from '../../lambda/inference/env.ts';
import { acknowledge } from '../policy/acknowledge.ts';
import { AppFunction } from '../shared/app-function.ts';
import { type InferenceEndpoint, invokeStatement } from './endpoint/inference-endpoint.ts';

/**
 * An HTTP API gives up on an integration after 30 s, and the caller then never learns what the function would have said.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const API_TIMEOUT = Duration.seconds(30);
/** Below the API's, so that a stuck function ends first and says so in its log. */
export const FUNCTION_TIMEOUT = Duration.seconds(29);
/** Below the function's, with time left to store the record (or queue it) and to answer with an error of ours. */
export const REQUEST_BUDGET = Duration.seconds(25);

/** How metrics leave the function: in its log lines, or by an API call. */
export type MetricsTransport = 'emf' | 'put-metric-data';

/** What of each request goes into the log line. */
export interface PayloadLogging {
  /** Characters of the input; 0 logs none. @default 256 */
  readonly inputCharacters?: number;
  /** Characters of the output; 0 logs none. @default 1024 */
  readonly outputCharacters?: number;
  /** Object keys whose values are replaced in both. @default - none */
  readonly redactKeys?: readonly string[];
}

/** Settings of an {@link InferenceFunction}. */
export interface InferenceFunctionProps {
  /** What answers the inferences. */
  readonly endpoint: InferenceEndpoint;
  /** Partition key `requestId`, time to live `expiresAt`. */
  readonly table: ITable;
  /** Takes the records that the table refuses. */
  readonly recordQueue: IQueue;
  /** Name of the function. @default - named by CloudFormation */
  readonly functionName?: string;
  /** How metrics leave the function. @default emf */
  readonly metricsTransport?: MetricsTransport;
  /** Days until a record expires. @default - records are kept */
  readonly recordTtlDays?: number;
  /** What of each request goes into the log line. @default - the defaults of {@link PayloadLogging} */
  readonly payloadLogging?: PayloadLogging;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of the logs with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** The function that answers inferences: calls the endpoint, stores the record, emits the metrics. */
export class InferenceFunction extends AppFunction<typeof inferenceEnvSchema> {
  constructor(scope: Construct, id: string, props: InferenceFunctionProps) {
    const transport = props.metricsTransport ?? 'emf';
    const { inputCharacters = 256, outputCharacters = 1024, redactKeys = [] } = props.payloadLogging ?? {};
    super(scope, id, {
      entry: 'lambda/inference/handler.ts',
      description: 'Answers inferences: calls the endpoint, stores the record, emits the metrics',
      envSchema: inferenceEnvSchema,
      functionName: props.functionName,
      timeout: FUNCTION_TIMEOUT,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
      environment: {
        METRICS_TRANSPORT: transport,
        RECORD_TTL_DAYS: String(props.recordTtlDays ?? 0),
        LOG_INPUT_CHARACTERS: String(inputCharacters),
        LOG_OUTPUT_CHARACTERS: String(outputCharacters),
        LOG_REDACT_KEYS: JSON.stringify(redactKeys),
        REQUEST_BUDGET_MS: String(REQUEST_BUDGET.toMilliseconds()),
      },
    });
    this.bind('ENDPOINT_NAME', props.endpoint.endpointName, invokeStatement(this, props.endpoint));
    this.bindTable('TABLE_NAME', props.table, ['GetItem', 'PutItem']);
    this.bindQueue('RECORD_QUEUE_URL', props.recordQueue);
    if (transport === 'put-metric-data') this.allowMetricData();
  }

  private allowMetricData(): void {
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
      }),
    );
    acknowledge(
      this,
      'AwsSolutions-IAM5[Resource::*]',
      'cloudwatch:PutMetricData names no resource; a condition holds it to our own namespace',
    );
  }
}

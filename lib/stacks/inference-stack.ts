import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InferwatchConfig } from '../../config/schema.ts';
import { InferencePipeline } from '../inference/inference-pipeline.ts';
import { dataRemovalPolicy } from '../shared/removal.ts';
import { configuredEndpoint } from './configured-endpoint.ts';

/** Settings of an {@link InferenceStack}. */
export interface InferenceStackProps extends StackProps {
  /** Settings of the application. */
  readonly config: InferwatchConfig;
}

/** `InferwatchInference`: the API, the inference function, the endpoint and the table of its records. */
export class InferenceStack extends Stack {
  /** What the stack holds. */
  readonly pipeline: InferencePipeline;

  constructor(scope: Construct, id: string, props: InferenceStackProps) {
    super(scope, id, props);
    const { config } = props;
    const keep = { logRetention: config.logs.retentionDays, removalPolicy: dataRemovalPolicy(this, config) };
    this.pipeline = new InferencePipeline(this, 'Pipeline', {
      ...keep,
      prefix: config.prefix,
      endpoint: configuredEndpoint(this, 'Endpoint', { ...keep, prefix: config.prefix, endpoint: config.endpoint }),
      tableEncryption: config.table.encryption,
      recordTtlDays: config.table.ttlDays,
      auth: config.api.auth,
      throttle: config.api.throttle,
      allowedOrigins: config.api.allowedOrigins,
      metricsTransport: config.metrics.transport,
      payloadLogging: config.logs,
    });
    this.addOutputs();
  }

  private addOutputs(): void {
    const { api, function: inference, endpoint, table, recordQueue } = this.pipeline;
    const outputs: Record<string, { value: string; description: string }> = {
      ApiUrl: { value: api.url, description: 'Base address of the API: POST <this>/inference' },
      FunctionName: { value: inference.function.functionName, description: 'The inference function' },
      FunctionLogGroup: { value: inference.logGroup.logGroupName, description: "The inference function's log" },
      EndpointName: { value: endpoint.endpointName, description: 'The SageMaker endpoint that answers' },
      TableName: { value: table.tableName, description: 'The records, by requestId' },
      RecordQueueUrl: { value: recordQueue.queue.queueUrl, description: 'Records that the table refused' },
      DeadLetterQueueUrl: {
        value: recordQueue.deadLetterQueue.queueUrl,
        description: 'Records that could not be written later either',
      },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}

import { randomUUID } from 'node:crypto';
import { CloudWatchClient, PutMetricDataCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DIMENSION_SETS, ENDPOINT_DIMENSION, METRIC_NAMESPACE, METRICS } from '../contract/metrics.ts';

/**
 * What somebody writes with the AWS SDK alone: call the model, put a record, log a line, emit the metrics, answer. No
 * budget, no retries of its own, no idempotency, no fallback, no redaction. The benchmark compares against it.
 */
const sagemaker = new SageMakerRuntimeClient({});
const dynamodb = new DynamoDBClient({});
const cloudwatch = new CloudWatchClient({});

const endpoint = process.env.ENDPOINT_NAME ?? '';
const table = process.env.TABLE_NAME;
const transport = process.env.METRICS_TRANSPORT;

type Values = Record<'LatencyMs' | 'SuccessCount' | 'ErrorCount' | 'OverheadMs' | 'PersistFailureCount', number>;
const units = (values: Values) =>
  Object.keys(values).map((Name) => ({ Name, Unit: METRICS[Name as keyof Values].unit }));

function logMetrics(values: Values): void {
  const directive = { Namespace: METRIC_NAMESPACE, Dimensions: DIMENSION_SETS, Metrics: units(values) };
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [directive] };
  console.log(JSON.stringify({ _aws, [ENDPOINT_DIMENSION]: endpoint, ...values }));
}

async function putMetrics(values: Values): Promise<void> {
  const MetricData = units(values).flatMap(({ Name, Unit }) =>
    DIMENSION_SETS.map((names) => ({
      MetricName: Name,
      Unit: Unit satisfies StandardUnit,
      Value: values[Name as keyof Values],
      Timestamp: new Date(),
      Dimensions: names.map((name) => ({ Name: name, Value: endpoint })),
    })),
  );
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData }));
}

export async function handler(event: APIGatewayProxyEventV2) {
  const started = performance.now();
  const requestId = randomUUID();
  const input = event.body ?? '';
  const ContentType = event.headers['content-type'];
  JSON.parse(input);
  const called = performance.now();
  const answer = await sagemaker.send(
    new InvokeEndpointCommand({ EndpointName: endpoint, ContentType, Body: input, InferenceId: requestId }),
  );
  const latencyMs = performance.now() - called;
  const output = new TextDecoder().decode(answer.Body);
  const variant = answer.InvokedProductionVariant ?? '';
  const createdAt = new Date().toISOString();
  await dynamodb.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        requestId: { S: requestId },
        endpoint: { S: endpoint },
        variant: { S: variant },
        input: { S: input },
        prediction: { S: output },
        latencyMs: { N: String(latencyMs) },
        createdAt: { S: createdAt },
        status: { S: 'SUCCEEDED' },
      },
    }),
  );
  console.log(JSON.stringify({ level: 'INFO', message: 'inference', requestId, endpoint, input, output, latencyMs }));
  const OverheadMs = performance.now() - started - latencyMs;
  const values = { LatencyMs: latencyMs, SuccessCount: 1, ErrorCount: 0, OverheadMs, PersistFailureCount: 0 };
  if (transport === 'emf') {
    logMetrics(values);
  } else {
    await putMetrics(values);
  }
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requestId, prediction: JSON.parse(output), endpoint, variant, latencyMs }),
  };
}

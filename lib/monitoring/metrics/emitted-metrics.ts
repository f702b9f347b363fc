/**
 * What each AWS service really publishes: namespace, dimension sets, metric names and units, with AWS's page for each.
 * Every metric of an AWS service in alarms and dashboard is built from this table, so that a metric with a dimension
 * set that nobody emits (and that would stay empty for ever) cannot be written.
 */

/** Metrics that a service publishes together, under the same dimension set. */
export interface EmittedGroup {
  readonly namespace: string;
  /** All of these dimensions, and no others, belong to each metric of the group. */
  readonly dimensions: readonly string[];
  /** Unit of each metric, in the service's own words. */
  readonly metrics: Readonly<Record<string, string>>;
  /** AWS's page that lists them. */
  readonly source: string;
}

/** Functions, over all versions and aliases. */
export const LAMBDA_METRICS = {
  namespace: 'AWS/Lambda',
  dimensions: ['FunctionName'],
  metrics: {
    Invocations: 'Count',
    Errors: 'Count',
    Throttles: 'Count',
    Duration: 'Milliseconds',
    ConcurrentExecutions: 'Count',
  },
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
} as const satisfies EmittedGroup;

/**
 * Calls of an endpoint. They exist per variant only; latencies are in microseconds. `ModelSetupTime` (the cold start)
 * is published by serverless endpoints alone.
 */
export const SAGEMAKER_INVOCATION_METRICS = {
  namespace: 'AWS/SageMaker',
  dimensions: ['EndpointName', 'VariantName'],
  metrics: {
    Invocations: 'None',
    Invocation4XXErrors: 'None',
    Invocation5XXErrors: 'None',
    ModelLatency: 'Microseconds',
    OverheadLatency: 'Microseconds',
    ModelSetupTime: 'Microseconds',
  },
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
} as const satisfies EmittedGroup;

/** Instances behind an endpoint: percent, summed over cores and accelerators, so that values above 100 are possible. */
export const SAGEMAKER_INSTANCE_METRICS = {
  namespace: '/aws/sagemaker/Endpoints',
  dimensions: ['EndpointName', 'VariantName'],
  metrics: {
    CPUUtilization: 'Percent',
    MemoryUtilization: 'Percent',
    GPUUtilization: 'Percent',
    GPUMemoryUtilization: 'Percent',
    DiskUtilization: 'Percent',
  },
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
} as const satisfies EmittedGroup;

/** A table as a whole; throttle events are published only in minutes that have some. */
export const DYNAMODB_TABLE_METRICS = {
  namespace: 'AWS/DynamoDB',
  dimensions: ['TableName'],
  metrics: {
    ReadThrottleEvents: 'Count',
    WriteThrottleEvents: 'Count',
    ConsumedReadCapacityUnits: 'Count',
    ConsumedWriteCapacityUnits: 'Count',
  },
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
} as const satisfies EmittedGroup;

/** One operation of a table, for example `PutItem`. */
export const DYNAMODB_OPERATION_METRICS = {
  namespace: 'AWS/DynamoDB',
  dimensions: ['TableName', 'Operation'],
  metrics: { SuccessfulRequestLatency: 'Milliseconds', ThrottledRequests: 'Count' },
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
} as const satisfies EmittedGroup;

/** An HTTP API over all its stages. REST APIs use other names (`4XXError`) and dimensions (`ApiName`). */
export const HTTP_API_METRICS = {
  namespace: 'AWS/ApiGateway',
  dimensions: ['ApiId'],
  metrics: {
    Count: 'Count',
    '4xx': 'Count',
    '5xx': 'Count',
    Latency: 'Milliseconds',
    IntegrationLatency: 'Milliseconds',
  },
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
} as const satisfies EmittedGroup;

/** A queue. The age is reported only while the queue holds a message. */
export const SQS_METRICS = {
  namespace: 'AWS/SQS',
  dimensions: ['QueueName'],
  metrics: {
    ApproximateAgeOfOldestMessage: 'Seconds',
    ApproximateNumberOfMessagesVisible: 'Count',
    ApproximateNumberOfMessagesNotVisible: 'Count',
  },
  source:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
} as const satisfies EmittedGroup;

/** Log lines that claim to be embedded metrics and are not, per log group. */
export const LOGS_METRICS = {
  namespace: 'AWS/Logs',
  dimensions: ['LogGroupName'],
  metrics: { EMFParsingErrors: 'Count', EMFValidationErrors: 'Count' },
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html',
} as const satisfies EmittedGroup;

/** Every group above. */
export const EMITTED_GROUPS: readonly EmittedGroup[] = [
  LAMBDA_METRICS,
  SAGEMAKER_INVOCATION_METRICS,
  SAGEMAKER_INSTANCE_METRICS,
  DYNAMODB_TABLE_METRICS,
  DYNAMODB_OPERATION_METRICS,
  HTTP_API_METRICS,
  SQS_METRICS,
  LOGS_METRICS,
];

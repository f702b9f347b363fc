/**
 * What AWS services publish, as far as a rule rests on it: units and bounds of values, when a value is published, and
 * under which dimensions. Each group names the AWS page that says so; a metric that is not here is not judged.
 */

/**
 * `event`: a value for each request, so that there is none without traffic. `occurrence`: a value only when the thing
 * itself happens, so that there is none while all is well.
 */
export type Published = 'event' | 'occurrence';

export interface ServiceMetrics {
  readonly namespace: string;
  readonly metrics: readonly string[];
  /** As the service publishes it. */
  readonly unit: string;
  /** Lowest and highest value of one sample. @default - not known */
  readonly sample?: readonly [lowest: number, highest: number];
  /** @default - regularly, or not known */
  readonly published?: Published;
  /** Thresholds that make sense for an alarm on high values, in the unit; outside, another unit was meant. */
  readonly plausible?: readonly [lowest: number, highest: number];
  /** The dimension sets that the metric exists under. @default - not judged */
  readonly dimensionSets?: readonly (readonly string[])[];
  readonly source: string;
}

const INFINITE = Number.POSITIVE_INFINITY;

const PAGES = {
  sageMaker: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
  restApi: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html',
  httpApi: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
  loadBalancer:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  dynamoDb: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
  sqs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  rds: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html',
  s3: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html',
  states: 'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html',
  ec2: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html',
  sns: 'https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html',
} as const;

const LAMBDA_SETS = [
  [],
  ['FunctionName'],
  ['FunctionName', 'Resource'],
  ['ExecutedVersion', 'FunctionName', 'Resource'],
];
const REST_SETS = [[], ['ApiName'], ['ApiName', 'Stage'], ['ApiName', 'Method', 'Resource', 'Stage']];
const HTTP_SETS = [[], ['ApiId'], ['ApiId', 'Stage'], ['ApiId', 'Method', 'Resource', 'Stage']];
const TARGET_SETS = [
  ['LoadBalancer', 'TargetGroup'],
  ['AvailabilityZone', 'LoadBalancer', 'TargetGroup'],
];
const BALANCER_SETS = [['LoadBalancer'], ['AvailabilityZone', 'LoadBalancer']];

/** A sample is 1 for a request that failed and 0 for one that did not. */
const RATIO = [0, 1] as const;
const POSITIVE = [0, INFINITE] as const;
/** A value is published for each thing that happened, so that it counts at least one. */
const AT_LEAST_ONE = [1, INFINITE] as const;

const group = (source: string, namespace: string, groups: readonly Omit<ServiceMetrics, 'namespace' | 'source'>[]) =>
  groups.map((entry): ServiceMetrics => ({ namespace, source, ...entry }));

const SAGEMAKER = group(PAGES.sageMaker, 'AWS/SageMaker', [
  {
    metrics: ['ModelLatency', 'OverheadLatency', 'ModelSetupTime', 'ContainerLatency'],
    unit: 'Microseconds',
    sample: POSITIVE,
    published: 'event',
    // 10 ms to one hour, the longest that an asynchronous inference may take.
    plausible: [10_000, 3_600_000_000],
  },
  { metrics: ['Invocations'], unit: 'None', sample: AT_LEAST_ONE, published: 'event' },
  { metrics: ['Invocation4XXErrors', 'Invocation5XXErrors'], unit: 'None', sample: RATIO, published: 'event' },
]);

const LAMBDA = group(PAGES.lambda, 'AWS/Lambda', [
  {
    metrics: ['Duration'],
    unit: 'Milliseconds',
    // A function runs for 15 minutes at most.
    sample: [0, 900_000],
    published: 'event',
    plausible: [1, 900_000],
    dimensionSets: LAMBDA_SETS,
  },
  { metrics: ['Invocations'], unit: 'Count', sample: AT_LEAST_ONE, published: 'event', dimensionSets: LAMBDA_SETS },
  {
    metrics: ['Errors', 'Throttles', 'DeadLetterErrors'],
    unit: 'Count',
    sample: POSITIVE,
    published: 'event',
    dimensionSets: LAMBDA_SETS,
  },
]);

const API_GATEWAY = [
  ...group(PAGES.httpApi, 'AWS/ApiGateway', [
    {
      metrics: ['Latency', 'IntegrationLatency'],
      unit: 'Milliseconds',
      sample: POSITIVE,
      published: 'event',
      // An integration answers within 30 seconds by default, and within 15 minutes at the very most.
      plausible: [10, 900_000],
      // WebSocket APIs add their routes.
      dimensionSets: [...REST_SETS, ...HTTP_SETS, ['ApiId', 'Route', 'Stage']],
    },
    { metrics: ['4xx', '5xx'], unit: 'Count', sample: POSITIVE, published: 'event', dimensionSets: HTTP_SETS },
  ]),
  ...group(PAGES.restApi, 'AWS/ApiGateway', [
    { metrics: ['4XXError', '5XXError'], unit: 'Count', sample: RATIO, published: 'event', dimensionSets: REST_SETS },
  ]),
];

const LOAD_BALANCER = group(PAGES.loadBalancer, 'AWS/ApplicationELB', [
  {
    metrics: ['TargetResponseTime'],
    unit: 'Seconds',
    sample: POSITIVE,
    published: 'event',
    // The load balancer closes a connection that is idle for 60 seconds, unless its attribute says otherwise.
    plausible: [0.001, 60],
    dimensionSets: [...BALANCER_SETS, ...TARGET_SETS],
  },
  {
    metrics: ['HTTPCode_Target_4XX_Count', 'HTTPCode_Target_5XX_Count', 'TargetConnectionErrorCount'],
    unit: 'Count',
    sample: POSITIVE,
    published: 'occurrence',
    dimensionSets: [...BALANCER_SETS, ...TARGET_SETS],
  },
  {
    metrics: ['HTTPCode_ELB_4XX_Count', 'HTTPCode_ELB_5XX_Count', 'RejectedConnectionCount'],
    unit: 'Count',
    sample: POSITIVE,
    published: 'occurrence',
    dimensionSets: BALANCER_SETS,
  },
  { metrics: ['RequestCount'], unit: 'Count', sample: AT_LEAST_ONE, published: 'event' },
  { metrics: ['HealthyHostCount', 'UnHealthyHostCount'], unit: 'Count', sample: POSITIVE, dimensionSets: TARGET_SETS },
]);

const TABLE_SETS = [['TableName'], ['GlobalSecondaryIndexName', 'TableName']];

const DYNAMODB = group(PAGES.dynamoDb, 'AWS/DynamoDB', [
  {
    metrics: ['SuccessfulRequestLatency'],
    unit: 'Milliseconds',
    sample: POSITIVE,
    published: 'event',
    plausible: [1, 3_600_000],
  },
  // A request that is throttled belongs to an operation; under the table's name alone there is nothing.
  {
    metrics: ['ThrottledRequests', 'SystemErrors'],
    unit: 'Count',
    sample: POSITIVE,
    published: 'occurrence',
    dimensionSets: [['Operation', 'TableName']],
  },
  // Faults of callers are counted for the account and Region as a whole.
  { metrics: ['UserErrors'], unit: 'Count', sample: POSITIVE, published: 'occurrence', dimensionSets: [[]] },
  {
    metrics: ['ReadThrottleEvents', 'WriteThrottleEvents'],
    unit: 'Count',
    sample: POSITIVE,
    published: 'occurrence',
    dimensionSets: TABLE_SETS,
  },
]);

const OTHERS = [
  ...group(PAGES.sqs, 'AWS/SQS', [
    {
      metrics: ['ApproximateAgeOfOldestMessage'],
      unit: 'Seconds',
      // A message is kept for 14 days at most.
      sample: [0, 1_209_600],
      plausible: [1, 1_209_600],
      dimensionSets: [['QueueName']],
    },
    {
      metrics: [
        'ApproximateNumberOfMessagesVisible',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
        'NumberOfMessagesSent',
        'NumberOfMessagesReceived',
        'NumberOfMessagesDeleted',
      ],
      unit: 'Count',
      sample: POSITIVE,
      dimensionSets: [['QueueName']],
    },
  ]),
  ...group(PAGES.rds, 'AWS/RDS', [
    { metrics: ['ReadLatency', 'WriteLatency'], unit: 'Seconds', sample: POSITIVE, plausible: [0.000_01, 10] },
    { metrics: ['CPUUtilization'], unit: 'Percent', sample: [0, 100] },
  ]),
  ...group(PAGES.s3, 'AWS/S3', [
    {
      metrics: ['FirstByteLatency', 'TotalRequestLatency'],
      unit: 'Milliseconds',
      sample: POSITIVE,
      published: 'event',
      plausible: [1, 3_600_000],
    },
    { metrics: ['4xxErrors', '5xxErrors'], unit: 'Count', sample: RATIO, published: 'event' },
  ]),
  ...group(PAGES.states, 'AWS/States', [
    {
      metrics: ['ExecutionTime'],
      unit: 'Milliseconds',
      sample: POSITIVE,
      published: 'event',
      plausible: [10, 31_622_400_000],
    },
    {
      metrics: ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted', 'ExecutionThrottled'],
      unit: 'Count',
      sample: POSITIVE,
    },
  ]),
  ...group(PAGES.ec2, 'AWS/EC2', [{ metrics: ['CPUUtilization'], unit: 'Percent', sample: [0, 100] }]),
  ...group(PAGES.sns, 'AWS/SNS', [
    { metrics: ['NumberOfNotificationsFailed'], unit: 'Count', sample: POSITIVE, published: 'event' },
  ]),
];

/** Every metric that the rules know something about. */
export const SERVICE_METRICS: readonly ServiceMetrics[] = [
  ...SAGEMAKER,
  ...LAMBDA,
  ...API_GATEWAY,
  ...LOAD_BALANCER,
  ...DYNAMODB,
  ...OTHERS,
];

const byName = new Map(
  SERVICE_METRICS.flatMap((entry) => entry.metrics.map((metric) => [`${entry.namespace} ${metric}`, entry] as const)),
);

/** What is known of a metric; undefined for custom metrics and for services that are not listed. */
export function serviceMetric(
  namespace: string | undefined,
  metricName: string | undefined,
): ServiceMetrics | undefined {
  return byName.get(`${namespace} ${metricName}`);
}

/** A quota of a service, as its page says it. */
export interface Limit {
  readonly id: string;
  readonly service: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Whether AWS raises it when asked. */
  readonly adjustable: boolean;
  readonly source: string;
}

/** Day on which the pages were read, `YYYY-MM-DD`. */
export const LIMITS_READ = '2026-11-21';

export const LIMITS = {
  apiRate: {
    id: 'apiRate',
    service: 'API Gateway',
    what: 'requests of all APIs of an account and Region',
    value: 10_000,
    unit: 'a second',
    adjustable: true,
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  },
  lambdaConcurrency: {
    id: 'lambdaConcurrency',
    service: 'Lambda',
    what: 'invocations at the same time, all functions of an account and Region; new accounts may begin with fewer',
    value: 1000,
    unit: 'at once',
    adjustable: true,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  lambdaScaling: {
    id: 'lambdaScaling',
    service: 'Lambda',
    what: 'environments that are added for one function',
    value: 1000,
    unit: 'in 10 s',
    adjustable: false,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html',
  },
  serverlessConcurrency: {
    id: 'serverlessConcurrency',
    service: 'SageMaker',
    what: 'invocations of one serverless endpoint at the same time; an account may share fewer among all its endpoints',
    value: 200,
    unit: 'at once',
    adjustable: false,
    source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html',
  },
  tableWrites: {
    id: 'tableWrites',
    service: 'DynamoDB',
    what: 'write request units of one table on demand',
    value: 40_000,
    unit: 'a second',
    adjustable: true,
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
  },
  tableInitial: {
    id: 'tableInitial',
    service: 'DynamoDB',
    what: 'write request units that a new table on demand takes at once; later, twice the previous peak',
    value: 4000,
    unit: 'a second',
    adjustable: false,
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html',
  },
  partitionWrites: {
    id: 'partitionWrites',
    service: 'DynamoDB',
    what: 'write request units of one partition',
    value: 1000,
    unit: 'a second',
    adjustable: false,
    source: 'https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb',
  },
  putMetricData: {
    id: 'putMetricData',
    service: 'CloudWatch',
    what: 'PutMetricData requests of an account and Region',
    value: 500,
    unit: 'a second',
    adjustable: true,
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html',
  },
  email: {
    id: 'email',
    service: 'SNS',
    what: 'messages to one e-mail address; above it, the subscription is suspended',
    value: 10,
    unit: 'a second',
    adjustable: false,
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html',
  },
} as const satisfies Readonly<Record<string, Limit>>;

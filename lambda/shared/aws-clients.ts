import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * Settings of every client. One attempt: retries are this project's own, because they must fit in a request's budget
 * (see `retry.ts`). Credentials, region and endpoint come from the environment, as on Lambda.
 */
const COMMON = { maxAttempts: 1 } as const;

/** Milliseconds for connecting; an address in AWS that takes longer will not answer in time either. */
const CONNECTION_TIMEOUT_MS = 1000;

const requestHandler = { connectionTimeout: CONNECTION_TIMEOUT_MS };

export const createSageMakerClient = (): SageMakerRuntimeClient =>
  new SageMakerRuntimeClient({ ...COMMON, requestHandler });

export const createDynamoDbClient = (): DynamoDBClient => new DynamoDBClient({ ...COMMON, requestHandler });

/** The SDK would send to the host in the queue's URL, past `AWS_ENDPOINT_URL`; the regional endpoint is the same host. */
export const createSqsClient = (): SQSClient =>
  new SQSClient({ ...COMMON, requestHandler, useQueueUrlAsEndpoint: false });

export const createCloudWatchClient = (): CloudWatchClient => new CloudWatchClient({ ...COMMON, requestHandler });

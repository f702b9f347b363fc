import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { QueueDoesNotExist, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GARBAGE_KINDS } from '../../src/services/sagemaker/garbage.ts';
import {
  ACCOUNT,
  REGION,
  type RunningServices,
  resource,
  resources,
  samplesOf,
  startContainer,
  startServices,
} from './support.ts';

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:main`;
const QUEUE_URL = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/main`;
/** Real milliseconds after which a test takes a silent connection for dead. */
const PATIENCE_MS = 300;

const TABLE = {
  TableName: 'records',
  AttributeDefinitions: [{ AttributeName: 'requestId', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'requestId', KeyType: 'HASH' }],
};

let services: RunningServices;
let container: Awaited<ReturnType<typeof startContainer>>;

beforeEach(async () => {
  container = await startContainer(() => ({ headers: { 'content-type': 'text/csv' }, body: '0.1,0.9' }));
  services = await startServices(
    resources(
      resource('AWS::DynamoDB::Table', 'Table', TABLE),
      resource('AWS::SQS::Queue', 'Queue', { QueueName: 'main' }, { arn: QUEUE }),
      resource('AWS::SageMaker::Endpoint', 'Endpoint', { EndpointName: 'digits' }),
    ),
    { modelUrl: container.url },
  );
});
afterEach(() => Promise.all([services.dispose(), container.dispose()]));

const abortSignal = () => AbortSignal.timeout(PATIENCE_MS);

describe('a table that is missing', () => {
  it('refuses data, as a user error of the account', async () => {
    services.faults.tableMissingRate = 1;
    const client = new DynamoDBClient(services.client);

    const answer = client.send(new GetItemCommand({ TableName: 'records', Key: { requestId: { S: '1' } } }));

    await expect(answer).rejects.toBeInstanceOf(ResourceNotFoundException);
    expect(samplesOf(services.metrics, 'AWS/DynamoDB', 'UserErrors', {})).toEqual([1]);
  });
});

describe('a queue that is missing', () => {
  it('takes no message and gives none, to clients and to functions', async () => {
    services.plugins.queues.send(QUEUE, 'a');
    services.faults.queueMissingRate = 1;
    const client = new SQSClient({ ...services.client, useQueueUrlAsEndpoint: false });

    const sent = client.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: 'b' }));

    await expect(sent).rejects.toBeInstanceOf(QueueDoesNotExist);
    expect(services.plugins.queues.receive(QUEUE, 10)).toEqual([]);
  });

  it('has no metrics, and all of its messages when it is back', async () => {
    services.plugins.queues.send(QUEUE, 'a');
    services.faults.queueMissingRate = 1;

    await services.clock.advance(120_000);
    services.faults.queueMissingRate = 0;

    const visible = samplesOf(services.metrics, 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'main' });
    expect(visible).toEqual([]);
    expect(services.plugins.queues.bodies(QUEUE)).toEqual(['a']);
  });
});

describe('a queue that duplicates', () => {
  it('gives a message twice at once, and is empty when both were deleted', async () => {
    services.faults.queueDuplicateRate = 1;
    services.plugins.queues.send(QUEUE, 'a');

    const twice = [services.plugins.queues.receive(QUEUE, 10), services.plugins.queues.receive(QUEUE, 10)].flat();
    const third = services.plugins.queues.receive(QUEUE, 10);
    for (const { receiptHandle } of twice) services.plugins.queues.delete(QUEUE, [receiptHandle]);

    expect(twice.map(({ body }) => body)).toEqual(['a', 'a']);
    expect(third).toEqual([]);
    expect(services.plugins.queues.bodies(QUEUE)).toEqual([]);
  });

  it('does so for clients too', async () => {
    services.faults.queueDuplicateRate = 1;
    services.plugins.queues.send(QUEUE, 'a');
    const client = new SQSClient({ ...services.client, useQueueUrlAsEndpoint: false });
    const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl: QUEUE_URL }))).Messages ?? [];

    expect([await receive(), await receive()].flat().map(({ Body }) => Body)).toEqual(['a', 'a']);
  });
});

describe('an endpoint', () => {
  const invoke = (signal?: AbortSignal) =>
    new SageMakerRuntimeClient(services.client).send(
      new InvokeEndpointCommand({ EndpointName: 'digits', Body: '1', ContentType: 'text/csv' }),
      { abortSignal: signal },
    );

  it('that hangs never answers, and does not ask the model', async () => {
    services.faults.endpointHangRate = 1;

    await expect(invoke(abortSignal())).rejects.toMatchObject({ name: 'AbortError' });

    expect(container.requests).toEqual([]);
  });

  it('that stalls asks the model and gives half of its answer', async () => {
    services.faults.endpointStallRate = 1;
    const response = await fetch(`${services.endpoint.url}/endpoints/digits/invocations`, {
      method: 'POST',
      body: '1',
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=x/20260101/${REGION}/sagemaker/aws4_request` },
      signal: abortSignal(),
    });

    const reader = response.body?.getReader();
    const first = await reader?.read();

    expect(new TextDecoder().decode(first?.value)).toBe('0.1');
    await expect(reader?.read()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(container.requests).toHaveLength(1);
  });

  it('that answers garbage gives each kind of it', async () => {
    services.faults.modelGarbageRate = 1;

    const answers = await Promise.all(Array.from({ length: GARBAGE_KINDS }, () => invoke()));

    const sizes = answers.map(({ Body }) => Body.length);
    expect(answers.map(({ ContentType }) => ContentType)).toContain('text/html');
    expect(Math.max(...sizes)).toBeGreaterThan(1024 * 1024);
    expect(container.requests).toEqual([]);
  });
});

describe('CloudWatch that does not take metrics', () => {
  const put = (signal?: AbortSignal) =>
    new CloudWatchClient(services.client).send(
      new PutMetricDataCommand({ Namespace: 'Own', MetricData: [{ MetricName: 'A', Value: 1 }] }),
      { abortSignal: signal },
    );

  it('refuses them with 500, and still answers questions', async () => {
    services.faults.metricApiErrorRate = 1;

    await expect(put()).rejects.toMatchObject({ name: 'InternalServiceFault' });

    expect(await new CloudWatchClient(services.client).send(new ListMetricsCommand({}))).toMatchObject({ Metrics: [] });
  });

  it('or never answers', async () => {
    services.faults.metricApiHangRate = 1;

    await expect(put(abortSignal())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a signature', () => {
  const at = (offsetMs: number) =>
    new DynamoDBClient({ ...services.client, systemClockOffset: offsetMs }).send(
      new GetItemCommand({ TableName: 'records', Key: { requestId: { S: '1' } } }),
    );

  it.each([
    ['six minutes old', -6 * 60_000, 'Signature expired'],
    ['six minutes ahead', 6 * 60_000, 'Signature not yet current'],
  ])('that is %s is refused', async (_name, offset, message) => {
    await expect(at(offset)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining(message),
    });
  });

  it.each([-4, 4])('that is %d minutes off is taken', async (minutes) => {
    await expect(at(minutes * 60_000)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });
});

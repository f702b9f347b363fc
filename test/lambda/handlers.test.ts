import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LocalTable, startTable, TABLE_NAME } from './helpers/dynamodb.ts';
import { awsError, type Loopback, messageSent, type Reply, startLoopback } from './helpers/loopback.ts';
import { record } from './helpers/records.ts';
import { bodyOf, context, ENVIRONMENT, httpEvent } from './helpers/world.ts';

const ANSWER: Reply = {
  status: 200,
  headers: { 'content-type': 'application/json', 'x-amzn-invoked-production-variant': 'AllTraffic' },
  body: '{"score":[0.1,0.9]}',
};

let table: LocalTable;
/** SageMaker, SQS and CloudWatch behind one address, as the preview serves them. */
let services: Loopback;
let queued: string[];
let model: Reply;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  table = await startTable();
  services = await startLoopback((request) => {
    if (request.path.startsWith('/endpoints/')) {
      return model;
    }
    if (String(request.headers['x-amz-target']).startsWith('AmazonSQS.')) {
      queued.push(JSON.parse(request.body.toString()).MessageBody);
      return messageSent(request);
    }
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
  });
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  await table[Symbol.asyncDispose]();
});
beforeEach(() => {
  queued = [];
  model = ANSWER;
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(JSON.parse(String(chunk)));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A fresh execution environment: the module is loaded anew with this environment. */
async function load(environment: Record<string, string> = {}) {
  const all = {
    ...ENVIRONMENT,
    TABLE_NAME,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: services.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    ...environment,
  };
  for (const [name, value] of Object.entries(all)) {
    vi.stubEnv(name, value);
  }
  const inference = await import('../../lambda/inference/handler.ts');
  const redrive = await import('../../lambda/redrive/handler.ts');
  return { inference: inference.handler, redrive: redrive.handler };
}
const get = (requestId: string) => httpEvent({ routeKey: 'GET /inference/{requestId}', body: undefined, requestId });
const metricLines = () => lines.filter((line) => '_aws' in line);

describe('the inference function with real clients', () => {
  it('serves a prediction, stores it, and gives the record', async () => {
    const { inference } = await load();

    const response = await inference(httpEvent(), context());
    const stored = await inference(get(bodyOf(response).requestId), context());

    expect(bodyOf(response)).toMatchObject({ prediction: { score: [0.1, 0.9] }, variant: 'AllTraffic' });
    expect(bodyOf(stored)).toMatchObject({ status: 'SUCCEEDED', prediction: { score: [0.1, 0.9] } });
  });

  it('writes one log line and one line of metrics', async () => {
    const { inference } = await load();

    await inference(httpEvent(), context());

    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'inference', level: 'INFO', service: 'inference' }),
    );
    expect(metricLines()).toMatchObject([{ SuccessCount: 1, EndpointName: 'digits' }]);
  });

  it('keeps an idempotency key', async () => {
    const { inference } = await load();
    const event = httpEvent({ headers: { 'idempotency-key': 'handlers-test' } });
    const calls = () => services.received.filter(({ path }) => path.startsWith('/endpoints/')).length;
    const before = calls();

    const first = await inference(event, context());
    const second = await inference(event, context());

    expect(second.body).toBe(first.body);
    expect(calls() - before).toBe(1);
  });

  it('sends its metrics to CloudWatch when it is told to', async () => {
    const { inference } = await load({ METRICS_TRANSPORT: 'put-metric-data' });
    const before = services.received.length;

    await inference(httpEvent(), context());

    const sent = services.received
      .slice(before)
      .filter(({ headers }) => String(headers['x-amz-target']).includes('PutMetricData'));
    expect(sent).toHaveLength(1);
    expect(metricLines()).toEqual([]);
  });

  it('fails to load, and says why, when a variable is missing', async () => {
    await expect(load({ TABLE_NAME: '' })).rejects.toThrow('TABLE_NAME');
  });
});

describe('a record that the table refuses', () => {
  it('goes to the queue, and from there into the table', async () => {
    await using refusing = await startLoopback(() => awsError(400, 'ThrottlingException'));
    const { inference } = await load({ AWS_ENDPOINT_URL_DYNAMODB: refusing.url });
    const response = await inference(httpEvent(), context());
    vi.resetModules();
    const recovered = await load();

    const event = { Records: [{ messageId: 'm0', body: queued[0] ?? '' }] } as SQSEvent;
    const redriven = await recovered.redrive(event, { getRemainingTimeInMillis: () => 10_000 });

    const { requestId, prediction } = bodyOf(response);
    expect(redriven).toEqual({ batchItemFailures: [] });
    const stored = await recovered.inference(get(requestId), context());
    expect(bodyOf(stored)).toMatchObject({ requestId, prediction });
    expect(metricLines()).toMatchObject([{ PersistFailureCount: 1, SuccessCount: 1 }]);
  });

  it('that is poison stays in the queue', async () => {
    const { redrive } = await load();
    const event = {
      Records: [
        { messageId: 'm0', body: 'poison' },
        { messageId: 'm1', body: JSON.stringify(record()) },
      ],
    };

    const response = await redrive(event as SQSEvent, { getRemainingTimeInMillis: () => 10_000 });

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });
});

describe('the SQS client', () => {
  it('goes to the configured endpoint, not to the host in the queue URL', async () => {
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    const { createSqsClient } = await import('../../lambda/shared/aws-clients.ts');

    const client = createSqsClient();

    expect(client).toBeInstanceOf(SQSClient);
    expect(client.config.useQueueUrlAsEndpoint).toBe(false);
  });
});

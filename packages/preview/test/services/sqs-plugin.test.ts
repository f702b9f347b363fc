import { createHash } from 'node:crypto';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toLoopbackQueueUrls } from '../../src/services/sqs/queue-url.ts';
import { ACCOUNT, REGION, type RunningServices, resource, resources, startServices } from './support.ts';

const arnOf = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

const queue = (name: string, properties: Record<string, unknown> = {}) =>
  resource('AWS::SQS::Queue', name, { QueueName: name, ...properties }, { arn: arnOf(name) });

const ASSEMBLY = resources(
  queue('records', {
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 },
  }),
  queue('dead'),
  queue('small', { MaximumMessageSize: 1024 }),
  queue('ordered.fifo', { FifoQueue: true }),
);

describe('the emulated SQS', () => {
  let services: RunningServices;
  let client: SQSClient;
  let QueueUrl: string;

  beforeEach(async () => {
    services = await startServices(ASSEMBLY);
    client = new SQSClient(services.client);
    QueueUrl = `${services.endpoint.url}/${ACCOUNT}/records`;
  });

  afterEach(async () => {
    client.destroy();
    await services.dispose();
  });

  const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));

  const receive = async (input: Partial<ConstructorParameters<typeof ReceiveMessageCommand>[0]> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...input }))).Messages ?? [];

  it('delivers what was sent; the client checks both digests', async () => {
    // Prepare
    const { MessageId } = await send('{"number":"ü"}');

    // Act
    const [message] = await receive({ MessageSystemAttributeNames: ['All'] });

    // Assess
    expect(message).toMatchObject({ MessageId, Body: '{"number":"ü"}' });
    expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
  });

  it('returns message attributes with the digest that AWS documents', async () => {
    // Prepare
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'x' },
      raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
    };
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageAttributes }));

    // Act
    const [message] = await receive({ MessageAttributeNames: ['All'] });

    // Assess
    const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    const text = (value: string) => part(Buffer.from(value));
    const expected = createHash('md5')
      .update(Buffer.concat([text('kind'), text('String'), Buffer.from([1]), text('x')]))
      .update(Buffer.concat([text('raw'), text('Binary'), Buffer.from([2]), part(Buffer.from([1, 2]))]))
      .digest('hex');
    expect(sent.MD5OfMessageAttributes).toBe(expected);
    expect(message?.MD5OfMessageAttributes).toBe(expected);
    expect(message?.MessageAttributes?.raw?.BinaryValue).toEqual(new Uint8Array([1, 2]));
  });

  it('returns only the attributes that were asked for', async () => {
    // Prepare
    const one = { DataType: 'Number', StringValue: '1' };
    const MessageAttributes = { 'a.one': one, 'a.two': one, b: one };
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageAttributes }));

    // Act
    const [message] = await receive({ MessageAttributeNames: ['a.*'], MessageSystemAttributeNames: ['SentTimestamp'] });

    // Assess
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(['a.one', 'a.two']);
    expect(Object.keys(message?.Attributes ?? {})).toEqual(['SentTimestamp']);
  });

  it('sends, hides, and deletes in batches, and tells good entries from bad', async () => {
    // Prepare
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'bad', MessageBody: '\u0000' },
    ];

    // Act
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const [message] = await receive();
    const handles = [{ Id: '1', ReceiptHandle: message?.ReceiptHandle }];
    const hidden = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: [{ ...handles[0]!, VisibilityTimeout: 5 }] }),
    );
    const deleted = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [...handles, { Id: '2', ReceiptHandle: 'nonsense' }] }),
    );

    // Assess
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(hidden.Successful).toEqual([{ Id: '1' }]);
    expect(deleted.Successful).toEqual([{ Id: '1' }]);
    expect(deleted.Failed).toMatchObject([{ Id: '2', Code: 'ReceiptHandleIsInvalid' }]);
  });

  it.each([
    ['an empty batch', [], 'There should be at least one entry'],
    [
      'more than ten entries',
      Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'a' })),
      'are 10. You have sent 11.',
    ],
    ['two entries with one id', [0, 1].map(() => ({ Id: 'same', MessageBody: 'a' })), 'have the same Id'],
    [
      'more than 1 MiB',
      [0, 1].map((Id) => ({ Id: `${Id}`, MessageBody: 'a'.repeat(600_000) })),
      'cannot be longer than 1048576',
    ],
  ])('refuses %s', async (_name, Entries, message) => {
    // Prepare, Act
    const answer = client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

    // Assess
    await expect(answer).rejects.toThrow(message);
  });

  it('refuses a message that is longer than the queue allows', async () => {
    // Prepare
    const small = `${services.endpoint.url}/${ACCOUNT}/small`;

    // Act
    const answer = client.send(new SendMessageCommand({ QueueUrl: small, MessageBody: 'x'.repeat(1025) }));

    // Assess
    await expect(answer).rejects.toThrow('Message must be shorter than 1024 bytes');
  });

  it('refuses a message without a body', async () => {
    // Prepare, Act
    const answer = client.send(new SendMessageCommand({ QueueUrl, MessageBody: '' }));

    // Assess
    await expect(answer).rejects.toThrow('must contain the parameter MessageBody');
  });

  it('refuses to receive more than ten messages', async () => {
    // Prepare, Act
    const answer = receive({ MaxNumberOfMessages: 11 });

    // Assess
    await expect(answer).rejects.toThrow('Value 11 for parameter MaxNumberOfMessages is invalid');
  });

  it('shows a message again at once when its visibility is set to zero', async () => {
    // Prepare
    await send('a');
    const [message] = await receive();
    const ReceiptHandle = message?.ReceiptHandle;

    // Act
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

    // Assess
    expect(await receive()).toHaveLength(1);
  });

  it('refuses to change the visibility of a message that is not in flight', async () => {
    // Prepare
    await send('a');
    const [message] = await receive();
    await services.clock.advance(61_000);
    const ReceiptHandle = message?.ReceiptHandle;

    // Act
    const answer = client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 }));

    // Assess
    await expect(answer).rejects.toThrow('not available for visibility timeout change');
  });

  it('refuses a visibility of more than twelve hours', async () => {
    // Prepare
    await send('a');
    const [message] = await receive();
    const ReceiptHandle = message?.ReceiptHandle;

    // Act
    const answer = client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 43_201 }),
    );

    // Assess
    await expect(answer).rejects.toThrow('Must be between 0 and 43200');
  });

  it('waits for a message as long as the receive asks', async () => {
    // Prepare
    const waiting = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));

    // Act
    await send('late');

    // Assess
    expect(await waiting).toMatchObject([{ Body: 'late' }]);
  });

  it('ends a waiting receive when the preview stops', async () => {
    // Prepare
    const waiting = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const sqs = services.plugins.all.find((plugin) => plugin.signingName === 'sqs');

    // Act
    await sqs?.dispose();

    // Assess
    expect(await waiting).toEqual([]);
  });

  it('deletes a message for good', async () => {
    // Prepare
    await send('a');
    const [message] = await receive();

    // Act
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

    // Assess
    await services.clock.advance(61_000);
    expect(await receive()).toEqual([]);
  });

  it('describes a queue with its settings and counts', async () => {
    // Prepare
    await send('a');
    await send('b');
    await receive();

    // Act
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

    // Assess
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '0',
      QueueArn: arnOf('records'),
      VisibilityTimeout: '60',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 }),
    });
  });

  it('finds queues by name and by prefix', async () => {
    // Prepare, Act
    const one = await client.send(new GetQueueUrlCommand({ QueueName: 'records' }));
    const many = await client.send(new ListQueuesCommand({ QueueNamePrefix: 's' }));

    // Assess
    expect(one.QueueUrl).toBe(QueueUrl);
    expect(many.QueueUrls).toEqual([`${services.endpoint.url}/${ACCOUNT}/small`]);
  });

  it('empties a queue', async () => {
    // Prepare
    await send('a');

    // Act
    await client.send(new PurgeQueueCommand({ QueueUrl }));

    // Assess
    expect(services.plugins.queues.counts(arnOf('records'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('answers for a queue that does not exist as SQS does', async () => {
    // Prepare
    const other = `${services.endpoint.url}/${ACCOUNT}/other`;

    // Act
    const answer = client.send(new SendMessageCommand({ QueueUrl: other, MessageBody: 'a' }));

    // Assess
    await expect(answer).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it('refuses a FIFO queue by name', async () => {
    // Prepare
    const fifo = `${services.endpoint.url}/${ACCOUNT}/ordered.fifo`;

    // Act
    const answer = client.send(new SendMessageCommand({ QueueUrl: fifo, MessageBody: 'a', MessageGroupId: 'g' }));

    // Assess
    await expect(answer).rejects.toThrow('queue ordered.fifo is a FIFO queue');
  });

  it('names an operation that it does not have', async () => {
    // Prepare, Act
    const answer = client.send(new ListQueueTagsCommand({ QueueUrl: 'http://127.0.0.1/1/new' }));

    // Assess
    await expect(answer).rejects.toThrow('the preview does not emulate ListQueueTags of sqs');
    expect(services.unsupported).toMatchObject([{ service: 'sqs', operation: 'ListQueueTags' }]);
  });

  it('is reached through AWS_ENDPOINT_URL by the queue URL of the template, pointed at the endpoint', async () => {
    // Prepare: as in a function, the endpoint is set through the environment alone.
    const { endpoint, ...options } = services.client;
    const fromTemplate = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/records`;
    const queueUrl = toLoopbackQueueUrls(fromTemplate, services.endpoint.url);
    process.env.AWS_ENDPOINT_URL = endpoint;
    const inFunction = new SQSClient(options);

    // Act
    const answer = await inFunction.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'a' }));

    // Assess
    delete process.env.AWS_ENDPOINT_URL;
    expect(answer.MessageId).toBeDefined();
    expect(services.plugins.queues.counts(arnOf('records')).visible).toBe(1);
  });
});

describe('queue URLs', () => {
  it.each([
    ['https://sqs.eu-central-1.amazonaws.com/123456789012/q', 'http://127.0.0.1:1/123456789012/q'],
    ['https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q', 'http://127.0.0.1:1/123456789012/q'],
    [
      'a https://sqs.us-east-1.amazonaws.com/1/q and https://sqs.us-east-1.amazonaws.com/1/r',
      'a http://127.0.0.1:1/1/q and http://127.0.0.1:1/1/r',
    ],
    ['https://sqs.example.com/1/q', 'https://sqs.example.com/1/q'],
  ])('%s becomes %s', (text, expected) => {
    // Prepare, Act
    const changed = toLoopbackQueueUrls(text, 'http://127.0.0.1:1/');

    // Assess
    expect(changed).toBe(expected);
  });
});

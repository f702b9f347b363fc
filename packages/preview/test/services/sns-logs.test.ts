import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  REGION,
  type RunningServices,
  resource,
  resources,
  samplesOf,
  signed,
  startServices,
} from './support.ts';

const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;

const ASSEMBLY = resources(
  resource(
    'AWS::SNS::Topic',
    'Alerts',
    { Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] },
    { arn: TOPIC },
  ),
  resource('AWS::SNS::Subscription', 'Phone', { TopicArn: TOPIC, Protocol: 'sms', Endpoint: '+4915112345678' }),
  resource('AWS::SNS::Subscription', 'Queue', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:::q' }),
);

let services: RunningServices;

beforeEach(async () => {
  services = await startServices(ASSEMBLY);
});

afterEach(() => services.dispose());

describe('the emulated SNS', () => {
  const publish = async (input: Record<string, string>) => {
    const body = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', ...input });
    const response = await fetch(services.endpoint.url, { method: 'POST', body, headers: signed('sns') });
    return { status: response.status, text: await response.text() };
  };

  it('delivers a message to every person who is subscribed', async () => {
    // Prepare, Act
    const answer = await publish({ TopicArn: TOPIC, Subject: 'Subject', Message: 'Hello <all>' });

    // Assess
    const at = services.clock.now();
    expect(answer.text).toMatch(/<PublishResponse><PublishResult><MessageId>[0-9a-f-]{36}<\/MessageId>/);
    expect(services.inbox.messages).toEqual([
      { at, channel: 'email', to: 'a@example.com', subject: 'Subject', body: 'Hello <all>', topicArn: TOPIC },
      { at, channel: 'sms', to: '+4915112345678', subject: '', body: 'Hello <all>', topicArn: TOPIC },
    ]);
  });

  it('has a subject of its own for a message without one', async () => {
    // Prepare, Act
    await publish({ TopicArn: TOPIC, Message: 'Hello' });

    // Assess
    expect(services.inbox.messages[0]?.subject).toBe('AWS Notification Message');
  });

  it('takes the text of each protocol from a message with a structure', async () => {
    // Prepare
    const Message = JSON.stringify({ default: 'for all', sms: 'short' });

    // Act
    await publish({ TopicArn: TOPIC, Message, MessageStructure: 'json' });

    // Assess
    expect(services.inbox.messages.map(({ body }) => body)).toEqual(['for all', 'short']);
  });

  it('sends an SMS straight to a number', async () => {
    // Prepare, Act
    await publish({ PhoneNumber: '+4915100000000', Message: 'Hello' });

    // Assess
    expect(services.inbox.messages).toMatchObject([
      { channel: 'sms', to: '+4915100000000', body: 'Hello', topicArn: '' },
    ]);
  });

  it.each([
    [{ TopicArn: 'arn:aws:sns:eu-west-1:1:other', Message: 'a' }, 404, 'Topic does not exist'],
    [{ TopicArn: TOPIC }, 400, 'Empty message'],
    [{ TopicArn: TOPIC, Message: '{}', MessageStructure: 'json' }, 400, 'No default entry'],
    [{ TopicArn: TOPIC, Message: '{', MessageStructure: 'json' }, 400, 'No default entry'],
  ])('refuses %o', async (input, status, message) => {
    // Prepare, Act
    const answer = await publish(input as Record<string, string>);

    // Assess
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
    expect(services.inbox.messages).toEqual([]);
  });
});

describe('the emulated CloudWatch Logs', () => {
  const call = async (operation: string, input: Record<string, unknown>) => {
    const headers = signed('logs', {
      'x-amz-target': `Logs_20140328.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
    });
    const response = await fetch(services.endpoint.url, { method: 'POST', body: JSON.stringify(input), headers });
    return (await response.json()) as Record<string, unknown>;
  };

  const STREAM = { logGroupName: '/group', logStreamName: 'stream' };

  const event = (message: string) => ({ timestamp: Date.now(), message });

  it('keeps events that are put, in virtual time', async () => {
    // Prepare
    await call('CreateLogGroup', { logGroupName: '/group' });
    await call('CreateLogStream', STREAM);

    // Act
    await call('PutLogEvents', { ...STREAM, logEvents: [event('one'), event('two')] });

    // Assess
    const timestamp = services.clock.now();
    expect(services.logs.read({ logGroup: '/group' })).toEqual([
      { logGroup: '/group', logStream: 'stream', timestamp, message: 'one' },
      { logGroup: '/group', logStream: 'stream', timestamp, message: 'two' },
    ]);
  });

  it('publishes the metrics that a line embeds', async () => {
    // Prepare
    const line = JSON.stringify({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'm' }] }],
      },
      m: 3,
    });

    // Act
    await call('PutLogEvents', { ...STREAM, logEvents: [event(line)] });

    // Assess
    expect(samplesOf(services.metrics, 'N', 'm', {})).toEqual([3]);
  });

  it('gives the newest events of a stream back', async () => {
    // Prepare
    await call('PutLogEvents', { ...STREAM, logEvents: [event('one'), event('two')] });
    await call('PutLogEvents', { ...STREAM, logStreamName: 'other', logEvents: [event('three')] });

    // Act
    const answer = await call('GetLogEvents', { ...STREAM, limit: 1 });

    // Assess
    expect(answer.events).toMatchObject([{ message: 'two' }]);
  });

  it('lists its groups', async () => {
    // Prepare
    await call('CreateLogGroup', { logGroupName: '/group' });
    await call('CreateLogGroup', { logGroupName: '/other' });

    // Act
    const answer = await call('DescribeLogGroups', { logGroupNamePrefix: '/g' });

    // Assess
    expect(answer.logGroups).toEqual([{ logGroupName: '/group' }]);
  });

  it('refuses to make a group twice', async () => {
    // Prepare
    await call('CreateLogGroup', { logGroupName: '/group' });

    // Act
    const answer = await call('CreateLogGroup', { logGroupName: '/group' });

    // Assess
    expect(answer).toMatchObject({ __type: 'ResourceAlreadyExistsException' });
  });

  it.each([
    ['CreateLogGroup', {}, 'the parameter logGroupName is required'],
    ['CreateLogStream', { logGroupName: '/group' }, 'the parameter logStreamName is required'],
    ['PutLogEvents', { logStreamName: 'stream' }, 'the parameter logGroupName is required'],
    ['PutLogEvents', { logGroupName: '/group' }, 'the parameter logStreamName is required'],
    ['PutLogEvents', STREAM, 'must number 1 to 10000'],
    ['GetLogEvents', STREAM, 'The specified log group does not exist.'],
    ['StartQuery', {}, 'the preview does not emulate StartQuery of logs'],
  ])('refuses %s of %o', async (operation, input, message) => {
    // Prepare, Act
    const answer = await call(operation, input);

    // Assess
    expect(answer.message).toContain(message);
  });
});

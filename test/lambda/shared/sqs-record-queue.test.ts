import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../lambda/shared/deadline.ts';
import { recordSchema } from '../../../lambda/shared/record-schema.ts';
import { SqsRecordQueue } from '../../../lambda/shared/sqs-record-queue.ts';
import { systemClock } from '../../../lambda/shared/system.ts';
import {
  awsError,
  clientOf,
  messageSent,
  never,
  type Received,
  type Reply,
  startLoopback,
} from '../helpers/loopback.ts';
import { record } from '../helpers/records.ts';

const QUEUE_URL = 'https://sqs.eu-central-1.amazonaws.com/123456789012/records';

async function sendTo(reply: (request: Received, count: number) => Reply, sent = record(), budgetMs = 20_000) {
  await using server = await startLoopback(reply);
  const client = new SQSClient({ ...clientOf(server.url), useQueueUrlAsEndpoint: false });
  const queue = new SqsRecordQueue(QUEUE_URL, client, { clock: systemClock, random: () => 0 });
  const result = await queue.send(sent, Deadline.after(systemClock, budgetMs));
  client.destroy();
  return { result, received: server.received };
}

describe('the record queue', () => {
  it('takes a record that the redrive function can read', async () => {
    const { result, received } = await sendTo(messageSent);

    const message = JSON.parse(received[0]?.body.toString() ?? '');
    expect(result).toEqual({ status: 'queued' });
    expect(message.QueueUrl).toBe(QUEUE_URL);
    expect(recordSchema.parse(JSON.parse(message.MessageBody))).toEqual(record());
  });

  it('takes characters that SQS would replace', async () => {
    const sent = record({ input: 'a\uffff\u0000b' });

    const { received } = await sendTo(messageSent, sent);

    const { MessageBody } = JSON.parse(received[0]?.body.toString() ?? '');
    expect(MessageBody).toContain('a\\uffff\\u0000b');
    expect(JSON.parse(MessageBody)).toEqual(sent);
  });

  it('is asked again when it is throttled', async () => {
    const { result, received } = await sendTo((request, count) =>
      count === 1 ? awsError(400, 'RequestThrottled') : messageSent(request),
    );

    expect(result).toEqual({ status: 'queued' });
    expect(received).toHaveLength(2);
  });

  it('that refuses for good is unavailable', async () => {
    const { result, received } = await sendTo(() => awsError(403, 'AccessDeniedException'));

    expect(result).toMatchObject({ status: 'unavailable', cause: { name: 'AccessDeniedException' } });
    expect(received).toHaveLength(1);
  });

  it('that does not answer is given up at the deadline', async () => {
    const { result } = await sendTo(() => never, record(), 50);

    expect(result).toMatchObject({ status: 'unavailable', cause: { code: 'deadline-exceeded' } });
  });
});

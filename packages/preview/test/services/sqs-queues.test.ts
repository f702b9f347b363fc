import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { MetricStore } from '../../src/observability/metric-store.ts';
import { publishQueueMetrics } from '../../src/services/sqs/queue-metrics.ts';
import { Queues } from '../../src/services/sqs/queues.ts';
import { resource, resources, samplesOf } from './support.ts';

const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:main';
const DEAD = 'arn:aws:sqs:eu-central-1:123456789012:dead';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function prepare(properties: Record<string, unknown> = {}) {
  const clock = createManualClock();
  const metrics = new MetricStore({ historyMs: 24 * HOUR });
  const queues = new Queues(
    resources(
      resource('AWS::SQS::Queue', 'Main', { QueueName: 'main', ...properties }, { arn: QUEUE }),
      resource('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' }, { arn: DEAD }),
    ),
    clock,
  );
  publishQueueMetrics(queues.all, metrics, clock);
  const metric = (metricName: string, QueueName = 'main') => samplesOf(metrics, 'AWS/SQS', metricName, { QueueName });
  return { clock, metrics, queues, metric };
}

const REDRIVE = { RedrivePolicy: { deadLetterTargetArn: DEAD, maxReceiveCount: 2 } };

describe('visibility, delay and retention in virtual time', () => {
  it('hides a received message for the visibility timeout of the queue', async () => {
    // Prepare
    const { clock, queues } = prepare({ VisibilityTimeout: 45 });
    queues.send(QUEUE, 'a');
    queues.receive(QUEUE, 1);

    // Act
    await clock.advance(44 * SECOND);
    const early = queues.receive(QUEUE, 1);
    await clock.advance(SECOND);
    const late = queues.receive(QUEUE, 1);

    // Assess
    expect(early).toEqual([]);
    expect(late).toMatchObject([{ body: 'a', attributes: { ApproximateReceiveCount: '2' } }]);
  });

  it('hides it for 30 seconds if the template says nothing', async () => {
    // Prepare
    const { clock, queues } = prepare();
    queues.send(QUEUE, 'a');
    queues.receive(QUEUE, 1);

    // Act
    await clock.advance(30 * SECOND);

    // Assess
    expect(queues.receive(QUEUE, 1)).toHaveLength(1);
  });

  it('hides it for as long as the caller says', async () => {
    // Prepare
    const { clock, queues } = prepare();
    queues.send(QUEUE, 'a');
    queues.receive(QUEUE, 1, 5 * SECOND);

    // Act
    await clock.advance(5 * SECOND);

    // Assess
    expect(queues.receive(QUEUE, 1)).toHaveLength(1);
  });

  it('delivers a message of a delay queue only after the delay', async () => {
    // Prepare
    const { clock, queues } = prepare({ DelaySeconds: 10 });
    queues.send(QUEUE, 'a');
    const before = queues.counts(QUEUE);

    // Act
    await clock.advance(10 * SECOND);

    // Assess
    expect(before).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    expect(queues.counts(QUEUE)).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });

  it('forgets a message after the retention period', async () => {
    // Prepare
    const { clock, queues } = prepare({ MessageRetentionPeriod: '60' });
    queues.send(QUEUE, 'a');

    // Act
    await clock.advance(61 * SECOND);

    // Assess
    expect(queues.receive(QUEUE, 1)).toEqual([]);
  });

  it('deletes by the newest receipt handle only', async () => {
    // Prepare
    const { clock, queues } = prepare();
    queues.send(QUEUE, 'a');
    const [first] = queues.receive(QUEUE, 1);
    await clock.advance(30 * SECOND);
    const [second] = queues.receive(QUEUE, 1);

    // Act
    queues.delete(QUEUE, [first!.receiptHandle]);
    const afterOld = queues.counts(QUEUE);
    queues.delete(QUEUE, [second!.receiptHandle]);

    // Assess
    expect(afterOld.inFlight).toBe(1);
    expect(queues.counts(QUEUE).inFlight).toBe(0);
  });

  it('receives at most as many messages as asked', () => {
    // Prepare
    const { queues } = prepare();
    for (const body of ['a', 'b', 'c']) queues.send(QUEUE, body);

    // Act
    const received = queues.receive(QUEUE, 2);

    // Assess
    expect(received.map(({ body }) => body)).toEqual(['a', 'b']);
    expect(queues.counts(QUEUE)).toEqual({ visible: 1, inFlight: 2, delayed: 0 });
  });

  it('shows the bodies of all messages without receiving them', async () => {
    // Prepare
    const { queues } = prepare();
    for (const body of ['a', 'b']) queues.send(QUEUE, body);
    queues.receive(QUEUE, 1);
    const before = queues.counts(QUEUE);

    // Act
    const bodies = queues.bodies(QUEUE);

    // Assess
    expect(bodies).toEqual(['a', 'b']);
    expect(queues.counts(QUEUE)).toEqual(before);
  });

  it('names the queues there are when it is asked for another', () => {
    // Prepare
    const { queues } = prepare();

    // Act
    const act = () => queues.counts('arn:other');

    // Assess
    expect(act).toThrow(`no queue arn:other in the templates: name one of ${QUEUE}, ${DEAD}`);
  });
});

describe('the dead-letter queue', () => {
  async function receiveTwice() {
    const prepared = prepare(REDRIVE);
    prepared.queues.send(QUEUE, 'poison');
    for (const _ of [1, 2]) {
      prepared.queues.receive(QUEUE, 1);
      await prepared.clock.advance(30 * SECOND);
    }
    return prepared;
  }

  it('takes a message when it is due to be received once more than allowed', async () => {
    // Prepare
    const { queues } = await receiveTwice();

    // Act
    const third = queues.receive(QUEUE, 1);

    // Assess
    expect(third).toEqual([]);
    expect(queues.counts(QUEUE)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(queues.counts(DEAD).visible).toBe(1);
  });

  it('says where its message came from', async () => {
    // Prepare
    const { queues } = await receiveTwice();
    queues.receive(QUEUE, 1);

    // Act
    const [message] = queues.receive(DEAD, 1);

    // Assess
    expect(message).toMatchObject({ body: 'poison', attributes: { DeadLetterQueueSourceArn: QUEUE } });
  });

  it('counts the age of its message from the move', async () => {
    // Prepare
    const { clock, queues, metric } = await receiveTwice();
    queues.receive(QUEUE, 1);

    // Act
    await clock.advance(2 * MINUTE);

    // Assess
    expect(metric('ApproximateAgeOfOldestMessage', 'dead').at(-1)).toBe(120);
    expect(metric('NumberOfMessagesSent', 'dead').every((sent) => sent === 0)).toBe(true);
  });

  it('reads a redrive policy that is written as text', async () => {
    // Prepare
    const { queues } = prepare({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD, maxReceiveCount: 1 }) });
    queues.send(QUEUE, 'a');
    queues.receive(QUEUE, 1, 0);

    // Act
    queues.receive(QUEUE, 1);

    // Assess
    expect(queues.counts(DEAD).visible).toBe(1);
  });
});

describe('the metrics of a queue', () => {
  it('come every virtual minute, stamped with the minute that ended', async () => {
    // Prepare
    const { clock, metrics, queues } = prepare();
    const start = clock.now();
    queues.send(QUEUE, 'a');

    // Act
    await clock.advance(2 * MINUTE);

    // Assess
    const identity = { namespace: 'AWS/SQS', metricName: 'NumberOfMessagesSent', dimensions: { QueueName: 'main' } };
    const samples = [...metrics.samples(identity, start, clock.now())];
    expect(samples.map(({ timestamp, value }) => [timestamp - start, value])).toEqual([
      [0, 1],
      [MINUTE, 0],
    ]);
  });

  it('tell messages by state', async () => {
    // Prepare
    const { clock, queues, metric } = prepare({ VisibilityTimeout: 600 });
    for (const body of ['a', 'b', 'c']) queues.send(QUEUE, body);
    const [message] = queues.receive(QUEUE, 1);
    queues.delete(QUEUE, [message!.receiptHandle]);
    queues.receive(QUEUE, 1);

    // Act
    await clock.advance(MINUTE);

    // Assess
    expect(metric('ApproximateNumberOfMessagesVisible')).toEqual([1]);
    expect(metric('ApproximateNumberOfMessagesNotVisible')).toEqual([1]);
    expect(metric('NumberOfMessagesReceived')).toEqual([2]);
    expect(metric('NumberOfMessagesDeleted')).toEqual([1]);
    expect(metric('SentMessageSize')).toEqual([1, 1, 1]);
  });

  it('count receives that found nothing', async () => {
    // Prepare
    const { clock, queues, metric } = prepare();
    queues.receive(QUEUE, 1);

    // Act
    await clock.advance(MINUTE);

    // Assess
    expect(metric('NumberOfEmptyReceives')).toEqual([1]);
  });

  it('give the age of the oldest message', async () => {
    // Prepare
    const { clock, queues, metric } = prepare();
    queues.send(QUEUE, 'a');

    // Act
    await clock.advance(3 * MINUTE);

    // Assess
    expect(metric('ApproximateAgeOfOldestMessage')).toEqual([60, 120, 180]);
  });

  it('leave a message out of the age that was received more than three times', async () => {
    // Prepare
    const { clock, queues, metric } = prepare();
    queues.send(QUEUE, 'poison');
    for (const _ of [1, 2, 3, 4]) queues.receive(QUEUE, 1, 0);

    // Act
    await clock.advance(MINUTE);

    // Assess
    expect(metric('ApproximateAgeOfOldestMessage')).toEqual([0]);
  });

  it('stop six hours after the last use of an empty queue', async () => {
    // Prepare
    const { clock, metric } = prepare();

    // Act
    await clock.advance(7 * HOUR);

    // Assess
    expect(metric('NumberOfMessagesSent').length).toBe(6 * 60);
    expect(metric('NumberOfMessagesSent', 'dead').length).toBe(6 * 60);
  });
});

import type { Clock, MetricSink } from '../../types.ts';
import type { SqsQueue } from './queue.ts';

const MINUTE_MS = 60_000;

/** A queue sends metrics for so long after its last use, in milliseconds. */
const ACTIVE_MS = 6 * 3_600_000;

/**
 * Publishes the `AWS/SQS` metrics of each queue every virtual minute, stamped with the minute that has just ended. A queue
 * that is empty and was not used for six hours sends none, as in AWS.
 * @param areGone whether the queues do not exist at the moment. @default - they do
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-monitoring-using-cloudwatch.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function publishQueueMetrics(
  queues: readonly SqsQueue[],
  metrics: MetricSink,
  clock: Clock,
  areGone: () => boolean = () => false,
): Disposable {
  return clock.every(MINUTE_MS, (dueAt) => {
    if (areGone()) return;
    for (const queue of queues) publish(queue, metrics, dueAt);
  });
}

function publish(queue: SqsQueue, metrics: MetricSink, dueAt: number): void {
  const { visible, inFlight, delayed } = queue.counts();
  const activity = queue.takeActivity();
  if (visible + inFlight + delayed === 0 && dueAt - queue.lastUsed > ACTIVE_MS) return;
  const dimensions = { QueueName: queue.settings.name };
  const timestamp = dueAt - MINUTE_MS;
  const put = (metricName: string, unit: string, value: number) =>
    metrics.publish({ namespace: 'AWS/SQS', metricName, dimensions, timestamp, value, unit });
  put('ApproximateAgeOfOldestMessage', 'Seconds', queue.ageOfOldest());
  put('ApproximateNumberOfMessagesVisible', 'Count', visible);
  put('ApproximateNumberOfMessagesNotVisible', 'Count', inFlight);
  put('ApproximateNumberOfMessagesDelayed', 'Count', delayed);
  put('NumberOfMessagesSent', 'Count', activity.sent);
  put('NumberOfMessagesReceived', 'Count', activity.received);
  put('NumberOfEmptyReceives', 'Count', activity.emptyReceives);
  put('NumberOfMessagesDeleted', 'Count', activity.deleted);
  for (const bytes of activity.sentBytes) put('SentMessageSize', 'Bytes', bytes);
}

import type { Clock, MetricSink, ServicePlugin } from '../../types.ts';
import { fail, type JsonObject, type Operation, type OperationResult, rpcPlugin, succeed } from '../protocol.ts';
import { list, number, object, objects, text } from '../template.ts';
import { messageSize } from './message-digest.ts';
import type { NewMessage, SqsQueue } from './queue.ts';
import { publishQueueMetrics } from './queue-metrics.ts';
import { queueNameOf } from './queue-url.ts';
import type { Queues } from './queues.ts';
import { invalidParameter, pick, readAttributes, readHandle, readMessage, toWire } from './wire.ts';

/** Bytes of a batch. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MAX_BATCH_BYTES = 1_048_576;
const MAX_BATCH_ENTRIES = 10;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;
const MAX_VISIBILITY_SECONDS = 43_200;

type QueueOperation = (queue: SqsQueue, input: JsonObject) => OperationResult | Promise<OperationResult>;

interface SqsDependencies {
  readonly clock: Clock;
  readonly metrics: MetricSink;
}

/**
 * Amazon SQS: standard queues from the templates, and those made since, in virtual time. FIFO queues are refused, because their order and
 * deduplication are not emulated.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
 */
export function createSqsPlugin(queues: Queues, { clock, metrics }: SqsDependencies): ServicePlugin {
  const metricsTimer = publishQueueMetrics(queues.all, metrics, clock, () => queues.areGone);
  const stop = new AbortController();
  const onQueue = (operation: QueueOperation): Operation => {
    return (input) => {
      const queue = queues.named(queueNameOf(text(input.QueueUrl) ?? ''));
      if (!queue || queues.isMissing()) return noSuchQueue();
      if (queue.settings.fifo) return fifoRefused(queue);
      return operation(queue, input);
    };
  };
  const operations: Record<string, Operation> = {
    SendMessage: onQueue(sendMessage),
    SendMessageBatch: onQueue(sendMessageBatch),
    ReceiveMessage: onQueue((queue, input) => receiveMessage(queue, input, stop.signal)),
    DeleteMessage: onQueue(deleteMessage),
    DeleteMessageBatch: onQueue((queue, input) => inBatch(input, (entry) => deleteMessage(queue, entry))),
    ChangeMessageVisibility: onQueue(changeVisibility),
    ChangeMessageVisibilityBatch: onQueue((queue, input) => inBatch(input, (entry) => changeVisibility(queue, entry))),
    GetQueueAttributes: onQueue(queueAttributes),
    PurgeQueue: onQueue((queue) => {
      queue.purge();
      return succeed();
    }),
    CreateQueue: (input, request) => {
      const name = text(input.QueueName) ?? '';
      if (!QUEUE_NAME.test(name))
        return invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
      const queue = queues.create(name, object(input.Attributes) ?? {});
      return succeed({ QueueUrl: queueUrl(queue, request.headers.host) });
    },
    DeleteQueue: onQueue((queue) => {
      queues.remove(queue);
      return succeed();
    }),
    GetQueueUrl: (input, request) => {
      const queue = queues.named(text(input.QueueName) ?? '');
      return queue ? succeed({ QueueUrl: queueUrl(queue, request.headers.host) }) : noSuchQueue();
    },
    ListQueues: (input, request) => {
      const prefix = text(input.QueueNamePrefix) ?? '';
      const matching = queues.all.filter((queue) => queue.settings.name.startsWith(prefix));
      return succeed({ QueueUrls: matching.map((queue) => queueUrl(queue, request.headers.host)) });
    },
  };
  return rpcPlugin('sqs', operations, async () => {
    stop.abort();
    metricsTimer[Symbol.dispose]();
  });
}

function queueUrl({ settings }: SqsQueue, host = '127.0.0.1'): string {
  return `http://${host}/${settings.arn.split(':')[4]}/${settings.name}`;
}

function noSuchQueue(): OperationResult {
  return fail(400, 'QueueDoesNotExist', 'The specified queue does not exist.', {
    queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
  });
}

function fifoRefused({ settings }: SqsQueue): OperationResult {
  const message = `queue ${settings.name} is a FIFO queue: the preview emulates standard queues only`;
  return fail(400, 'UnsupportedOperation', message, { queryCode: 'AWS.SimpleQueueService.UnsupportedOperation' });
}

function sendMessage(queue: SqsQueue, input: JsonObject): OperationResult {
  const read = readMessage(queue, input);
  if (!read.ok) return read;
  return succeed(sent(queue, read.message));
}

function sent(queue: SqsQueue, message: NewMessage): JsonObject {
  const { id, md5OfBody, md5OfAttributes } = queue.send(message);
  return {
    MessageId: id,
    MD5OfMessageBody: md5OfBody,
    ...(md5OfAttributes ? { MD5OfMessageAttributes: md5OfAttributes } : {}),
  };
}

function sendMessageBatch(queue: SqsQueue, input: JsonObject): OperationResult {
  let bytes = 0;
  for (const entry of objects(input.Entries)) {
    bytes += messageSize(text(entry.MessageBody) ?? '', readAttributes(entry.MessageAttributes));
  }
  if (bytes > MAX_BATCH_BYTES) {
    return fail(
      400,
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
      {
        queryCode: 'AWS.SimpleQueueService.BatchRequestTooLong',
      },
    );
  }
  return inBatch(input, (entry) => sendMessage(queue, entry));
}

/** Runs an operation for each entry of a batch; one bad entry does not spoil the others. */
function inBatch(input: JsonObject, operation: (entry: JsonObject) => OperationResult): OperationResult {
  const entries = objects(input.Entries);
  const refuse = (code: string, message: string) =>
    fail(400, code, message, { queryCode: `AWS.SimpleQueueService.${code}` });
  if (entries.length === 0) return refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > MAX_BATCH_ENTRIES) {
    const message = `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}. You have sent ${entries.length}.`;
    return refuse('TooManyEntriesInBatchRequest', message);
  }
  const ids = entries.map((entry) => text(entry.Id) ?? '');
  if (new Set(ids).size < ids.length)
    return refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of entries) {
    const result = operation(entry);
    if (result.ok) successful.push({ Id: entry.Id, ...result.output });
    else failed.push({ Id: entry.Id, Code: result.error.code, Message: result.error.message, SenderFault: true });
  }
  return succeed({ Successful: successful, Failed: failed });
}

async function receiveMessage(queue: SqsQueue, input: JsonObject, signal: AbortSignal): Promise<OperationResult> {
  const max = number(input.MaxNumberOfMessages) ?? 1;
  if (!Number.isInteger(max) || max < 1 || max > 10) {
    const reason = 'Must be between 1 and 10, if provided.';
    return invalidParameter(`Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: ${reason}`);
  }
  const wait = number(input.WaitTimeSeconds) ?? queue.settings.receiveWait;
  const visibility = number(input.VisibilityTimeout);
  const messages = await queue.receiveWithin(
    wait * 1000,
    max,
    visibility === undefined ? undefined : visibility * 1000,
    signal,
  );
  const system = [...list(input.MessageSystemAttributeNames), ...list(input.AttributeNames)];
  const named = list(input.MessageAttributeNames);
  return succeed({ Messages: messages.map((message) => toWire(message, system, named)) });
}

function deleteMessage(queue: SqsQueue, input: JsonObject): OperationResult {
  const read = readHandle(input);
  if (!('handle' in read)) return read;
  queue.delete(read.handle);
  return succeed();
}

function changeVisibility(queue: SqsQueue, input: JsonObject): OperationResult {
  const read = readHandle(input);
  if (!('handle' in read)) return read;
  const seconds = number(input.VisibilityTimeout);
  if (seconds === undefined || seconds < 0 || seconds > MAX_VISIBILITY_SECONDS) {
    const reason = `Must be between 0 and ${MAX_VISIBILITY_SECONDS}.`;
    return invalidParameter(`Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: ${reason}`);
  }
  if (queue.changeVisibility(read.handle, seconds) === 'changed') return succeed();
  return fail(400, 'MessageNotInflight', 'The message is not available for visibility timeout change.', {
    queryCode: 'AWS.SimpleQueueService.MessageNotInflight',
  });
}

function queueAttributes(queue: SqsQueue, input: JsonObject): OperationResult {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const all: Record<string, string> = {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    DelaySeconds: String(settings.delay),
    MaximumMessageSize: String(settings.maximumMessageSize),
    MessageRetentionPeriod: String(settings.retention),
    QueueArn: settings.arn,
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWait),
    VisibilityTimeout: String(settings.visibilityTimeout),
  };
  if (settings.redrive) {
    const { deadLetterArn, maxReceiveCount } = settings.redrive;
    all.RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount });
  }
  const wanted = list(input.AttributeNames);
  return succeed({ Attributes: pick(all, (name) => wanted.includes('All') || wanted.includes(name)) });
}

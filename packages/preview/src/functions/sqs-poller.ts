import * as z from 'zod';
import type { Clock } from '../types.ts';
import { MAX_EVENT_BYTES } from './limits.ts';
import type { Functions, QueueSource, SourceMessage } from './types.ts';

export interface SqsPollerOptions {
  readonly queueArn: string;
  readonly region: string;
  /** Name or ARN. */
  readonly functionName: string;
  /** Messages in an event. */
  readonly batchSize: number;
  /** Virtual milliseconds that messages are collected for before an incomplete batch is handed over. */
  readonly windowMs: number;
  /** Whether the function says which messages failed (`ReportBatchItemFailures`). */
  readonly reportsFailures: boolean;
  /** Batches handled at once. */
  readonly concurrency: number;
}

/** Virtual milliseconds between polls. */
const POLL_INTERVAL_MS = 1000;

/** SQS hands over at most ten messages at a time. */
const MAX_RECEIVE = 10;

/** Room in the event for everything but the bodies: envelope, attributes, escaped characters counted apart. */
const RECORD_OVERHEAD_BYTES = 4096;

const responseSchema = z.object({
  batchItemFailures: z
    .array(z.object({ itemIdentifier: z.string().min(1) }))
    .nullish()
    .transform((failures) => failures ?? []),
});

/**
 * Ids of the messages that the response reports as failed, or undefined if the whole batch counts as failed, as it does
 * for a response that is malformed or names a message that was not in the batch.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
function failedMessages(payload: string, batch: readonly SourceMessage[]): ReadonlySet<string> | undefined {
  const response: unknown = JSON.parse(payload);
  if (response === null || response === '') return new Set();
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return undefined;
  const sent = new Set(batch.map(({ messageId }) => messageId));
  const failed = parsed.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => sent.has(id)) ? new Set(failed) : undefined;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html (example of a standard queue's event) */
function sqsEvent(batch: readonly SourceMessage[], queueArn: string, region: string) {
  const Records = batch.map((message) => ({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          stringValue: StringValue,
          binaryValue: BinaryValue,
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  }));
  return { Records };
}

/**
 * Reads a queue and hands batches to a function, as an event source mapping does. What the function does not report as
 * failed is deleted; the rest comes back when its visibility timeout is over. That timeout passes in virtual time while
 * functions take real time, so at a very high speed a message may come back while it is still handled, which SQS allows
 * at any time ("at least once").
 */
export class SqsPoller {
  readonly #options: SqsPollerOptions;
  readonly #functions: Functions;
  readonly #queues: QueueSource;
  readonly #timer: Disposable;
  readonly #handling = new Set<Promise<void>>();
  #collected: SourceMessage[] = [];
  #collectedBytes = 0;
  #collectedSince = 0;

  constructor(
    options: SqsPollerOptions,
    deps: { readonly functions: Functions; readonly queues: QueueSource; readonly clock: Clock },
  ) {
    this.#options = options;
    this.#functions = deps.functions;
    this.#queues = deps.queues;
    this.#timer = deps.clock.every(POLL_INTERVAL_MS, (dueAt) => this.#poll(dueAt));
  }

  async dispose(): Promise<void> {
    this.#timer[Symbol.dispose]();
    await Promise.all(this.#handling);
  }

  #poll(now: number): void {
    const { windowMs, concurrency } = this.#options;
    while (this.#handling.size < concurrency) {
      const complete = this.#collect(now);
      const due = this.#collected.length > 0 && now - this.#collectedSince >= windowMs;
      if (!complete && !due) return;
      const messages = this.#collected;
      this.#collected = [];
      this.#collectedBytes = 0;
      this.#handOver(messages);
    }
  }

  /** Fills the batch from the queue; true when it is complete, in number or in size. */
  #collect(now: number): boolean {
    const { batchSize, queueArn } = this.#options;
    while (this.#collected.length < batchSize) {
      if (this.#collectedBytes >= MAX_EVENT_BYTES) return true;
      const wanted = Math.min(batchSize - this.#collected.length, MAX_RECEIVE);
      const received = this.#queues.receive(queueArn, wanted);
      if (received.length === 0) return false;
      if (this.#collected.length === 0) this.#collectedSince = now;
      this.#collected.push(...received);
      this.#collectedBytes += received.reduce((sum, message) => sum + bytesOf(message), 0);
    }
    return true;
  }

  #handOver(messages: readonly SourceMessage[]): void {
    for (const batch of splitBySize(messages)) {
      const handling = this.#handle(batch).finally(() => this.#handling.delete(handling));
      this.#handling.add(handling);
    }
  }

  async #handle(batch: readonly SourceMessage[]): Promise<void> {
    const { functionName, queueArn, region, reportsFailures } = this.#options;
    const result = await this.#functions.invoke(functionName, sqsEvent(batch, queueArn, region));
    // A throttled or failed invocation leaves the whole batch to its visibility timeout.
    if (result.status !== 'success') return;
    const failed = reportsFailures ? failedMessages(result.payload, batch) : new Set<string>();
    if (!failed) return;
    const done = batch.filter(({ messageId }) => !failed.has(messageId));
    if (done.length > 0) {
      this.#queues.delete(
        queueArn,
        done.map(({ receiptHandle }) => receiptHandle),
      );
    }
  }
}

/** Size of a message as it stands in the event, JSON's escapes included. */
const bytesOf = ({ body }: SourceMessage): number => Buffer.byteLength(JSON.stringify(body)) + RECORD_OVERHEAD_BYTES;

/** Parts that each fit into an event; Lambda also hands over less than a full batch when it would be too large. */
function splitBySize(messages: readonly SourceMessage[]): SourceMessage[][] {
  const parts: SourceMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = bytesOf(message);
    if (bytes > room || parts.length === 0) {
      parts.push([]);
      room = MAX_EVENT_BYTES;
    }
    parts.at(-1)?.push(message);
    room -= bytes;
  }
  return parts;
}

import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../types.ts';
import type { QueueCounts, QueueMessage, QueueMessageAttribute } from '../types.ts';
import { md5, md5OfAttributes, messageSize } from './message-digest.ts';

/** Settings of a queue, in AWS's units. */
export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly fifo: boolean;
  /** Seconds. @default 30 */
  readonly visibilityTimeout: number;
  /** Seconds. @default 0 */
  readonly delay: number;
  /** Seconds. @default 345600, four days */
  readonly retention: number;
  /** Seconds a receive waits for a message. @default 0 */
  readonly receiveWait: number;
  /** Bytes. @default 1048576 */
  readonly maximumMessageSize: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

/** What happened since the last look, for the metrics of a minute. */
export interface QueueActivity {
  sent: number;
  sentBytes: number[];
  received: number;
  emptyReceives: number;
  deleted: number;
}

interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, QueueMessageAttribute>>;
  readonly traceHeader?: string;
  /** When it was first sent; a move to the dead-letter queue keeps it, and retention counts from it. */
  readonly sentAt: number;
  /** When it came into this queue; the age metric of a dead-letter queue counts from it. */
  readonly enteredAt: number;
  visibleAt: number;
  /** Still in its delay, which counts as delayed and not as in flight. */
  delayed: boolean;
  receiveCount: number;
  firstReceivedAt?: number;
  /** Only the newest handle deletes. */
  receiptHandle?: string;
  readonly deadLetterSource?: string;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, QueueMessageAttribute>>;
  /** Seconds. @default - the queue's own */
  readonly delay?: number;
  /** Value of the AWSTraceHeader system attribute. */
  readonly traceHeader?: string;
}

/** Messages received more often than this count as poison and no longer age the queue. */
const POISON_RECEIVE_COUNT = 3;

const noActivity = (): QueueActivity => ({ sent: 0, sentBytes: [], received: 0, emptyReceives: 0, deleted: 0 });

/** A standard queue in virtual time: visibility timeout, delay, retention and redrive as SQS has them. */
export class SqsQueue {
  readonly settings: QueueSettings;
  readonly #clock: Clock;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #waiting = new Set<() => void>();
  #activity = noActivity();
  #lastUsed: number;
  #deadLetter: SqsQueue | undefined;

  readonly #duplicates: () => boolean;

  /** @param duplicates whether a message that is received for the first time comes a second time at once. @default - never */
  constructor(settings: QueueSettings, clock: Clock, duplicates: () => boolean = () => false) {
    this.settings = settings;
    this.#duplicates = duplicates;
    this.#clock = clock;
    this.#lastUsed = clock.now();
  }

  /** Where messages go that were received too often; set once all queues exist. */
  connectDeadLetter(queue: SqsQueue): void {
    this.#deadLetter = queue;
  }

  /** Virtual time of the last request. */
  get lastUsed(): number {
    return this.#lastUsed;
  }

  send(message: NewMessage): { readonly id: string; readonly md5OfBody: string; readonly md5OfAttributes?: string } {
    const now = this.#use();
    const delay = message.delay ?? this.settings.delay;
    const attributes = message.attributes ?? {};
    const stored: StoredMessage = {
      id: randomUUID(),
      body: message.body,
      attributes,
      traceHeader: message.traceHeader,
      sentAt: now,
      enteredAt: now,
      visibleAt: now + delay * 1000,
      delayed: delay > 0,
      receiveCount: 0,
    };
    this.#activity.sent += 1;
    this.#activity.sentBytes.push(messageSize(message.body, attributes));
    this.#add(stored);
    return { id: stored.id, md5OfBody: md5(message.body), md5OfAttributes: md5OfAttributes(attributes) };
  }

  /** At most `max` messages, hidden for the visibility timeout. One that was received too often moves to the dead-letter queue. */
  receive(max: number, visibilityMs = this.settings.visibilityTimeout * 1000): QueueMessage[] {
    const now = this.#use();
    this.#expire(now);
    const received: QueueMessage[] = [];
    for (const message of this.#messages.values()) {
      if (received.length === max) break;
      if (message.visibleAt > now) continue;
      if (this.#movedToDeadLetter(message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.delayed = false;
      const again = message.receiveCount === 1 && this.#duplicates();
      message.visibleAt = again ? now : now + visibilityMs;
      message.receiptHandle = receiptHandle(message.id);
      received.push(describe(message, message.receiptHandle));
    }
    if (received.length === 0) this.#activity.emptyReceives += 1;
    this.#activity.received += received.length;
    return received;
  }

  /** As `receive`, but waits up to `waitMs` of virtual time for a first message. */
  async receiveWithin(
    waitMs: number,
    max: number,
    visibilityMs?: number,
    signal?: AbortSignal,
  ): Promise<QueueMessage[]> {
    const deadline = this.#clock.now() + waitMs;
    for (;;) {
      const remaining = deadline - this.#clock.now();
      if (remaining <= 0 || signal?.aborted || this.#nextVisibleAt() <= this.#clock.now()) {
        return this.receive(max, visibilityMs);
      }
      await this.#somethingVisible(remaining, signal);
    }
  }

  /** False if the handle is not the newest one of a message that is still here; SQS does not call that an error. */
  delete(handle: string): boolean {
    this.#use();
    const message = this.#byHandle(handle);
    if (!message) return false;
    this.#messages.delete(message.id);
    this.#activity.deleted += 1;
    return true;
  }

  changeVisibility(handle: string, seconds: number): 'changed' | 'not in flight' {
    const now = this.#use();
    const message = this.#byHandle(handle);
    if (!message || message.visibleAt <= now) return 'not in flight';
    message.visibleAt = now + seconds * 1000;
    if (seconds === 0) this.#wake();
    return 'changed';
  }

  purge(): void {
    this.#use();
    this.#messages.clear();
  }

  counts(): QueueCounts {
    const now = this.#clock.now();
    this.#expire(now);
    let visible = 0;
    let inFlight = 0;
    let delayed = 0;
    for (const message of this.#messages.values()) {
      if (message.visibleAt <= now) visible += 1;
      else if (message.delayed) delayed += 1;
      else inFlight += 1;
    }
    return { visible, inFlight, delayed };
  }

  /** Of every message that is here, without receiving it. */
  bodies(): string[] {
    this.#expire(this.#clock.now());
    return [...this.#messages.values()].map(({ body }) => body);
  }

  /**
   * Seconds that the oldest message has been in the queue; 0 for an empty one. A message received more than three times
   * and not deleted is left out.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  ageOfOldest(): number {
    const now = this.#clock.now();
    let oldest = now;
    for (const message of this.#messages.values()) {
      if (message.receiveCount <= POISON_RECEIVE_COUNT) oldest = Math.min(oldest, message.enteredAt);
    }
    return Math.floor((now - oldest) / 1000);
  }

  /** What happened since the last call. */
  takeActivity(): QueueActivity {
    const activity = this.#activity;
    this.#activity = noActivity();
    return activity;
  }

  #add(message: StoredMessage): void {
    this.#messages.set(message.id, message);
    this.#wake();
  }

  #movedToDeadLetter(message: StoredMessage): boolean {
    const { redrive, arn } = this.settings;
    if (!redrive || !this.#deadLetter || message.receiveCount < redrive.maxReceiveCount) return false;
    this.#messages.delete(message.id);
    const now = this.#clock.now();
    // NumberOfMessagesSent of the dead-letter queue does not count it: SQS moved it, nobody sent it.
    this.#deadLetter.#add({
      ...message,
      enteredAt: now,
      visibleAt: now,
      deadLetterSource: arn,
      receiptHandle: undefined,
    });
    return true;
  }

  #expire(now: number): void {
    const retentionMs = this.settings.retention * 1000;
    for (const message of this.#messages.values()) {
      if (now - message.sentAt > retentionMs) this.#messages.delete(message.id);
    }
  }

  #byHandle(handle: string): StoredMessage | undefined {
    const message = this.#messages.get(messageIdOf(handle));
    return message?.receiptHandle === handle ? message : undefined;
  }

  #use(): number {
    this.#lastUsed = this.#clock.now();
    return this.#lastUsed;
  }

  #nextVisibleAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const message of this.#messages.values()) next = Math.min(next, message.visibleAt);
    return next;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Until a message may have become visible, or the time is over. */
  async #somethingVisible(maxMs: number, signal?: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const wake = () => stop.abort();
    this.#waiting.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await this.#clock.sleep(Math.min(maxMs, this.#nextVisibleAt() - this.#clock.now()), stop.signal);
    } finally {
      this.#waiting.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }
}

/** Opaque to callers; it begins with the message's id so that a handle finds its message. */
function receiptHandle(messageId: string): string {
  return Buffer.from(`${messageId} ${randomBytes(16).toString('hex')}`).toString('base64');
}

/** Message that a receipt handle was given for; nonsense for text that is no handle. */
export function messageIdOf(handle: string): string {
  return Buffer.from(handle, 'base64').toString('latin1').split(' ')[0] ?? '';
}

function describe(message: StoredMessage, handle: string): QueueMessage {
  return {
    messageId: message.id,
    receiptHandle: handle,
    body: message.body,
    md5OfBody: md5(message.body),
    attributes: {
      SenderId: 'AIDAPREVIEWPREVIEWPRE',
      SentTimestamp: String(Math.floor(message.sentAt)),
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt ?? message.sentAt)),
      ...(message.traceHeader === undefined ? {} : { AWSTraceHeader: message.traceHeader }),
      ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
    },
    messageAttributes: message.attributes,
    md5OfMessageAttributes: md5OfAttributes(message.attributes),
  };
}

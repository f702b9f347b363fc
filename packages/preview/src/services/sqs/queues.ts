import type { TemplateResource, TemplateResources } from '../../observability/types.ts';
import { type Clock, type Faults, NO_FAULTS, type Random, strikes } from '../../types.ts';
import { flag, number, objectOrJson, text } from '../template.ts';
import type { QueueApi } from '../types.ts';
import { type QueueSettings, SqsQueue } from './queue.ts';

/** Defaults of a queue whose template says nothing. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const DEFAULTS = { visibilityTimeout: 30, delay: 0, retention: 345_600, receiveWait: 0, maximumMessageSize: 1_048_576 };

/** Every queue of the templates and those made since, found by name or ARN. */
export class Queues implements QueueApi {
  readonly #clock: Clock;
  readonly #account: string;
  readonly #region: string;
  readonly #byArn = new Map<string, SqsQueue>();
  readonly #byName = new Map<string, SqsQueue>();
  readonly #faults: Faults;
  readonly #random: Random;

  /** @param faults read at each request. @default - none */
  constructor(resources: TemplateResources, clock: Clock, faults: Faults = NO_FAULTS, random: Random = Math.random) {
    this.#clock = clock;
    this.#faults = faults;
    this.#random = random;
    this.#account = resources.account;
    this.#region = resources.region;
    for (const resource of resources.ofType('AWS::SQS::Queue')) {
      const queue = new SqsQueue(settingsOf(resource), clock, this.#duplicates);
      this.#byArn.set(queue.settings.arn, queue);
      this.#byName.set(queue.settings.name, queue);
    }
    for (const queue of this.all) {
      const deadLetter = this.#byArn.get(queue.settings.redrive?.deadLetterArn ?? '');
      if (deadLetter) queue.connectDeadLetter(deadLetter);
    }
  }

  get all(): readonly SqsQueue[] {
    return [...this.#byArn.values()];
  }

  /** Whether no request finds any queue. */
  get areGone(): boolean {
    return this.#faults.queueMissingRate === 1;
  }

  /** Whether this request meets a queue that is not there. */
  isMissing(): boolean {
    return strikes(this.#faults.queueMissingRate, this.#random);
  }

  get arns(): readonly string[] {
    return [...this.#byArn.keys()];
  }

  named(name: string): SqsQueue | undefined {
    return this.#byName.get(name);
  }

  /** Makes a queue, or gives the one with the name. Dead-letter queues of such queues are not connected. */
  create(name: string, attributes: Readonly<Record<string, unknown>>): SqsQueue {
    const present = this.#byName.get(name);
    if (present) return present;
    const arn = `arn:aws:sqs:${this.#region}:${this.#account}:${name}`;
    const properties = {
      QueueName: name,
      FifoQueue: attributes.FifoQueue,
      VisibilityTimeout: attributes.VisibilityTimeout,
      DelaySeconds: attributes.DelaySeconds,
      MessageRetentionPeriod: attributes.MessageRetentionPeriod,
      ReceiveMessageWaitTimeSeconds: attributes.ReceiveMessageWaitTimeSeconds,
      MaximumMessageSize: attributes.MaximumMessageSize,
    };
    const resource = { stack: '', logicalId: name, type: 'AWS::SQS::Queue', physicalId: name, arn, properties };
    const queue = new SqsQueue(settingsOf(resource), this.#clock, this.#duplicates);
    this.#byArn.set(arn, queue);
    this.#byName.set(name, queue);
    return queue;
  }

  /** Deletes a queue with its messages. */
  remove({ settings }: SqsQueue): void {
    this.#byArn.delete(settings.arn);
    this.#byName.delete(settings.name);
  }

  /** Sends to a queue if it exists: SNS drops what it cannot deliver. */
  offer(queueArn: string, body: string): void {
    this.#byArn.get(queueArn)?.send({ body });
  }

  receive(queueArn: string, max: number, visibilityMs?: number) {
    return this.isMissing() ? [] : this.#get(queueArn).receive(max, visibilityMs);
  }

  delete(queueArn: string, receiptHandles: readonly string[]): void {
    const queue = this.#get(queueArn);
    for (const handle of receiptHandles) queue.delete(handle);
  }

  send(queueArn: string, body: string): string {
    return this.#get(queueArn).send({ body }).id;
  }

  counts(queueArn: string) {
    return this.#get(queueArn).counts();
  }

  bodies(queueArn: string): readonly string[] {
    return this.#get(queueArn).bodies();
  }

  readonly #duplicates = (): boolean => strikes(this.#faults.queueDuplicateRate, this.#random);

  #get(queueArn: string): SqsQueue {
    const queue = this.#byArn.get(queueArn);
    if (!queue)
      throw new Error(`no queue ${queueArn} in the templates: name one of ${this.arns.join(', ') || '(none)'}`);
    return queue;
  }
}

function settingsOf(resource: TemplateResource): QueueSettings {
  const { properties } = resource;
  const redrive = objectOrJson(properties.RedrivePolicy);
  const deadLetterArn = text(redrive?.deadLetterTargetArn);
  return {
    name: text(properties.QueueName) ?? resource.arn.split(':').at(-1) ?? resource.logicalId,
    arn: resource.arn,
    fifo: flag(properties.FifoQueue),
    visibilityTimeout: number(properties.VisibilityTimeout) ?? DEFAULTS.visibilityTimeout,
    delay: number(properties.DelaySeconds) ?? DEFAULTS.delay,
    retention: number(properties.MessageRetentionPeriod) ?? DEFAULTS.retention,
    receiveWait: number(properties.ReceiveMessageWaitTimeSeconds) ?? DEFAULTS.receiveWait,
    maximumMessageSize: number(properties.MaximumMessageSize) ?? DEFAULTS.maximumMessageSize,
    redrive:
      deadLetterArn === undefined
        ? undefined
        : { deadLetterArn, maxReceiveCount: number(redrive?.maxReceiveCount) ?? 10 },
  };
}

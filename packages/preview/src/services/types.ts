import type { Inbox } from '../observability/inbox.ts';
import type { LogStore } from '../observability/log-store.ts';
import type { Clock, Faults, MetricSink, Random, ServicePlugin } from '../types.ts';

/** What the plugins need from the rest of the preview. */
export interface ServiceDependencies {
  readonly clock: Clock;
  readonly metrics: MetricSink;
  readonly logs: LogStore;
  readonly inbox: Inbox;
  /** Read at each request, so that a scenario may change it while the preview runs. */
  readonly faults: Faults;
  readonly random: Random;
  /** Base URL of the server with the SageMaker container contract, without a trailing slash. */
  readonly modelUrl: string;
}

/** Every plugin, and what the preview asks some of them directly, without HTTP. */
export interface ServicePlugins {
  readonly all: readonly ServicePlugin[];
  readonly tables: TableApi;
  readonly queues: QueueApi;
}

/** In-process view of the emulated tables, for reports. */
export interface TableApi {
  readonly names: readonly string[];
  /** Every item as DynamoDB's JSON (`{ requestId: { S: '…' } }`). Faults do not apply. */
  scanAll(tableName: string): Promise<readonly DynamoItem[]>;
  count(tableName: string): Promise<number>;
}

export type DynamoItem = Readonly<Record<string, unknown>>;

/** In-process view of the emulated queues: for event source mappings and reports. A queue is named by its ARN. */
export interface QueueApi {
  readonly arns: readonly string[];
  /** Receives at most `max` messages and hides them for `visibilityMs` (default: the queue's own) of virtual time. */
  receive(queueArn: string, max: number, visibilityMs?: number): readonly QueueMessage[];
  /** Deletes by receipt handle; handles that are unknown or already deleted are ignored, as SQS does. */
  delete(queueArn: string, receiptHandles: readonly string[]): void;
  /** Sends a message as `SendMessage` does and returns its id. */
  send(queueArn: string, body: string): string;
  counts(queueArn: string): QueueCounts;
  /** Bodies of all messages, in flight and delayed ones too. Unlike `receive`, looking changes nothing. */
  bodies(queueArn: string): readonly string[];
}

export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A received message, with the attributes that Lambda puts into an SQS event record. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, QueueMessageAttribute>>;
  readonly md5OfMessageAttributes?: string;
}

export interface QueueMessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** A request that the preview cannot answer, reported so that the preview can show it. */
export interface UnsupportedRequest {
  /** Signing name of the service. */
  readonly service: string;
  readonly operation: string;
  readonly message: string;
}

export interface ServiceEndpointOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Called for each request to a service or an operation that is not emulated. */
  readonly onUnsupported?: (request: UnsupportedRequest) => void;
}

export interface ServiceEndpoint {
  /** `http://127.0.0.1:<port>`, the value of `AWS_ENDPOINT_URL`. */
  readonly url: string;
  dispose(): Promise<void>;
}

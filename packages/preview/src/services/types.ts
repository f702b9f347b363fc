import type { AlarmService } from '../observability/alarm-service.ts';
import type { Inbox } from '../observability/inbox.ts';
import type { LogStore } from '../observability/log-store.ts';
import type { MetricStore } from '../observability/metric-store.ts';
import type { Topics } from '../observability/subscriptions.ts';
import type { TemplateResource } from '../observability/types.ts';
import type { Clock, Faults, Random, ServicePlugin, ServiceRequest, ServiceResponse } from '../types.ts';

/** What the plugins need from the rest of the preview. */
export interface ServiceDependencies {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  readonly inbox: Inbox;
  /** Read at each request, so that a scenario may change it while the preview runs. */
  readonly faults: Faults;
  readonly random: Random;
  /** Base URL of the server with the SageMaker container contract, without a trailing slash. */
  readonly modelUrl: string;
  /** The stacks as CloudFormation would describe them. @default - none */
  readonly deployed?: DeployedStacks;
  /** Parts that start after the services; read at each request. @default - none */
  readonly running?: RunningParts;
}

/** The slice of a resolved assembly that CloudFormation tells about; `ResolvedAssembly` fits it. */
export interface DeployedStacks {
  readonly stacks: readonly DeployedStack[];
  readonly resources: readonly TemplateResource[];
}

export interface DeployedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly exportName?: string }>>;
}

/** Parts of the preview that need the services and that the services in turn tell about. */
export interface RunningParts {
  alarms?: Pick<AlarmService, 'alarms' | 'states'>;
  /** Base address of the API on this machine, which stands for the one in the outputs. */
  apiUrl?: string;
}

/** Every plugin, and what the preview asks some of them directly, without HTTP. */
export interface ServicePlugins {
  readonly all: readonly ServicePlugin[];
  readonly tables: TableApi;
  readonly queues: QueueApi;
  /** Who is subscribed to the alarm topics at the moment. */
  readonly topics: Topics;
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
  /** Sends a message if there is such a queue. */
  offer(queueArn: string, body: string): void;
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

/** A signed request on its way to a plugin. */
export interface InterceptedCall {
  /** Signing name of the service. */
  readonly service: string;
  /** Name of the operation; for a REST service, method and path. */
  readonly operation: string;
  readonly request: ServiceRequest;
}

/** Answers a request in the place of its plugin, or leaves it alone. */
export type Intercept = (call: InterceptedCall) => ServiceResponse | undefined;

export interface ServiceEndpointOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Called for each request to a service or an operation that is not emulated. */
  readonly onUnsupported?: (request: UnsupportedRequest) => void;
  /**
   * Sees each signed request before its plugin does, and may answer in its place: how a test makes a service fail.
   * @default - nothing is intercepted
   */
  readonly intercept?: Intercept;
}

export interface ServiceEndpoint {
  /** `http://127.0.0.1:<port>`, the value of `AWS_ENDPOINT_URL`. */
  readonly url: string;
  dispose(): Promise<void>;
}

import type { Clock, Faults, LogSink, MetricSink, Random } from '../types.ts';

/** An error as Lambda's `Invoke` returns it in the payload. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Stack frames, the first line of the stack included; absent when the environment died. */
  readonly trace?: readonly string[];
}

interface InvocationRecord {
  readonly requestId: string;
  /** Real milliseconds in the handler, initialisation excluded. */
  readonly durationMs: number;
  /** Whether a new environment was started for it. */
  readonly coldStart: boolean;
}

/** What one invocation came to. The statuses are those of Lambda's `Invoke`. */
export type InvocationResult =
  /** The handler returned; `payload` is its result as JSON. */
  | (InvocationRecord & { readonly status: 'success'; readonly payload: string })
  /** The handler threw, timed out or took its environment down. */
  | (InvocationRecord & { readonly status: 'function-error'; readonly error: FunctionError })
  /** 429 `TooManyRequestsException`: the handler did not run. */
  | { readonly status: 'throttled'; readonly reason: string; readonly message: string }
  /** 404 `ResourceNotFoundException` or 413 `RequestTooLargeException`: the handler did not run. */
  | { readonly status: 'rejected'; readonly code: string; readonly message: string };

export interface InvokeOptions {
  /** Value of `_X_AMZN_TRACE_ID`. @default - a new trace */
  readonly traceId?: string;
}

/** State of one function's environments. */
export interface FunctionStatus {
  readonly functionName: string;
  readonly environments: number;
  readonly running: number;
  /** Invocations that wait because of the preview's own limits. */
  readonly queued: number;
}

/** All functions of an assembly. */
export interface Functions {
  /** Invokes by name, ARN or qualified ARN and waits for the result. It never rejects. */
  invoke(functionNameOrArn: string, event: unknown, options?: InvokeOptions): Promise<InvocationResult>;
  status(): readonly FunctionStatus[];
  /** Stops every environment; what is running fails with `Runtime.ExitError`. */
  dispose(): Promise<void>;
}

export interface FunctionDependencies {
  /** Value of `AWS_ENDPOINT_URL`: where the functions' AWS clients find the emulated services. */
  readonly endpointUrl: string;
  readonly clock: Clock;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  /** Read at each invocation. @default - none */
  readonly faults?: Faults;
  /** @default Math.random */
  readonly random?: Random;
  /**
   * Environments that may run at once on this machine over all functions. AWS would start more; here further
   * invocations wait. @default 64
   */
  readonly maxEnvironments?: number;
}

export type FunctionsResult =
  | { readonly status: 'success'; readonly functions: Functions }
  | { readonly status: 'error'; readonly message: string };

/** A message as Lambda hands it to the function; the emulated SQS fits it. */
export interface SourceMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<
    Record<string, { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }>
  >;
}

/** The queues that event source mappings read; `QueueApi` of the services fits it. */
export interface QueueSource {
  receive(queueArn: string, max: number): readonly SourceMessage[];
  delete(queueArn: string, receiptHandles: readonly string[]): void;
}

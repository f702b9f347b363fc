import { type FaultSettings, NO_FAULTS } from '../../console/src/faults.ts';

/** The seams between the parts of the preview: clock, sinks, service plugins. Each part depends on these, not on another part. */

/** Virtual time. Every timestamp the preview shows comes from it, so that a minute can pass in seconds. */
export interface Clock {
  /** Virtual seconds that pass in a real second, at the moment (while the clock is not paused). */
  readonly speed: number;
  /** Virtual now, milliseconds since the epoch. */
  now(): number;
  /** Virtual time at which something stamped with real time happened. */
  toVirtual(realMs: number): number;
  /** Resolves when so much virtual time has passed, or at once when the signal aborts. */
  sleep(virtualMs: number, signal?: AbortSignal): Promise<void>;
  /** Calls back at each multiple of the interval, in order and without gaps, with the virtual time it is due at. */
  every(virtualMs: number, callback: (dueAt: number) => void): Disposable;
  dispose(): void;
}

/** A metric as CloudWatch tells metrics apart. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One published value; `count` says how often it occurred (default 1). */
export interface MetricSample extends MetricIdentity {
  /** Virtual milliseconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
  readonly count?: number;
  readonly unit?: string;
}

export interface MetricSink {
  publish(sample: MetricSample): void;
}

export interface LogSink {
  /** Timestamp in virtual milliseconds since the epoch. */
  write(logGroup: string, logStream: string, timestamp: number, message: string): void;
}

/** A request of an AWS SDK, as it arrives at the one loopback endpoint. */
export interface ServiceRequest {
  readonly method: string;
  /** Path without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The connection is left open without an answer, or after half of it, as one whose other end has gone. @default - neither */
  readonly stalls?: 'at once' | 'half-way';
}

/** One emulated AWS service. */
export interface ServicePlugin {
  /** Signing name of the service, as in the SigV4 credential scope: `dynamodb`, `sqs`, `sagemaker`, `monitoring`, … */
  readonly signingName: string;
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  dispose(): Promise<void>;
}

/** What a scenario phase or a person switches on, see the table in the console's faults.ts; read at each request. */
export type Faults = { -readonly [Name in keyof FaultSettings]: FaultSettings[Name] };

export { NO_FAULTS };

/** Whether a fault with this share strikes now. Without a fault, chance is not asked, so that a run stays the same. */
export const strikes = (rate: number, random: Random): boolean => rate > 0 && random() < rate;

/** Uniform numbers in [0, 1) from a fixed seed, so that a run can be repeated. */
export type Random = () => number;

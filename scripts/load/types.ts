/** What the three processes of a load test tell each other: the command, the preview, and the generator of the load. */
import type { ArrivalPattern } from '../../packages/preview/src/traffic/arrivals.ts';
import type { Caller } from './samples.ts';

/** A stretch of load at one rate. */
export interface LoadOrder {
  /** Address of the route that takes inference requests. */
  readonly url: string;
  readonly caller: Caller;
  /** Requests that become due in a second, whether or not earlier ones were answered. */
  readonly rate: number;
  readonly arrivals: ArrivalPattern;
  /** Real milliseconds at the beginning whose latencies are left out; its requests count for the losses. */
  readonly warmUpMs: number;
  /** Real milliseconds that are measured, after the warm-up. */
  readonly durationMs: number;
  /** Requests under way at once, at most; one that becomes due beyond is dropped, which ends every promise. */
  readonly maxInFlight: number;
}

/** Values of a distribution, milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** What the generator saw of a stretch of load. */
export interface LoadOutcome {
  /** Requests that were sent, the warm-up's included. */
  readonly sent: number;
  /** Requests that became due and were not sent, because too many were under way. */
  readonly dropped: number;
  /** Answers by status; `0` is none. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Answers that named a request of which a record must exist. */
  readonly recordedIds: readonly string[];
  /** Answers with a prediction, and failures that the function reports as the system's fault. */
  readonly ok: number;
  readonly failed: number;
  /** Requests under way at the end of the stretch: a preview that keeps up has about as many as at any moment. */
  readonly inFlightAtEnd: number;
  /** Answers to measured requests a second, while the load lasted. */
  readonly answeredPerSecond: number;
  /** From the moment a request was due until its answer was there. */
  readonly latencyMs: Percentiles;
  /** From the moment a request was due until it was sent: what the generator itself adds. */
  readonly latenessMs: Percentiles;
  /** Measured requests. */
  readonly measured: number;
  /** Processor milliseconds of the generator. */
  readonly cpuMs: number;
}

/** Memory of the preview's process at an instant, bytes. */
export interface MemorySample {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** What the preview holds of the requests that it has answered. */
export interface PreviewCounts {
  /** Sums of the pipeline's metrics over all stored samples, by name and dimension (`SuccessCount by EndpointName`). */
  readonly metrics: Readonly<Record<string, number>>;
  /** Requests that the API counted. */
  readonly apiRequests: number;
  /** Log lines of the function that tell an inference. */
  readonly inferenceLines: number;
}

export interface RecordsFound {
  readonly stored: number;
  readonly pending: number;
  readonly lost: number;
  readonly deadLettered: number;
}

import type { Chunk } from './chunks.ts';

/** Datapoints of one chunk, in order of time. Milliseconds since the epoch. */
export interface ChunkData {
  readonly timestamps: readonly number[];
  readonly values: readonly number[];
}

/** The part of CloudWatch that a backtest needs. It only reads. */
export interface MetricData {
  /** Account that is read, twelve digits. */
  account(): Promise<string>;
  /**
   * The data of chunks of the same time, in their order.
   * @throws MetricDataError if CloudWatch answers, but without the data
   */
  read(chunks: readonly Chunk[], signal: AbortSignal): Promise<readonly ChunkData[]>;
  dispose(): void;
}

/** CloudWatch answered, but without the data. */
export class MetricDataError extends Error {
  readonly code = 'NO_METRIC_DATA';
}

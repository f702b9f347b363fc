import type { ChunkCache } from './cache.ts';
import { batchesOf, type Chunk } from './chunks.ts';
import type { ChunkData, MetricData } from './metric-data.ts';

/**
 * Data of a chunk may still change for that long after its end: agents and Lambda functions publish minutes late. (AWS
 * takes data up to two weeks old; whoever publishes such has to switch the cache off.)
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
const SETTLED_MS = 3 * 3_600_000;

export interface ReadChunksOptions {
  readonly metricData: MetricData;
  /** @default - nothing is kept */
  readonly cache?: ChunkCache;
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Reads chunks, from the cache where it has them, and keeps what will not change any more. */
export async function readChunks(
  chunks: readonly Chunk[],
  { metricData, cache, now, signal, onProgress }: ReadChunksOptions,
): Promise<ReadonlyMap<Chunk, ChunkData>> {
  const data = new Map<Chunk, ChunkData>();
  for (const chunk of chunks) {
    const known = chunk.whole ? await cache?.get(chunk) : undefined;
    if (known !== undefined) data.set(chunk, known);
  }
  for (const batch of batchesOf(chunks.filter((chunk) => !data.has(chunk)))) {
    signal.throwIfAborted();
    onProgress?.(data.size, chunks.length);
    const read = await metricData.read(batch, signal);
    for (const [index, chunk] of batch.entries()) {
      const one = read[index] ?? { timestamps: [], values: [] };
      data.set(chunk, one);
      if (chunk.whole && chunk.to <= now - SETTLED_MS) await cache?.put(chunk, one);
    }
  }
  onProgress?.(data.size, chunks.length);
  return data;
}

import type { StatisticQuery } from './requests.ts';

/** A part of a query's time that is asked for, and kept, at once. */
export interface Chunk {
  readonly query: StatisticQuery;
  readonly from: number;
  readonly to: number;
  /** It spans a whole chunk, so that it is the same chunk whoever asks. */
  readonly whole: boolean;
}

/** Datapoints in a chunk: a day of minutes, five days of five minutes. */
const CHUNK_DATAPOINTS = 1440;

/**
 * A response holds at most so many datapoints, a request at most so many queries.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const MAX_DATAPOINTS = 100_800;
const MAX_QUERIES = 500;

/** Cuts the time of a query at multiples of the chunk's length, so that the same chunks come up again tomorrow. */
export function chunksOf(query: StatisticQuery, from: number, to: number): readonly Chunk[] {
  const length = CHUNK_DATAPOINTS * query.period * 1000;
  const chunks: Chunk[] = [];
  for (let start = Math.floor(from / length) * length; start < to; start += length) {
    const chunk = { from: Math.max(from, start), to: Math.min(to, start + length) };
    chunks.push({ query, ...chunk, whole: chunk.to - chunk.from === length });
  }
  return chunks;
}

/** Chunks of the same time go into one request, as many as a response holds. */
export function batchesOf(chunks: readonly Chunk[]): readonly (readonly Chunk[])[] {
  const groups = new Map<string, Chunk[]>();
  for (const chunk of chunks) {
    const key = `${chunk.from}/${chunk.to}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [chunk]);
    else group.push(chunk);
  }
  return [...groups.values()].flatMap((group) => {
    const datapoints = Math.max(...group.map(({ query, from, to }) => (to - from) / (query.period * 1000)));
    const size = Math.max(1, Math.min(MAX_QUERIES, Math.floor(MAX_DATAPOINTS / datapoints)));
    return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
      group.slice(index * size, (index + 1) * size),
    );
  });
}

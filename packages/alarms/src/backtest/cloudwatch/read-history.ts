import type { AlarmDefinition } from '../../../../alarm-simulator/src/index.ts';
import type { CommandIo } from '../../../../cli/src/io.ts';
import { metricName } from '../history/metrics-of.ts';
import { SeriesBuilder } from '../history/series-builder.ts';
import type { HistoryResult, HistorySeries } from '../history/types.ts';
import { DEFAULT_CLOUDWATCH_SPAN_MS } from '../options.ts';
import { ChunkCache, defaultCacheDirectory } from './cache.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { explainCloudWatchFailure } from './failure.ts';
import type { ChunkData } from './metric-data.ts';
import { readChunks } from './read-chunks.ts';
import { planRequests, type SeriesRequest } from './requests.ts';

export interface CloudWatchHistoryOptions {
  readonly alarms: readonly AlarmDefinition[];
  readonly region?: string;
  readonly endpointUrl?: string;
  /** Folder; `false` keeps nothing. @default - the user's cache folder */
  readonly cache?: string | false;
  readonly from?: number;
  readonly to?: number;
  readonly io: Pick<CommandIo, 'env' | 'signal'>;
  /** Milliseconds since the epoch. @default - the machine's clock */
  readonly now?: number;
  readonly onProgress?: (text: string) => void;
}

const fail = (...lines: readonly string[]): HistoryResult => ({ status: 'error', lines });

/** Reads from CloudWatch what the alarms need; nothing is changed there. */
export async function readCloudWatchHistory(options: CloudWatchHistoryOptions): Promise<HistoryResult> {
  const { alarms, region, endpointUrl, io, now = Date.now() } = options;
  const to = Math.min(options.to ?? now, now);
  const from = options.from ?? to - DEFAULT_CLOUDWATCH_SPAN_MS;
  if (from >= to) return fail(`--from ${new Date(from).toISOString()} is not in the past`);
  const requests = planRequests(alarms, { from, to, now });
  if (requests.length === 0) {
    return fail('CloudWatch keeps nothing of that time that is fine enough for the alarms: choose a later --from');
  }
  // The SDK takes a while to load, and most backtests read files.
  const { AwsMetricData } = await import('./aws-metric-data.ts');
  const metricData = new AwsMetricData({ region, endpointUrl });
  try {
    const used = await metricData.region();
    if (used === undefined) return fail('no Region: give --region, or set AWS_REGION');
    const account = await metricData.account();
    const cache =
      options.cache === false
        ? undefined
        : new ChunkCache(options.cache ?? defaultCacheDirectory(io.env), { account, region: used, endpointUrl });
    const parts = requests.map((request) => partsOf(request));
    const data = await readChunks(
      parts.flatMap(({ values, counts }) => [...values, ...counts]),
      {
        metricData,
        cache,
        now,
        signal: io.signal,
        onProgress: (done, all) => options.onProgress?.(`CloudWatch: ${done} of ${all} parts of the history`),
      },
    );
    return fromData(parts, data);
  } catch (error) {
    io.signal.throwIfAborted();
    return fail(...explainCloudWatchFailure(error, endpointUrl));
  } finally {
    metricData.dispose();
  }
}

interface RequestParts {
  readonly request: SeriesRequest;
  readonly values: readonly Chunk[];
  readonly counts: readonly Chunk[];
}

function partsOf(request: SeriesRequest): RequestParts {
  const { query, counts, from, to } = request;
  return {
    request,
    values: chunksOf(query, from, to),
    counts: counts === undefined ? [] : chunksOf(counts, from, to),
  };
}

function fromData(parts: readonly RequestParts[], data: ReadonlyMap<Chunk, ChunkData>): HistoryResult {
  const series = parts.flatMap((part) => toSeries(part, data) ?? []);
  if (series.length > 0) return { status: 'success', series };
  const metrics = new Set(parts.map(({ request }) => metricName(request.query.metric)));
  return fail(
    `CloudWatch has no datapoint of ${[...metrics].join(', ')} in that time: check Region, account and the dimensions`,
  );
}

function toSeries(
  { request, values, counts }: RequestParts,
  data: ReadonlyMap<Chunk, ChunkData>,
): HistorySeries | undefined {
  const countAt = new Map<number, number>();
  for (const chunk of counts) {
    const { timestamps, values: numbers } = data.get(chunk) ?? { timestamps: [], values: [] };
    for (const [index, time] of timestamps.entries()) countAt.set(time, numbers[index] ?? 1);
  }
  const builder = new SeriesBuilder();
  for (const chunk of values) {
    const { timestamps, values: numbers } = data.get(chunk) ?? { timestamps: [], values: [] };
    for (const [index, timestamp] of timestamps.entries()) {
      const count = countAt.get(timestamp) ?? 1;
      builder.add({ timestamp, value: numbers[index] ?? 0, count, minimum: Number.NaN, maximum: Number.NaN });
    }
  }
  if (builder.length === 0) return undefined;
  const { query, notes } = request;
  return {
    metric: query.metric,
    form: { type: 'statistic', statistic: query.statistic },
    period: query.period,
    ...(query.unit === undefined ? {} : { unit: query.unit }),
    columns: builder.columns(query.unit),
    origin: 'CloudWatch',
    notes,
  };
}

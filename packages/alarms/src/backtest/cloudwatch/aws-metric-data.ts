import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Chunk } from './chunks.ts';
import { type ChunkData, type MetricData, MetricDataError } from './metric-data.ts';
import type { StatisticQuery } from './requests.ts';

export interface AwsMetricDataOptions {
  /** @default - as the AWS SDK finds it */
  readonly region?: string;
  /** Address of an emulator or of the preview. @default - AWS */
  readonly endpointUrl?: string;
}

/** GetMetricData allows 50 calls a second to a whole account; the SDK slows down and tries again that often. */
const MAX_ATTEMPTS = 10;

const CONNECT_MS = 5000;
const REQUEST_MS = 60_000;

/** An emulator checks no signature, so that no real credentials are shown to it. */
const EMULATOR_CREDENTIALS = { accessKeyId: 'backtest', secretAccessKey: 'backtest' };

const isLoopback = (url: string) =>
  URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/**
 * GetMetricData of the AWS SDK. Its adaptive mode waits, with jitter, before it tries again after a throttled call, and
 * lowers its own rate.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export class AwsMetricData implements MetricData {
  readonly #cloudWatch: CloudWatchClient;
  readonly #sts: STSClient;

  constructor({ region, endpointUrl }: AwsMetricDataOptions) {
    const common = {
      region,
      endpoint: endpointUrl,
      maxAttempts: MAX_ATTEMPTS,
      retryMode: 'adaptive',
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
      ...(endpointUrl !== undefined && isLoopback(endpointUrl) ? { credentials: EMULATOR_CREDENTIALS } : {}),
    };
    // The first call of all: where nothing answers, nobody should wait for ten attempts.
    this.#sts = new STSClient({ ...common, maxAttempts: 2, retryMode: 'standard' });
    this.#cloudWatch = new CloudWatchClient({ ...common, credentials: () => this.#sts.config.credentials() });
  }

  /** @default - undefined if none is configured */
  region(): Promise<string | undefined> {
    return this.#sts.config.region().catch(() => undefined);
  }

  async account(): Promise<string> {
    const { Account } = await this.#sts.send(new GetCallerIdentityCommand({}));
    if (Account === undefined) throw new MetricDataError('AWS does not say which account the credentials belong to');
    return Account;
  }

  async read(chunks: readonly Chunk[], signal: AbortSignal): Promise<readonly ChunkData[]> {
    const [first] = chunks;
    if (first === undefined) return [];
    const data = chunks.map(() => ({ timestamps: [] as number[], values: [] as number[] }));
    let token: string | undefined;
    do {
      const page = await this.#cloudWatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(first.from),
          EndTime: new Date(first.to),
          ScanBy: 'TimestampAscending',
          MetricDataQueries: chunks.map(({ query }, index) => toQuery(query, index)),
          NextToken: token,
        }),
        { abortSignal: signal },
      );
      for (const result of page.MetricDataResults ?? []) {
        const one = data[Number(result.Id?.slice(1))];
        if (result.StatusCode === 'InternalError' || result.StatusCode === 'Forbidden') {
          const messages = result.Messages?.map(({ Value }) => Value).join('; ') ?? '';
          throw new MetricDataError(`CloudWatch answers ${result.StatusCode} for ${result.Label}${messages}`);
        }
        for (const [index, time] of (result.Timestamps ?? []).entries()) {
          one?.timestamps.push(time.getTime());
          one?.values.push(result.Values?.[index] ?? Number.NaN);
        }
      }
      token = page.NextToken === '' ? undefined : page.NextToken;
    } while (token !== undefined);
    return data;
  }

  dispose(): void {
    this.#cloudWatch.destroy();
    this.#sts.destroy();
  }
}

function toQuery({ metric, statistic, period, unit }: StatisticQuery, index: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.metricName,
        Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Stat: statistic,
      Period: period,
      Unit: Object.values(StandardUnit).find((known) => known === unit),
    },
  };
}

import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DIMENSION_SETS,
  type ENDPOINT_DIMENSION,
  METRIC_NAMESPACE,
  METRICS,
  type MetricName,
} from '../../contract/metrics.ts';
import { awsErrorFacts } from './aws-errors.ts';
import { callWithin, type Deadline } from './deadline.ts';
import { metricEntries } from './metric-values.ts';
import type { Clock, Log, Metrics, MetricValues } from './ports.ts';

/** Different values in one datum at most. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const MAX_VALUES = 150;
/** Datums in one request at most. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MAX_DATUMS = 1000;
/** Milliseconds: CloudWatch answers within some ten; whoever waits for much longer slows a request for a metric. */
const FLUSH_TIMEOUT_MS = 250;
/** After a failed flush none is tried for so long, milliseconds, doubling with each further failure. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Values of one metric in one second, each with how often it occurred: percentiles need them all. */
interface Series {
  readonly metric: MetricName;
  readonly second: number;
  readonly counts: Map<number, number>;
}

/** What one request brought. */
interface Recorded {
  readonly values: MetricValues;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Metrics by `PutMetricData`. Values are sent with their counts, because CloudWatch computes percentiles of single values
 * only, not of statistic sets; and at the end of each invocation, because a frozen environment sends nothing and may
 * never be thawed. What CloudWatch does not take in time goes the other way, as log lines with embedded metrics: no
 * request waits for it again, an environment that ends takes nothing with it, and no alarm is blind meanwhile.
 */
export class PutMetricDataMetrics implements Metrics {
  readonly #endpointName: string;
  readonly #client: CloudWatchClient;
  readonly #fallback: Metrics;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #flushTimeoutMs: number;
  #buffer: Recorded[] = [];
  #failures = 0;
  /** Requests whose metrics went the other way since the last success. */
  #diverted = 0;
  /** {@link Clock.monotonic} before which nothing is sent: while CloudWatch is away, not every request waits for it. */
  #pausedUntil = 0;

  /**
   * @param fallback takes what could not be sent
   * @param flushTimeoutMs most that an invocation waits for CloudWatch. @default 250
   */
  constructor(
    endpointName: string,
    client: CloudWatchClient,
    fallback: Metrics,
    log: Log,
    clock: Clock,
    flushTimeoutMs: number = FLUSH_TIMEOUT_MS,
  ) {
    this.#flushTimeoutMs = flushTimeoutMs;
    this.#endpointName = endpointName;
    this.#client = client;
    this.#fallback = fallback;
    this.#log = log;
    this.#clock = clock;
  }

  record(values: MetricValues, requestId: string, at: number): void {
    if (metricEntries(values).length > 0) {
      this.#buffer.push({ values, requestId, at });
    }
  }

  async flush(deadline: Deadline): Promise<void> {
    const recorded = this.#buffer;
    this.#buffer = [];
    if (recorded.length === 0) {
      return;
    }
    if (this.#clock.monotonic() < this.#pausedUntil) {
      this.#divert(recorded);
      return;
    }
    try {
      const timeout = Math.min(this.#flushTimeoutMs, deadline.remaining());
      await callWithin(timeout, (abortSignal) => this.#send(seriesOf(recorded), abortSignal));
      this.#reportRecovery();
    } catch (error) {
      this.#divert(recorded);
      this.#reportFailure(error);
    }
  }

  #divert(recorded: readonly Recorded[]): void {
    for (const { values, requestId, at } of recorded) {
      this.#fallback.record(values, requestId, at);
    }
    this.#diverted += recorded.length;
  }

  async #send(series: readonly Series[], abortSignal: AbortSignal): Promise<void> {
    const datums = series.flatMap((one) => this.#datumsOf(one));
    const requests: Promise<unknown>[] = [];
    for (let from = 0; from < datums.length; from += MAX_DATUMS) {
      const command = new PutMetricDataCommand({
        Namespace: METRIC_NAMESPACE,
        MetricData: datums.slice(from, from + MAX_DATUMS),
      });
      requests.push(this.#client.send(command, { abortSignal }));
    }
    await Promise.all(requests);
  }

  #datumsOf({ metric, second, counts }: Series): MetricDatum[] {
    const values = [...counts.keys()];
    const datums: MetricDatum[] = [];
    for (let from = 0; from < values.length; from += MAX_VALUES) {
      const part = values.slice(from, from + MAX_VALUES);
      for (const names of DIMENSION_SETS) {
        datums.push({
          MetricName: metric,
          Dimensions: names.map((Name) => ({ Name, Value: this.#valueOf(Name) })),
          Timestamp: new Date(second),
          Unit: METRICS[metric].unit,
          Values: part,
          Counts: part.map((value) => counts.get(value) ?? 1),
        });
      }
    }
    return datums;
  }

  #valueOf(_dimension: typeof ENDPOINT_DIMENSION): string {
    return this.#endpointName;
  }

  /** Logged when it begins, not at each request: an outage must not fill the log too. */
  #reportFailure(error: unknown): void {
    this.#failures += 1;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    this.#pausedUntil = this.#clock.monotonic() + pause;
    if (this.#failures === 1) {
      this.#log.error('metrics not sent', { cause: awsErrorFacts(error), instead: 'log lines' });
    }
  }

  #reportRecovery(): void {
    if (this.#failures > 0) {
      this.#log.warn('metrics sent again', { failedFlushes: this.#failures, divertedRequests: this.#diverted });
      this.#failures = 0;
      this.#diverted = 0;
    }
  }
}

/** The values of each metric in each second, in the order in which they came. */
function seriesOf(recorded: readonly Recorded[]): Series[] {
  const all = new Map<string, Series>();
  for (const { values, at } of recorded) {
    const second = Math.floor(at / 1000) * 1000;
    for (const [metric, value] of metricEntries(values)) {
      const key = `${second}/${metric}`;
      const series = all.get(key) ?? { metric, second, counts: new Map<number, number>() };
      series.counts.set(value, (series.counts.get(value) ?? 0) + 1);
      all.set(key, series);
    }
  }
  return [...all.values()];
}

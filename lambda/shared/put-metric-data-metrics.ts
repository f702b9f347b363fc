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
/** Buffered series at most; when CloudWatch stays away for longer, the oldest go, so that memory stays bounded. */
const MAX_SERIES = 2000;
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

/**
 * Metrics by `PutMetricData`. Values are buffered with their counts, because CloudWatch computes percentiles of single
 * values only, not of statistic sets; the buffer is sent at the end of each invocation, because a frozen environment
 * sends nothing and may never be thawed. What could not be sent stays buffered for the next invocation.
 */
export class PutMetricDataMetrics implements Metrics {
  readonly #endpointName: string;
  readonly #client: CloudWatchClient;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #flushTimeoutMs: number;
  #buffer = new Map<string, Series>();
  #failures = 0;
  /** {@link Clock.monotonic} before which nothing is sent: while CloudWatch is away, not every request waits for it. */
  #pausedUntil = 0;
  #dropped = 0;

  /** @param flushTimeoutMs most that an invocation waits for CloudWatch. @default 250 */
  constructor(
    endpointName: string,
    client: CloudWatchClient,
    log: Log,
    clock: Clock,
    flushTimeoutMs: number = FLUSH_TIMEOUT_MS,
  ) {
    this.#flushTimeoutMs = flushTimeoutMs;
    this.#endpointName = endpointName;
    this.#client = client;
    this.#log = log;
    this.#clock = clock;
  }

  record(values: MetricValues, _requestId: string, at: number): void {
    const second = Math.floor(at / 1000) * 1000;
    for (const [metric, value] of metricEntries(values)) {
      this.#add(metric, second, value, 1);
    }
    this.#forgetOldest();
  }

  async flush(deadline: Deadline): Promise<void> {
    if (this.#buffer.size === 0 || this.#clock.monotonic() < this.#pausedUntil) {
      return;
    }
    const sent = this.#buffer;
    this.#buffer = new Map();
    try {
      const timeout = Math.min(this.#flushTimeoutMs, deadline.remaining());
      await callWithin(timeout, (abortSignal) => this.#send([...sent.values()], abortSignal));
      this.#reportRecovery();
    } catch (error) {
      this.#takeBack(sent);
      this.#reportFailure(error);
    }
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

  #add(metric: MetricName, second: number, value: number, count: number): void {
    const key = `${second}/${metric}`;
    let series = this.#buffer.get(key);
    if (series === undefined) {
      series = { metric, second, counts: new Map() };
      this.#buffer.set(key, series);
    }
    series.counts.set(value, (series.counts.get(value) ?? 0) + count);
  }

  /** What was not sent goes back to the front; values of the same second that came meanwhile are added to it. */
  #takeBack(unsent: ReadonlyMap<string, Series>): void {
    const newer = this.#buffer;
    this.#buffer = new Map(unsent);
    for (const { metric, second, counts } of newer.values()) {
      for (const [value, count] of counts) {
        this.#add(metric, second, value, count);
      }
    }
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const key of this.#buffer.keys()) {
      if (this.#buffer.size <= MAX_SERIES) {
        return;
      }
      this.#buffer.delete(key);
      this.#dropped += 1;
    }
  }

  /** Logged when it begins, not at each request: an outage must not fill the log too. */
  #reportFailure(error: unknown): void {
    this.#failures += 1;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    this.#pausedUntil = this.#clock.monotonic() + pause;
    if (this.#failures === 1) {
      this.#log.error('metrics not sent', { cause: awsErrorFacts(error), bufferedSeries: this.#buffer.size });
    }
  }

  #reportRecovery(): void {
    if (this.#failures > 0) {
      this.#log.warn('metrics sent again', { failedFlushes: this.#failures, droppedSeries: this.#dropped });
      this.#failures = 0;
      this.#dropped = 0;
    }
  }
}

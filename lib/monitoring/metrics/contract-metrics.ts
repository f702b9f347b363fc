import type { Duration } from 'aws-cdk-lib';
import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ENDPOINT_DIMENSION, METRIC_NAMESPACE, type MetricName } from '../../../contract/metrics.ts';
import { type MetricReading, math, mathId, minuteMetric, ONE_MINUTE } from './service-metric.ts';

/**
 * The pipeline's own metrics, as the inference function emits them. With an endpoint they are read for that endpoint;
 * without one, over all endpoints, which is the contract's other dimension set.
 */
export class ContractMetrics {
  readonly #dimensions: Readonly<Record<string, string>>;

  constructor(endpointName: string | undefined) {
    this.#dimensions = endpointName === undefined ? {} : { [ENDPOINT_DIMENSION]: endpointName };
  }

  /** Milliseconds until the endpoint's answer, failures included. */
  latency(reading: MetricReading = {}): Metric {
    return this.#metric('LatencyMs', 'p90', reading);
  }

  /** Predictions given. */
  successes(reading: MetricReading = {}): Metric {
    return this.#metric('SuccessCount', 'Sum', reading);
  }

  /** Requests that failed through the system's fault. */
  errors(reading: MetricReading = {}): Metric {
    return this.#metric('ErrorCount', 'Sum', reading);
  }

  /** Requests refused through the caller's fault. */
  rejections(reading: MetricReading = {}): Metric {
    return this.#metric('RejectedCount', 'Sum', reading);
  }

  /** Milliseconds of a request that the endpoint did not take. */
  overhead(reading: MetricReading = {}): Metric {
    return this.#metric('OverheadMs', 'p90', reading);
  }

  /** Predictions whose record could not be stored at once. */
  persistFailures(reading: MetricReading = {}): Metric {
    return this.#metric('PersistFailureCount', 'Sum', reading);
  }

  /** Records that are in the log and nowhere else. */
  logOnlyRecords(reading: MetricReading = {}): Metric {
    return this.#metric('LogOnlyRecordCount', 'Sum', reading);
  }

  /** Requests that reached the endpoint: each emits `SuccessCount` exactly once, as 1 or 0. */
  requests(reading: Omit<MetricReading, 'statistic'> = {}): Metric {
    return this.#metric('SuccessCount', 'SampleCount', reading);
  }

  /**
   * Percent of requests that failed. A minute without requests has no value (CloudWatch drops a division by zero), so
   * it is the alarm's treatment of missing data that decides about idle minutes.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  errorRate(reading: Omit<MetricReading, 'statistic'> = {}): MathExpression {
    const { share, metrics } = this.#failedShare(reading.period);
    return math(share, metrics, reading);
  }

  /**
   * As `errorRate`, but 0 until so many requests have failed in the period: with few requests, one failure alone would
   * be a large share of them.
   */
  errorRateFrom(minimumFailures: number, reading: Omit<MetricReading, 'statistic'>): MathExpression {
    const { share, errors, metrics } = this.#failedShare(reading.period);
    return math(`IF(${errors} >= ${minimumFailures}, ${share}, 0)`, metrics, reading);
  }

  /** Requests a minute, whatever period the graph is drawn with. */
  requestsPerMinute(reading: Omit<MetricReading, 'statistic'> = {}): MathExpression {
    return math(
      'requests / (PERIOD(requests) / 60)',
      { requests: this.requests({ period: reading.period ?? ONE_MINUTE }) },
      reading,
    );
  }

  #failedShare(period: Duration = ONE_MINUTE) {
    const errors = mathId('errors', period);
    const successes = mathId('successes', period);
    return {
      errors,
      share: `100 * ${errors} / (${errors} + ${successes})`,
      metrics: { [errors]: this.errors({ period }), [successes]: this.successes({ period }) },
    };
  }

  #metric(metricName: MetricName, defaultStatistic: string, reading: MetricReading): Metric {
    const identity = { namespace: METRIC_NAMESPACE, metricName, dimensionsMap: this.#dimensions };
    return minuteMetric(identity, defaultStatistic, reading);
  }
}

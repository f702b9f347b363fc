import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { HTTP_API_METRICS } from './emitted-metrics.ts';
import { type MetricReading, serviceMetric } from './service-metric.ts';

/** What API Gateway says of the HTTP API. */
export class ApiMetrics {
  readonly #apiId: string;

  constructor(apiId: string) {
    this.#apiId = apiId;
  }

  requests(reading: MetricReading = {}): Metric {
    return this.#metric('Count', 'SampleCount', reading);
  }

  /** Answers of 4xx, the API's own refusals (throttling, authorisation) included. */
  clientErrors(reading: MetricReading = {}): Metric {
    return this.#metric('4xx', 'Sum', reading);
  }

  /** Answers of 5xx, those that the function gave and those that API Gateway gave in its place. */
  serverErrors(reading: MetricReading = {}): Metric {
    return this.#metric('5xx', 'Sum', reading);
  }

  /** Milliseconds from the request's arrival to the answer. */
  latency(reading: MetricReading = {}): Metric {
    return this.#metric('Latency', 'p90', reading);
  }

  /** Milliseconds that API Gateway waited for the function. */
  integrationLatency(reading: MetricReading = {}): Metric {
    return this.#metric('IntegrationLatency', 'p90', reading);
  }

  #metric(name: keyof typeof HTTP_API_METRICS.metrics, defaultStatistic: string, reading: MetricReading): Metric {
    return serviceMetric(HTTP_API_METRICS, name, { ApiId: this.#apiId }, defaultStatistic, reading);
  }
}

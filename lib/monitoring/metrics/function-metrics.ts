import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LAMBDA_METRICS } from './emitted-metrics.ts';
import { type MetricReading, serviceMetric } from './service-metric.ts';

/** What Lambda says of the function. */
export class FunctionMetrics {
  readonly #functionName: string;

  constructor(functionName: string) {
    this.#functionName = functionName;
  }

  invocations(reading: MetricReading = {}): Metric {
    return this.#metric('Invocations', 'Sum', reading);
  }

  /** Calls that ended in an exception, a timeout or a crash; an answered HTTP error is none. */
  errors(reading: MetricReading = {}): Metric {
    return this.#metric('Errors', 'Sum', reading);
  }

  /** Calls that Lambda refused for want of concurrency. */
  throttles(reading: MetricReading = {}): Metric {
    return this.#metric('Throttles', 'Sum', reading);
  }

  /** Milliseconds, initialisation not included. */
  duration(reading: MetricReading = {}): Metric {
    return this.#metric('Duration', 'p99', reading);
  }

  concurrency(reading: MetricReading = {}): Metric {
    return this.#metric('ConcurrentExecutions', 'Maximum', reading);
  }

  #metric(name: keyof typeof LAMBDA_METRICS.metrics, defaultStatistic: string, reading: MetricReading): Metric {
    return serviceMetric(LAMBDA_METRICS, name, { FunctionName: this.#functionName }, defaultStatistic, reading);
  }
}

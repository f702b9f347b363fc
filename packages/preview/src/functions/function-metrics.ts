import type { MetricSink } from '../types.ts';

const NAMESPACE = 'AWS/Lambda';

/**
 * Metrics of one function under the `FunctionName` dimension; those over all functions and by alias are not published.
 * As on AWS they bear the time at which the function was invoked.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export class FunctionMetrics {
  readonly #sink: MetricSink;
  readonly #dimensions: Readonly<Record<string, string>>;

  constructor(sink: MetricSink, functionName: string) {
    this.#sink = sink;
    this.#dimensions = { FunctionName: functionName };
  }

  throttled(timestamp: number): void {
    this.#publish('Throttles', timestamp, 1, 'Count');
  }

  started(timestamp: number, concurrent: number): void {
    this.#publish('Invocations', timestamp, 1, 'Count');
    this.#publish('Throttles', timestamp, 0, 'Count');
    this.#publish('ConcurrentExecutions', timestamp, concurrent, 'Count');
  }

  ended(timestamp: number, durationMs: number, failed: boolean): void {
    this.#publish('Errors', timestamp, failed ? 1 : 0, 'Count');
    this.#publish('Duration', timestamp, durationMs, 'Milliseconds');
  }

  #publish(metricName: string, timestamp: number, value: number, unit: string): void {
    this.#sink.publish({ namespace: NAMESPACE, metricName, dimensions: this.#dimensions, timestamp, value, unit });
  }
}

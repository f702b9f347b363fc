import type { MetricSink } from '../types.ts';

const NAMESPACE = 'AWS/Lambda';

/**
 * Metrics of one function under the `FunctionName` dimension; those over all functions and by alias are not published.
 * As on AWS they are published when an invocation ends and bear the time at which it began. That time is the virtual end
 * less the real duration: in sped-up time it would lie too far back, and alarms would miss what they see on AWS.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export class FunctionMetrics {
  readonly #sink: MetricSink;
  readonly #dimensions: Readonly<Record<string, string>>;

  constructor(sink: MetricSink, functionName: string) {
    this.#sink = sink;
    this.#dimensions = { FunctionName: functionName };
  }

  throttled(virtualMs: number): void {
    this.#publish('Throttles', virtualMs, 1, 'Count');
  }

  started(virtualMs: number, concurrent: number): void {
    this.#publish('ConcurrentExecutions', virtualMs, concurrent, 'Count');
  }

  ended(virtualMs: number, durationMs: number, failed: boolean): void {
    const began = virtualMs - durationMs;
    this.#publish('Invocations', began, 1, 'Count');
    this.#publish('Errors', began, failed ? 1 : 0, 'Count');
    this.#publish('Throttles', began, 0, 'Count');
    this.#publish('Duration', began, durationMs, 'Milliseconds');
  }

  #publish(metricName: string, timestamp: number, value: number, unit: string): void {
    this.#sink.publish({ namespace: NAMESPACE, metricName, dimensions: this.#dimensions, timestamp, value, unit });
  }
}

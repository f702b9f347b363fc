/**
 * The metric contract: the one place that names the namespace, each custom metric, its unit and its dimension sets.
 * The emitter, the alarms, the dashboard, the preview and the tests import it; nothing else spells these names.
 */

/** CloudWatch namespace of every metric that Inferwatch emits itself. */
export const METRIC_NAMESPACE = 'InferencePipeline';

/** The dimension that tells endpoints apart. A request id is never a dimension: each value would be a new metric. */
export const ENDPOINT_DIMENSION = 'EndpointName';

/** Each metric is published under every one of these sets: over all endpoints, and for each endpoint. */
export const DIMENSION_SETS = [[], [ENDPOINT_DIMENSION]] as const;

/** Units as CloudWatch spells them (`StandardUnit` in the API reference). */
export type MetricUnit = 'Milliseconds' | 'Count';

export interface MetricDefinition {
  readonly unit: MetricUnit;
  /** When the metric is emitted and what one value of it means. */
  readonly meaning: string;
  /** Sent only while something is broken. @default false */
  readonly exceptional?: boolean;
}

export const METRICS = {
  LatencyMs: {
    unit: 'Milliseconds',
    meaning: 'Each request that reached the endpoint, answered or not: wall time until the answer, retries included.',
  },
  SuccessCount: {
    unit: 'Count',
    meaning: 'Each request that reached the endpoint: 1 if it answered with a prediction, else 0.',
  },
  ErrorCount: {
    unit: 'Count',
    meaning: "Each request that reached the endpoint: 1 if it failed through the system's fault, else 0.",
  },
  RejectedCount: {
    unit: 'Count',
    meaning: "Each request that was refused through the caller's fault (4xx); never part of ErrorCount.",
  },
  OverheadMs: {
    unit: 'Milliseconds',
    meaning: 'Each request that reached the endpoint: time in the handler less LatencyMs.',
  },
  PersistFailureCount: {
    unit: 'Count',
    meaning: 'Each request that reached the endpoint: 1 if its record could not be stored at once, else 0.',
  },
  LogOnlyRecordCount: {
    unit: 'Count',
    meaning:
      'Each request whose record neither the table nor the queue took: 1. Its record is in the log, nowhere else.',
    exceptional: true,
  },
} as const satisfies Record<string, MetricDefinition>;

/**
 * Names of the metrics that are sent as long as there are requests. CloudWatch bills a metric for the hours in which it is
 * sent, so that the others cost nothing while all is well.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/ (custom metrics are prorated by the hour)
 */
export const EVERYDAY_METRICS: readonly string[] = Object.entries<MetricDefinition>(METRICS).flatMap(
  ([name, { exceptional }]) => (exceptional === true ? [] : [name]),
);

/** Name of a metric in the contract. */
export type MetricName = keyof typeof METRICS;

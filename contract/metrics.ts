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
} as const satisfies Record<string, MetricDefinition>;

/** Name of a metric in the contract. */
export type MetricName = keyof typeof METRICS;

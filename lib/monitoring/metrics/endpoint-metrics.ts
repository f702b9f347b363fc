import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EndpointTarget } from '../targets.ts';
import { SAGEMAKER_INSTANCE_METRICS, SAGEMAKER_INVOCATION_METRICS } from './emitted-metrics.ts';
import { type DimensionsOf, type MetricReading, math, mathId, serviceMetric } from './service-metric.ts';

type LatencyName = 'ModelLatency' | 'OverheadLatency' | 'ModelSetupTime';

/** What SageMaker says of one variant of the endpoint. */
export class EndpointMetrics {
  readonly #dimensions: DimensionsOf<typeof SAGEMAKER_INVOCATION_METRICS>;

  constructor(target: EndpointTarget) {
    this.#dimensions = { EndpointName: target.endpointName, VariantName: target.variantName };
  }

  invocations(reading: MetricReading = {}): Metric {
    return this.#invocation('Invocations', 'Sum', reading);
  }

  /** Answers of 4xx, from the container or from SageMaker before it. */
  clientErrors(reading: MetricReading = {}): Metric {
    return this.#invocation('Invocation4XXErrors', 'Sum', reading);
  }

  /** Answers of 5xx, from the container or from SageMaker before it. */
  serverErrors(reading: MetricReading = {}): Metric {
    return this.#invocation('Invocation5XXErrors', 'Sum', reading);
  }

  /** Milliseconds that the model's container took. */
  modelLatency(reading: MetricReading = {}): MathExpression {
    return this.#milliseconds('ModelLatency', reading);
  }

  /** Milliseconds that SageMaker added. */
  overheadLatency(reading: MetricReading = {}): MathExpression {
    return this.#milliseconds('OverheadLatency', reading);
  }

  /** Milliseconds to bring a serverless endpoint's container up. */
  setupTime(reading: MetricReading = {}): MathExpression {
    return this.#milliseconds('ModelSetupTime', reading);
  }

  /** Percent; values add up over cores and accelerators. */
  utilization(name: keyof typeof SAGEMAKER_INSTANCE_METRICS.metrics, reading: MetricReading = {}): Metric {
    return serviceMetric(SAGEMAKER_INSTANCE_METRICS, name, this.#dimensions, 'Average', reading);
  }

  /** SageMaker publishes microseconds; people, thresholds and e-mails use milliseconds. */
  #milliseconds(name: LatencyName, reading: MetricReading): MathExpression {
    const { period, statistic = 'p90', label, color } = reading;
    const id = mathId(name, period, statistic);
    const microseconds = this.#invocation(name, statistic, { period });
    return math(`${id} / 1000`, { [id]: microseconds }, { period, label, color });
  }

  #invocation(
    name: keyof typeof SAGEMAKER_INVOCATION_METRICS.metrics,
    defaultStatistic: string,
    reading: MetricReading,
  ): Metric {
    return serviceMetric(SAGEMAKER_INVOCATION_METRICS, name, this.#dimensions, defaultStatistic, reading);
  }
}

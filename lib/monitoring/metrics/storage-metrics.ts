import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { DYNAMODB_OPERATION_METRICS, DYNAMODB_TABLE_METRICS, SQS_METRICS } from './emitted-metrics.ts';
import { type MetricReading, math, serviceMetric } from './service-metric.ts';

/** What DynamoDB says of the result table. */
export class TableMetrics {
  readonly #tableName: string;

  constructor(tableName: string) {
    this.#tableName = tableName;
  }

  /**
   * Reads and writes that DynamoDB refused. Throttle events are published only when there are some, and AWS says in one
   * place that alarms on `AWS/DynamoDB` ignore missing data whatever they ask for, which would keep such an alarm in
   * ALARM for ever. The consumed capacity, times zero, gives every minute with traffic a value, so that the alarm ends.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (TreatMissingData)
   */
  throttles(reading: Omit<MetricReading, 'statistic'> = {}): MathExpression {
    const { period } = reading;
    return math(
      'reads + writes + 0 * (consumedReads + consumedWrites)',
      {
        reads: this.#table('ReadThrottleEvents', { period }),
        writes: this.#table('WriteThrottleEvents', { period }),
        consumedReads: this.#table('ConsumedReadCapacityUnits', { period }),
        consumedWrites: this.#table('ConsumedWriteCapacityUnits', { period }),
      },
      reading,
    );
  }

  readThrottles(reading: MetricReading = {}): Metric {
    return this.#table('ReadThrottleEvents', reading);
  }

  writeThrottles(reading: MetricReading = {}): Metric {
    return this.#table('WriteThrottleEvents', reading);
  }

  /** Milliseconds of the successful calls of one operation. */
  latency(operation: string, reading: MetricReading = {}): Metric {
    return serviceMetric(
      DYNAMODB_OPERATION_METRICS,
      'SuccessfulRequestLatency',
      { TableName: this.#tableName, Operation: operation },
      'Average',
      reading,
    );
  }

  #table(name: keyof typeof DYNAMODB_TABLE_METRICS.metrics, reading: MetricReading): Metric {
    return serviceMetric(DYNAMODB_TABLE_METRICS, name, { TableName: this.#tableName }, 'Sum', reading);
  }
}

/** What SQS says of a queue. */
export class QueueMetrics {
  readonly #queueName: string;

  constructor(queueName: string) {
    this.#queueName = queueName;
  }

  /** Seconds that the oldest message has been waiting. */
  oldestAge(reading: MetricReading = {}): Metric {
    return this.#metric('ApproximateAgeOfOldestMessage', reading);
  }

  /** Messages ready to be received. */
  visible(reading: MetricReading = {}): Metric {
    return this.#metric('ApproximateNumberOfMessagesVisible', reading);
  }

  /** Messages received and not yet deleted. */
  inFlight(reading: MetricReading = {}): Metric {
    return this.#metric('ApproximateNumberOfMessagesNotVisible', reading);
  }

  #metric(name: keyof typeof SQS_METRICS.metrics, reading: MetricReading): Metric {
    return serviceMetric(SQS_METRICS, name, { QueueName: this.#queueName }, 'Maximum', reading);
  }
}

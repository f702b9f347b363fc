import type { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { LOGS_METRICS } from './emitted-metrics.ts';
import { type MetricReading, math, serviceMetric } from './service-metric.ts';

/** What CloudWatch Logs says of the embedded metrics in a log group. */
export class LogMetrics {
  readonly #logGroupName: string;

  constructor(logGroupName: string) {
    this.#logGroupName = logGroupName;
  }

  /** Log lines whose metrics could not be extracted, because they are not JSON or break the format's rules. */
  formatErrors(reading: Omit<MetricReading, 'statistic'> = {}): MathExpression {
    const inner = { period: reading.period };
    const dimensions = { LogGroupName: this.#logGroupName };
    return math(
      'parsing + validation',
      {
        parsing: serviceMetric(LOGS_METRICS, 'EMFParsingErrors', dimensions, 'Sum', inner),
        validation: serviceMetric(LOGS_METRICS, 'EMFValidationErrors', dimensions, 'Sum', inner),
      },
      reading,
    );
  }
}

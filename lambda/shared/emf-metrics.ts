import {
  DIMENSION_SETS,
  ENDPOINT_DIMENSION,
  METRIC_NAMESPACE,
  METRICS,
  type MetricName,
} from '../../contract/metrics.ts';
import { metricEntries } from './metric-values.ts';
import type { Metrics, MetricValues } from './ports.ts';

/** Everything of a line that depends only on which metrics it has. */
function directiveOf(names: readonly MetricName[]): string {
  return JSON.stringify([
    {
      Namespace: METRIC_NAMESPACE,
      Dimensions: DIMENSION_SETS,
      Metrics: names.map((name) => ({ Name: name, Unit: METRICS[name].unit })),
    },
  ]);
}

/**
 * Metrics in the embedded metric format: one JSON line on standard output a request, no network call. CloudWatch Logs
 * makes the metrics of it. The line is put together from parts that are made once for each set of metrics.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmfMetrics implements Metrics {
  readonly #writeLine: (line: string) => void;
  readonly #endpointMember: string;
  readonly #directives = new Map<string, string>();

  /** @param writeLine takes a line that ends in a line feed. @default - standard output */
  constructor(endpointName: string, writeLine: (line: string) => void = (line) => process.stdout.write(line)) {
    this.#writeLine = writeLine;
    this.#endpointMember = `${JSON.stringify(ENDPOINT_DIMENSION)}:${JSON.stringify(endpointName)}`;
  }

  record(values: MetricValues, requestId: string, at: number): void {
    const entries = metricEntries(values);
    if (entries.length === 0) {
      return;
    }
    let members = '';
    let key = '';
    for (const [name, value] of entries) {
      members += `,"${name}":${value}`;
      key += `${name},`;
    }
    let directive = this.#directives.get(key);
    if (directive === undefined) {
      directive = directiveOf(entries.map(([name]) => name));
      this.#directives.set(key, directive);
    }
    this.#writeLine(
      `{"_aws":{"Timestamp":${at},"CloudWatchMetrics":${directive}},${this.#endpointMember},` +
        `"requestId":${JSON.stringify(requestId)}${members}}\n`,
    );
  }

  /** Nothing is buffered. */
  async flush(): Promise<void> {}
}
